"""Deposits are linked by slug."""

from tests.kernel.text.rendering import html, show


def test_a_slug_shows_the_deposits_name() -> None:
    rendered = show("See [[mount-weld]].")
    assert rendered.html == '<p>See <a class="deposit" href="/deposits/mount-weld">Mount Weld</a>.</p>\n'
    assert rendered.deposits == ("mount-weld",)
    assert rendered.text == "See Mount Weld."


def test_words_after_a_bar_replace_the_name() -> None:
    assert html("[[pangwa|the *pits*]]") == '<p><a class="deposit" href="/deposits/pangwa">the *pits*</a></p>'


def test_an_unknown_slug_stays_text() -> None:
    rendered = show("[[atlantis]] and [[atlantis|the lost one]]")
    assert rendered.html == "<p>atlantis and the lost one</p>\n"
    assert rendered.deposits == ()


def test_a_table_cell_takes_the_bar_with_a_backslash() -> None:
    assert 'href="/deposits/pangwa">pits</a></td>' in html("| where |\n|---|\n| [[pangwa\\|pits]] |")


def test_brackets_that_are_no_slug_stay_as_written() -> None:
    assert html("[[Mount Weld]] [[a--b]] [[") == "<p>[[Mount Weld]] [[a--b]] [[</p>"
