"""No other site can send a form in a reader's name."""

import pytest

from tests.http.asking import NOTE, Ask

FORM = {"raw": b"title=gneiss", "kind": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "SAME-ORIGIN"},
        {"sec_fetch_site": "cross-site", "origin": "http://testserver"},
        {"origin": "https://evil.example"},
        {"origin": "https://testserver"},
        {"origin": "http://testserver:81"},
        {"origin": "http://testserver.evil.example"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "http://[::1"},
    ],
)
def test_a_form_from_elsewhere_is_refused(ask: Ask, headers: dict[str, str]) -> None:
    answer = ask("POST", "/write", **FORM, **headers)
    assert answer.status_code == 403
    assert b"<code>foreign_origin</code>" in answer.content


@pytest.mark.parametrize(
    "headers", [{"sec_fetch_site": "same-origin"}, {"sec_fetch_site": "none"}, {"origin": "http://testserver"}, {}]
)
def test_a_form_from_here_is_taken(ask: Ask, headers: dict[str, str]) -> None:
    assert ask("POST", "/write", **FORM, **headers).status_code == 303


def test_reading_from_elsewhere_is_what_links_are_for(ask: Ask) -> None:
    assert ask("GET", "/boards", sec_fetch_site="cross-site", origin="https://elsewhere.example").status_code == 200


def test_the_api_asks_for_a_token_instead(ask: Ask) -> None:
    assert ask("POST", "/api/v1/notes", NOTE, as_="7", origin="https://app.example").status_code == 201
