"""Footnotes lead there and back, and never to another post."""

import re

import pytest

from forum.kernel.text import parse, render
from tests.kernel.text.rendering import html, show


def test_a_mark_and_its_note_point_at_each_other() -> None:
    rendered = html("Said[^a].\n\n[^a]: Where.")
    assert '<a class="footnote-mark" href="#p1-fn-1" id="p1-fnref-1" role="doc-noteref">1</a>' in rendered
    assert '<li id="p1-fn-1"><p>Where. <a class="footnote-back" href="#p1-fnref-1" role="doc-backlink">' in rendered


def test_a_note_used_twice_leads_back_to_both() -> None:
    rendered = html("One[^a] two[^a].\n\n[^a]: Where.")
    ids = re.findall(r'id="([^"]+)"', rendered)
    assert ids == ["p1-fnref-1", "p1-fnref-1-2", "p1-fn-1"]
    assert set(re.findall(r'href="#([^"]+)"', rendered)) == set(ids)


def test_notes_may_stand_in_the_line() -> None:
    assert "an <em>inline</em> note" in html("Said^[an *inline* note].")


def test_prefixes_keep_two_posts_on_one_page_apart() -> None:
    source = "Said[^a].\n\n[^a]: Where."
    first, second = (set(re.findall(r'id="([^"]+)"', show(source, prefix=prefix).html)) for prefix in ("p1-", "p2-"))
    assert len(first) == len(second) == 2
    assert not first & second


def test_without_a_prefix_different_texts_still_stay_apart() -> None:
    first, second = (
        set(re.findall(r'id="([^"]+)"', render(parse(f"{word}[^a].\n\n[^a]: Where.")).html)) for word in ("One", "Two")
    )
    assert len(first) == len(second) == 2
    assert not first & second


@pytest.mark.parametrize("prefix", ["P1-", "1-", 'a"-', "a b-", "a", "-"])
def test_a_prefix_that_is_no_id_is_refused(prefix: str) -> None:
    with pytest.raises(ValueError, match="prefix"):
        show("a", prefix=prefix)
