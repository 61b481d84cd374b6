"""A quote whose post is gone leaves nothing behind, and takes nothing with it that its writer said themselves."""

import pytest

from forum.kernel.text import QuoteRef, without_quotes

FIRST, SECOND = "> [@a](/threads/1/1):", "[@b](/threads/1/2):"


@pytest.mark.parametrize("depth", [1, 2, 6])
def test_of_quotes_in_quotes_no_line_stays_and_the_words_below_do(depth: int) -> None:
    """Whatever the inner one's length: it must not move the outer one's end."""
    inner = "\n".join([f"> > {SECOND}", *(f"> > secret {line}" for line in range(depth - 1)), ">"])
    left = without_quotes(f"{FIRST}\n{inner}\n> secret end\n\nMine one.\nMine two.")
    assert "secret" not in left
    assert left.split("\n") == ["> …", "", "", "Mine one.", "Mine two."]


def test_of_a_quote_in_a_quote_the_inner_one_alone_can_go() -> None:
    source = f"{FIRST}\n> > {SECOND}\n> > secret\n>\n> said\n\nMine."
    left = without_quotes(source, of={QuoteRef(1, 2)})
    assert "secret" not in left
    assert "> said\n\nMine." in left
    assert FIRST in left


def test_a_source_named_by_reference_leaves_no_words_before_a_later_link() -> None:
    assert without_quotes("> [@a][r]\n> secret [x](/y)\n\n[r]: /threads/1/1").startswith("> …\n")


@pytest.mark.parametrize("before", ["- > ", "1. > ", "> > ", "[^1]: > "])
def test_what_a_quote_stands_in_stays(before: str) -> None:
    assert without_quotes(f"{before}[@a](/threads/1/1):\n\nMine.[^1]").startswith(f"{before}…\n")


def test_a_quote_in_a_note_at_the_beginning_hides_no_later_one() -> None:
    """Notes are read last, wherever they stand."""
    left = without_quotes(f"[^1]: {FIRST}\n    > secret one\n\nMine.[^1]\n\n{FIRST}\n> secret two\n\nMine.")
    assert "secret" not in left
    assert left.count("Mine.") == 2
