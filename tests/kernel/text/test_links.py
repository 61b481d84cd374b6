"""Links lead where they say, and outside ones promise nothing."""

import pytest

from tests.kernel.text.rendering import html, show

OUTSIDE = 'class="outside" href="{}" rel="nofollow ugc noopener"'


def test_an_outside_link_is_marked_and_listed() -> None:
    rendered = show("[USGS](https://www.usgs.gov/x?a=1&b=2)")
    assert OUTSIDE.format("https://www.usgs.gov/x?a=1&amp;b=2") in rendered.html
    assert rendered.links == ("https://www.usgs.gov/x?a=1&b=2",)


def test_a_link_to_this_site_becomes_a_path() -> None:
    rendered = show(
        "[a](https://assay.example/deposits/pangwa) https://assay.example/boards [b](/boards) https://assay.example"
    )
    assert rendered.html.count('href="/') == 4
    assert "rel=" not in rendered.html
    assert rendered.links == ()


def test_a_site_that_begins_like_ours_is_outside() -> None:
    assert show("https://assay.example.org/x").links == ("https://assay.example.org/x",)
    assert show("https://assay.example//evil.example").links == ("https://assay.example//evil.example",)


@pytest.mark.parametrize(
    ("written", "address", "after"),
    [
        ("https://a.example/b.", "https://a.example/b", "."),
        ("https://a.example/b_(c)", "https://a.example/b_(c)", ""),
        ("https://a.example/b)", "https://a.example/b", ")"),
        ("https://a.example/b?c=d*e*,", "https://a.example/b?c=d*e", "*,"),
        ("HTTP://a.example/", "http://a.example/", ""),
    ],
)
def test_a_bare_address_ends_before_the_sentence_does(written: str, address: str, after: str) -> None:
    rendered = html(f"see {written}")
    assert OUTSIDE.format(address) in rendered
    assert rendered.endswith(f"</a>{after}</p>")


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#10;script:alert(1)",
        "&#106;avascript:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "//elsewhere.example/x",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "https://bank.example@elsewhere.example/",
        "https:",
        "http:///x",
        "relative.html",
        "#p2-fn-1",
        "tel:123",
        "https://a.example/" + "x" * 2000,
    ],
)
def test_other_schemes_hosts_and_tricks_make_no_link(target: str) -> None:
    rendered = html(f"[x]({target}) <{target}>")
    assert "<a" not in rendered or 'href="/%5Celsewhere.example"' in rendered


def test_mail_addresses_work_when_asked_for() -> None:
    assert html("<editor@assay.example>") == '<p><a href="mailto:editor@assay.example">editor@assay.example</a></p>'


def test_international_hosts_are_written_as_they_are_resolved() -> None:
    assert 'href="https://xn--mnchen-3ya.example/"' in html("https://münchen.example/")


def test_raw_html_is_text() -> None:
    assert html('<b onclick="x">a</b>') == '<p>&lt;b onclick="x"&gt;a&lt;/b&gt;</p>'
