"""A quote names the post it comes from in its first line."""

from forum.kernel.text import AnswerRef, QuoteRef, without_quotes
from tests.kernel.text.rendering import html, show


def test_a_quote_links_its_post_under_the_authors_own_name() -> None:
    rendered = show("> [@somebody](/threads/5/12):\n> It is clay.")
    assert rendered.html == (
        '<blockquote dir="auto">\n<p class="quote-by"><a class="quote-source" href="/threads/5/12">@geologist</a></p>\n'
        "<p>It is clay.</p>\n</blockquote>\n"
    )
    assert rendered.quotes == (QuoteRef(5, 12),)


def test_a_full_address_of_this_site_names_the_post_too() -> None:
    assert show("> [@x](https://assay.example/threads/5/12)\n> It is.").quotes == (QuoteRef(5, 12),)


def test_a_quote_of_an_answer_leads_to_it_and_can_be_taken_out() -> None:
    source = "> [Dr. Marn](https://assay.example/interviews/3/answers/7):\n> It is clay.\n\nSo she says."
    rendered = show(source)
    assert (
        '<p class="quote-by"><a class="quote-source" href="/interviews/3/answers/7">Dr. Marn</a></p>' in rendered.html
    )
    assert rendered.quotes == ()
    kept = without_quotes(source, origin="https://assay.example", of={AnswerRef(3, 8), QuoteRef(3, 7)})
    assert kept == source
    assert without_quotes(source, origin="https://assay.example", of={AnswerRef(3, 7)}) == "> …\n\n\nSo she says."


def test_a_post_that_readers_may_not_see_stays_unlinked() -> None:
    rendered = show("> [@geologist](/threads/9/1):\n>\n> It is clay.")
    assert '<p class="quote-by">@geologist</p>' in rendered.html
    assert rendered.quotes == ()


def test_a_line_that_says_more_is_an_ordinary_link() -> None:
    rendered = show("> [@geologist](/threads/5/12) was wrong")
    assert "quote-by" not in rendered.html
    assert rendered.quotes == ()


def test_a_quote_may_be_nothing_but_its_source() -> None:
    assert "quote-source" in html("> [@geologist](/threads/5/12)")


def test_a_quote_inside_a_quote_names_its_own() -> None:
    rendered = show("> [@x](/threads/5/12):\n> > [@y](/threads/5/12):\n> > a\n>\n> b")
    assert rendered.html.count("quote-source") == 2
