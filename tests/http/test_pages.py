"""Pages: who may keep them, where redirects lead, and forms that lose nothing."""

import pytest

from forum.http.pages import own_path, whole_number
from tests.http.asking import Ask

FORM = "application/x-www-form-urlencoded"


def test_an_anonymous_reader_may_keep_a_public_page_for_a_minute(ask: Ask) -> None:
    page = ask("GET", "/boards")
    assert page.headers["Cache-Control"] == "public, max-age=60"
    assert {"Cookie", "Accept-Language", "HX-Request"} <= {name.strip() for name in page.headers["Vary"].split(",")}
    assert "Set-Cookie" not in page.headers
    again = ask("GET", "/boards", if_none_match=page.headers["ETag"])
    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize("cookie", ["session=abc", "csrf=abc", "theme=dark; messages=abc"])
def test_whoever_has_a_cookie_of_ours_keeps_nothing(ask: Ask, cookie: str) -> None:
    tag = ask("GET", "/boards").headers["ETag"]
    page = ask("GET", "/boards", cookie=cookie, if_none_match=tag)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in page.headers


def test_another_look_or_fragment_is_another_page(ask: Ask) -> None:
    tags = {
        ask("GET", "/boards").headers["ETag"],
        ask("GET", "/boards", cookie="theme=dark").headers["ETag"],
        ask("GET", "/boards", hx_request="true").headers["ETag"],
        ask("GET", "/boards?a=1").headers["ETag"],
        ask("GET", "/about").headers["ETag"],
    }
    assert len(tags) == 5


def test_an_error_page_is_never_kept(ask: Ask) -> None:
    assert ask("GET", "/nowhere").headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("path", ["/", "/threads/5?from=2#p7", "/ပန်ဝါ", "/a//b", "/%2F/evil.example"])
def test_a_path_of_ours_is_kept(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    [None, "", "a", "//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "javascript:alert(1)",
     "/a\nSet-Cookie: b", "/a\\b", "/\t/evil.example", " /a", "/a b", "/a\x7f", "/a\x85", "/" + "a" * 2000, "///evil.example"],
)  # fmt: skip
def test_anything_else_leads_to_the_beginning(path: str | None) -> None:
    assert own_path(path) == "/"


@pytest.mark.parametrize(
    ("text", "number"),
    [("5", 5), ("0", 1), ("-5", 1), ("", 1), (None, 1), ("x", 1), ("²", 1), ("9" * 30, 2**31 - 1), ("9" * 500, 1)],
)
def test_a_number_in_the_address_bar_is_forgiven(text: str | None, number: int) -> None:
    assert whole_number(text, default=1) == number


def send(ask: Ask, raw: str) -> object:
    return ask("POST", "/write", raw=raw.encode(), kind=FORM, sec_fetch_site="same-origin")


def test_a_good_form_is_answered_with_a_redirect(ask: Ask) -> None:
    answer = send(ask, "title=gneiss")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/written")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("raw", "status", "words"),
    [
        ("title=", 400, "This field is required."),
        ("title=%E2%80%8B", 400, "There is nothing to read here."),
        ("title=a%E2%80%AEb", 400, "Characters that reverse the reading order"),
        ("title=a&form_key=%C3%A4", 400, "Enter a valid value."),
        ("title=a&form_key=a+b", 400, "Enter a valid value."),
        ("title=heavy", 409, "Take a lighter word."),
        ("title=odd", 400, "Not even."),
    ],
)
def test_a_refused_form_comes_back_with_the_reason_and_the_text(ask: Ask, raw: str, status: int, words: str) -> None:
    answer = send(ask, f"{raw}&text=Some+text")
    assert answer.status_code == status  # type: ignore[attr-defined]
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert words in page
    assert "Some text" in page


def test_a_limit_comes_back_in_the_form(ask: Ask) -> None:
    answers = [send(ask, "title=gneiss") for _ in range(21)]
    assert [answer.status_code for answer in answers] == [303] * 20 + [429]  # type: ignore[attr-defined]
    assert "gneiss" in answers[-1].content.decode()  # type: ignore[attr-defined]


def test_what_is_not_there_is_a_page_of_its_own(ask: Ask) -> None:
    assert send(ask, "title=gone").status_code == 404  # type: ignore[attr-defined]


def test_each_showing_of_a_form_has_a_key_of_its_own(ask: Ask) -> None:
    one, two = (ask("GET", "/write").content.decode().split('name="form_key" value="')[1][:22] for _ in range(2))
    assert one != two
