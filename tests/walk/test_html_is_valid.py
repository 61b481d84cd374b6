"""Every page parses without an error, names each id once, and gives each field a name."""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from django.db import connection

from tests.matrix import catalogue, people
from tests.matrix import test_moderation_as_everybody as moderation
from tests.matrix.ground import Place, filled
from tests.matrix.ground import lay_out as lay_out_boards
from tests.matrix.test_pages_as_everybody import WALK
from tests.standing import Standing
from tests.world import World

X = "{http://www.w3.org/1999/xhtml}"
PIECES = {"inbox/count"}  # loaded into a page that stands already


@dataclass
class Grounds:
    """What the walks of tests/matrix cover, all on one cast."""

    place: Place
    people: dict[str, Any]
    moderation: moderation.Values


def lay_out(world: World) -> Grounds:
    laid = moderation.lay_out(world)
    with connection.cursor() as cursor:
        # A consumer ran in this transaction, and asked for all of them at once; in the forum each has one of its own.
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return Grounds(lay_out_boards(world)[0], people.lay_out(world), laid)


def parsed(page: str) -> Element:
    """The document, or html5lib's ParseError at the first thing that is not HTML."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=True).parse(page)  # type: ignore[no-any-return]


def words(element: Element) -> str:
    return "".join(element.itertext()).strip()


def faults(page: str) -> list[str]:
    """What is wrong with a page beyond its syntax."""
    document = parsed(page)
    elements = [(str(one.tag).removeprefix(X), one) for one in document.iter()]
    ids = Counter(value for _, one in elements if (value := one.get("id")) is not None)
    labelled = {one.get("for") for tag, one in elements if tag == "label"}
    inside = {id(inner) for tag, one in elements if tag == "label" for inner in one.iter()}
    found = [f"id {value!r} {count} times" for value, count in ids.items() if count > 1]
    for tag, one in elements:
        named = one.get("aria-label") or one.get("aria-labelledby") or one.get("id") in labelled or id(one) in inside
        if tag in {"input", "textarea", "select"} and one.get("type") != "hidden" and not named:
            found.append(f"{tag} {one.get('name')!r} without a label")
        if (tag == "button" or (tag == "a" and one.get("href"))) and not (words(one) or one.get("aria-label")):
            found.append(f"{tag} without words")
        if tag == "img" and one.get("alt") is None:
            found.append("img without alt")
        found += [f"{tag} with {what}" for what in inline(tag, one)]
        for name in ("aria-labelledby", "aria-describedby", "for"):
            found += [f"{name} names no {ref!r}" for ref in (one.get(name) or "").split() if ref not in ids]
    headings = sum(tag == "h1" for tag, _ in elements)
    return found + ([] if headings == 1 else [f"{headings} h1"]) + ([] if document.get("lang") else ["no language"])


def inline(tag: str, element: Element) -> list[str]:
    """Script and style that our content policy would stop."""
    found = [name for name in element.attrib if name == "style" or name.startswith("on")]
    data = {"application/json", "application/ld+json"}
    if tag == "style" or (tag == "script" and not element.get("src") and element.get("type") not in data):
        found.append("its text in the page")
    return found


@pytest.mark.parametrize("route", sorted(route for route, steps in WALK.items() if steps[0][0] == "GET"))
def test_every_page_is_valid_for_everybody(standing: Standing[Grounds], route: str) -> None:
    place = standing.laid.place
    path = "/" + filled(route, place)
    for name in ("nobody", "newcomer", "admin"):
        answer = standing.browser(name).get(path)
        if not answer.headers["Content-Type"].startswith("text/html") or not answer.content:
            continue
        if route in PIECES:
            html5lib.HTMLParser(strict=True).parseFragment(answer.text)
        else:
            assert (name, faults(answer.text)) == (name, [])


def judged(standing: Standing[Grounds], path: str) -> list[tuple[str, list[str]]]:
    """What is wrong with a page as each of several viewers gets it."""
    found = []
    for name in ("nobody", "newcomer", "editor", "moderator", "admin"):
        answer = standing.browser(name).get(path)
        if answer.headers.get("Content-Type", "").startswith("text/html") and answer.content:
            found.append((name, faults(answer.text)))
    return [(name, wrong) for name, wrong in found if wrong]


@pytest.mark.parametrize("route", sorted(route for route, asked in catalogue.PAGES.items() if asked[0][0] == "GET"))
def test_every_page_of_the_catalogue_is_valid(standing: Standing[Grounds], route: str) -> None:
    assert judged(standing, "/" + filled(route, standing.laid.place)) == []


@pytest.mark.parametrize("door", sorted(door for door in people.PAGES if door.startswith("GET ")))
def test_every_page_of_people_is_valid(standing: Standing[Grounds], door: str) -> None:
    assert judged(standing, people.address(door, standing.laid.people)[1]) == []


@pytest.mark.parametrize("route", sorted(route for route, (method, *_) in moderation.PAGES.items() if method == "GET"))
def test_every_page_of_moderation_is_valid(standing: Standing[Grounds], route: str) -> None:
    assert judged(standing, "/" + moderation.filled(route, standing.laid.moderation)) == []


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/nowhere", None, 404), ("/threads/{thread_id}/reply", {"text": ""}, 400), ("/settings", {"version": "0"}, 400),
        ("/boards/field-notes/new", {"title": ""}, 400), ("/posts/{post_id}/edit", {"text": "x", "version": "9"}, 412),
        ("/account/login/", {"login": "x"}, 302), ("/threads/{thread_id}/closure", {"closed": "1"}, 403),
    ],
)  # fmt: skip
def test_every_refusal_is_valid_too(
    standing: Standing[Grounds], path: str, body: dict[str, str] | None, status: int
) -> None:
    browser, path = standing.browser("newcomer"), path.format(**standing.laid.place.values)

    answer = browser.get(path) if body is None else browser.post(path, body)

    assert answer.status_code == status
    assert not answer.content or faults(answer.text) == []


@pytest.mark.parametrize(
    "path", ["/account/login/", "/account/signup/", "/account/login/code/", "/account/password/reset/"]
)
def test_the_refusals_on_the_way_in_are_valid_too(standing: Standing[Grounds], path: str) -> None:
    answer = standing.browser("nobody").post(path, {"email": "not an address", "username": "a", "password1": "b"})

    assert (answer.status_code, faults(answer.text)) == (200, [])


def test_the_checks_find_what_is_wrong() -> None:
    with pytest.raises(html5lib.html5parser.ParseError):
        parsed("<!doctype html><title>x</title><p><div></p>")
    page = '<!doctype html><html><title>x</title><h1 id="a">x</h1><p id="a" style="x"><input name="q"><button></button></p>'
    assert faults(page) == [
        "id 'a' 2 times", "p with style", "input 'q' without a label", "button without words", "no language",
    ]  # fmt: skip
