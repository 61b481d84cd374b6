"""Members are mentioned by handle."""

from tests.kernel.text.rendering import html, show


def test_a_known_handle_becomes_a_link_whatever_its_case() -> None:
    assert html("Ask @Daw-Khin.") == '<p>Ask <a class="mention" href="/members/Daw-Khin">@Daw-Khin</a>.</p>'


def test_an_unknown_handle_stays_text_and_is_not_told() -> None:
    rendered = show("Ask @nobody-here")
    assert rendered.html == "<p>Ask @nobody-here</p>\n"
    assert rendered.mentions == ()


def test_an_address_for_mail_mentions_nobody() -> None:
    assert show("geologist@geologist.example and x/@geologist and @geologist@elsewhere").mentions == ()


def test_code_links_and_escapes_mention_nobody() -> None:
    assert show("`@geologist` [@geologist](/x) \\@geologist").mentions == ()


def test_a_mention_inside_a_quote_links_but_tells_nobody_anew() -> None:
    rendered = show("> @geologist said so\n\n@daw-khin?")
    assert rendered.mentions == ("daw-khin",)
    assert 'href="/members/geologist"' in rendered.html


def test_repeated_mentions_count_once() -> None:
    assert show("@geologist @GEOLOGIST @geologist").mentions == ("geologist",)
