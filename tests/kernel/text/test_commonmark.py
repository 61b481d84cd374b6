"""The parser is CommonMark 0.31.2 before our own rules and the sanitiser come to it."""

import json
import re
from pathlib import Path
from typing import TypedDict

import pytest

from forum.kernel.text import engine

COMMONMARK = engine.commonmark()


class Example(TypedDict):
    example: int
    section: str
    markdown: str
    html: str


EXAMPLES: list[Example] = json.loads(Path(__file__).with_name("commonmark_spec.json").read_text(encoding="utf-8"))


def without_idle_space(html: str) -> str:
    """White space between the edges of a block is insignificant, as in the specification's own comparison."""
    return re.sub(r"<blockquote>\s*</blockquote>", "<blockquote></blockquote>", html)


def test_the_suite_is_whole() -> None:
    assert [entry["example"] for entry in EXAMPLES] == list(range(1, 653))


@pytest.mark.parametrize("entry", EXAMPLES, ids=lambda entry: f"{entry['example']} {entry['section']}")
def test_each_example_of_the_specification_renders_as_it_says(entry: Example) -> None:
    assert without_idle_space(COMMONMARK.render(entry["markdown"])) == without_idle_space(entry["html"])
