"""An excerpt is the beginning of a text, cut where a reader would cut it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.kernel.text import excerpt
from tests.kernel.text.rendering import show


def test_a_short_text_is_whole_and_on_one_line() -> None:
    assert excerpt("a\n\n b  c", 20) == "a b c"


def test_a_long_text_is_cut_between_words() -> None:
    assert excerpt("heavy rare earths, from ion clays", 20) == "heavy rare earths…"


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("e\u0301" * 10, 6, "e\u0301e\u0301…"),
        ("👩‍👩‍👧" * 5, 8, "👩‍👩‍👧…"),
        ("👍🏽" * 5, 4, "👍🏽…"),
        ("🇲🇲" * 5, 6, "🇲🇲🇲🇲…"),
        ("မြန်မာနိုင်ငံတော်", 7, "မြန်မာ…"),
        ("က္က" * 4, 6, "က္က…"),
    ],
    ids=["marks", "joined", "skin", "flags", "Burmese", "stacked"],
)
def test_a_word_that_must_be_cut_keeps_its_characters_whole(text: str, limit: int, shown: str) -> None:
    assert excerpt(text, limit) == shown


@given(st.text(), st.integers(min_value=2, max_value=40))
def test_an_excerpt_never_exceeds_its_limit_nor_ends_before_a_mark(text: str, limit: int) -> None:
    line = " ".join(text.split())
    cut = excerpt(text, limit)
    assert len(cut) <= limit
    assert cut == line or cut.endswith("…")
    if cut != line and len(cut) > 1:
        kept = len(cut) - 1
        assert line.startswith(cut[:-1])
        assert not unicodedata.category(line[kept]).startswith("M")


def test_a_stored_excerpt_leaves_out_quotes_code_and_tables() -> None:
    rendered = show(
        "> [@x](/threads/5/12):\n> old\n\nNew words.\n\n```\ncode\n```\n\n|a|\n|-|\n|b|\n\nEnd[^n].\n\n[^n]: note"
    )
    assert rendered.excerpt == "New words. End."


def test_a_text_of_quotes_alone_still_has_an_excerpt() -> None:
    assert show("> only this").excerpt == "only this"
