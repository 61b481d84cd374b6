"""Every page parses without an error, names each id once, and gives each field a name."""

import re
from collections import Counter
from xml.etree.ElementTree import Element

import html5lib
import pytest

from tests.matrix.ground import filled, lay_out
from tests.matrix.test_pages_as_everybody import WALK
from tests.world import World, client_of

X = "{http://www.w3.org/1999/xhtml}"
NAMED = {"input", "textarea", "select", "button"}


def parsed(page: str) -> Element:
    """The document, or html5lib's ParseError at the first thing that is not HTML."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=True).parse(page)  # type: ignore[no-any-return]


def words(element: Element) -> str:
    return "".join(element.itertext()).strip()


def faults(page: str) -> list[str]:
    """What is wrong with a page beyond its syntax."""
    document = parsed(page)
    elements = list(document.iter())
    ids = Counter(value for one in elements if (value := one.get("id")) is not None)
    labelled = {one.get("for") for one in elements if one.tag == f"{X}label"}
    inside = {id(inner) for one in elements if one.tag == f"{X}label" for inner in one.iter()}
    found = [f"id {value!r} {count} times" for value, count in ids.items() if count > 1]
    for one in elements:
        tag = str(one.tag).removeprefix(X)
        if tag == "button" or (tag == "a" and one.get("href")):
            if not (words(one) or one.get("aria-label") or one.get("title")):
                found.append(f"{tag} without words")
        elif tag in NAMED and one.get("type") not in {"hidden", "submit"}:
            if not (one.get("id") in labelled or id(one) in inside or one.get("aria-label")):
                found.append(f"{tag} {one.get('name')!r} without a label")
        if tag == "img" and one.get("alt") is None:
            found.append("img without alt")
        if tag in {"style"} or one.get("style") or any(name.startswith("on") for name in one.attrib):
            found.append(f"{tag} with inline style or script")
        if tag == "script" and not one.get("src") and one.get("type") not in {"application/json", "application/ld+json"}:
            found.append("script without src")
        for name in ("aria-labelledby", "aria-describedby", "for"):
            found += [f"{name} names no {ref!r}" for ref in (one.get(name) or "").split() if ref not in ids]
    headings = sum(one.tag == f"{X}h1" for one in elements)
    if headings != 1:
        found.append(f"{headings} h1")
    root = document if document.tag == f"{X}html" else next(iter(document))
    if not root.get("lang"):
        found.append("no language")
    return found


@pytest.mark.parametrize("route", sorted(route for route, steps in WALK.items() if steps[0][0] == "GET"))
def test_every_page_is_valid_for_everybody(world: World, route: str) -> None:
    place = lay_out(world)[0]
    path = "/" + filled(route, place)
    for name in ("nobody", "newcomer", "admin"):
        answer = client_of(world.viewers[name]).get(path)
        if answer.headers["Content-Type"].startswith("text/html") and answer.content:
            assert (name, faults(answer.text)) == (name, [])


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/nowhere", None, 404), ("/threads/{thread_id}/reply", {"text": ""}, 400), ("/settings", {"version": "0"}, 400),
        ("/boards/field-notes/new", {"title": ""}, 400), ("/posts/{post_id}/edit", {"text": "x", "version": "9"}, 412),
        ("/account/login/", {"login": "x"}, 302), ("/threads/{thread_id}/closure", {"closed": "1"}, 403),
    ],
)  # fmt: skip
def test_every_refusal_is_valid_too(world: World, path: str, body: dict[str, str] | None, status: int) -> None:
    place = lay_out(world)[0]
    browser, path = client_of(world.newcomer), path.format(**place.values)

    answer = browser.get(path) if body is None else browser.post(path, body)

    assert answer.status_code == status
    assert not answer.content or faults(answer.text) == []


@pytest.mark.parametrize("path", ["/account/login/", "/account/signup/", "/account/login/code/", "/account/password/reset/"])
def test_the_refusals_on_the_way_in_are_valid_too(world: World, path: str) -> None:
    answer = client_of(world.nobody).post(path, {"email": "not an address", "username": "a", "password1": "b"})

    assert (answer.status_code, faults(answer.text)) == (200, [])


def test_the_checks_find_what_is_wrong() -> None:
    with pytest.raises(html5lib.html5parser.ParseError):
        parsed("<!doctype html><title>x</title><p><div></p>")
    page = '<!doctype html><html><title>x</title><h1 id="a">x</h1><p id="a" style="x"><input name="q"><button></button></p>'
    assert faults(page) == [
        "id 'a' 2 times", "p with inline style or script", "input 'q' without a label", "button without words", "no language",
    ]  # fmt: skip
