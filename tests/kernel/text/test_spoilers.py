"""Spoilers hide words until a reader asks for them, without JavaScript."""

from tests.kernel.text.rendering import html, show


def test_double_bars_hide_words_within_a_line() -> None:
    assert html("||the *drill* result||") == (
        '<p><span class="spoiler" tabindex="0">the <em>drill</em> result</span></p>'
    )


def test_bars_without_a_partner_stay_bars() -> None:
    assert html("a || b and |||c|||") == "<p>a || b and |||c|||</p>"


def test_a_block_folds_under_its_title() -> None:
    assert html(":::spoiler What we found\nNothing.\n:::") == (
        '<details class="spoiler-block" dir="auto"><summary>What we found</summary>\n<p>Nothing.</p>\n</details>'
    )


def test_a_block_without_a_title_leaves_the_word_to_the_browser() -> None:
    assert html(":::spoiler\nNothing.\n:::") == '<details class="spoiler-block" dir="auto"><p>Nothing.</p>\n</details>'


def test_a_title_is_text_and_nothing_else() -> None:
    assert "<summary>&lt;b&gt; **x**</summary>" in html(":::spoiler <b> **x**\na\n:::")


def test_other_words_after_the_colons_open_nothing() -> None:
    assert html(":::spoilers x") == "<p>:::spoilers x</p>"


def test_excerpts_give_nothing_away() -> None:
    rendered = show("Before ||hidden|| after.\n\n:::spoiler T\nfolded\n:::")
    assert rendered.excerpt == "Before after."
    assert "hidden" in rendered.text
    assert "folded" in rendered.text


def test_an_excerpt_of_spoilers_alone_is_empty() -> None:
    assert show("||hidden||\n\n:::spoiler\nfolded\n:::").excerpt == ""
