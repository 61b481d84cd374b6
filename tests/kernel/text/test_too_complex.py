"""A text that asks for more than its length is worth is refused by name, never cut in silence."""

import pytest

from forum.kernel.text import TextTooComplex, TextTooLong, parse
from tests.kernel.text.rendering import show


def test_the_longest_text_is_forty_thousand_characters() -> None:
    assert parse("a" * 40_000)
    with pytest.raises(TextTooLong):
        parse("a" * 40_001)


@pytest.mark.parametrize(
    "source",
    [
        ">" * 21 + "a",
        "- " * 11 + "a",
        "*a _b " * 20 + "c_ d* " * 20,
        ":::spoiler\n" * 21,
        "|a" * 100 + "|\n" + "|-" * 100 + "|\n" + "a\n" * 400,
        "[a]: /" + "x" * 1900 + "\n\n" + "[a] " * 200,
        "[^a]: n\n\n" + "[^a]" * 201,
        "$a$ " * 201,
        " ".join(f"@handle{number}" for number in range(301)),
        " ".join(f"[[deposit-{number}]]" for number in range(301)),
    ],
    ids=[
        "quotes",
        "lists",
        "emphasis",
        "spoilers",
        "cells",
        "addresses",
        "footnotes",
        "formulas",
        "handles",
        "deposits",
    ],
)
def test_each_bound_is_refused_under_one_code(source: str) -> None:
    with pytest.raises(TextTooComplex) as refusal:
        parse(source)
    assert refusal.value.code == "text_too_complex"


@pytest.mark.parametrize(
    ("source", "word"),
    [
        (">" * 19 + "deep", "deep"),
        ("- " * 9 + "deep", "deep"),
        ("[" * 60 + "deep" + "]" * 60, "deep"),
        ("|a" * 40 + "|\n" + "|-" * 40 + "|\n" + "|b" * 40 + "|\n|last|", "last"),
    ],
    ids=["quotes", "lists", "brackets", "table"],
)
def test_what_is_accepted_is_shown_to_its_last_word(source: str, word: str) -> None:
    assert word in show(source).html


def test_a_good_long_post_is_not_refused() -> None:
    paragraph = "The *clays* at [[pangwa]] hold **dysprosium**, says @geologist (https://a.example/x?y=1).[^1]\n\n"
    row = "| Mount Weld | 2024 | indicated | 11.5 Mt | 8.1 % |\n"
    table = "| a | b | c | d | e |\n|--|--|--|--|--|\n" + row * 150 + "\n"
    source = paragraph * 100 + table + "- one\n  - two\n    - three\n\n" * 50 + "[^1]: Note\n"
    assert show(source).html.count("<td>") == 750
