"""A silenced member reads everything and writes nowhere."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.members.models import Standing
from forum.http.reference import METHODS, document
from tests.world import World, client_of, code_of, nothing_changes, reply, send, start
from threads.discussion.models import Post, Thread

type Api = Callable[..., Client]
PAGES = {
    "/boards/field-notes/new": {"title": "A", "text": "B"},
    "/threads/{thread}/reply": {"text": "B"},
    "/posts/{post}/edit": {"text": "B", "version": "1"},
    "/settings": {"bio": "B", "version": "1"},
}
OPERATIONS = {
    "POST /api/v1/threads": {"board": "field-notes", "title": "A", "text": "B"},
    "PATCH /api/v1/threads/{thread_id}": {"title": "B"},
    "PUT /api/v1/threads/{thread_id}/closure": None,
    "DELETE /api/v1/threads/{thread_id}/closure": None,
    "POST /api/v1/threads/{thread_id}/posts": {"text": "B"},
    "PATCH /api/v1/posts/{post_id}": {"text": "B"},
    "PATCH /api/v1/me": {"bio": "B"},
    "PUT /api/v1/me/vouches/{vouch_id}": {"given": True, "words": "B"},
}


@pytest.fixture
def own(world: World) -> tuple[Thread, Post]:
    """What the moderator wrote before being silenced: even that stays as it is."""
    thread = start(world.moderator, world.public)
    post = reply(world.moderator, thread)
    world.moderator.standing = Standing.SILENCED
    world.moderator.save()
    return thread, post


def test_reading_goes_on(world: World, own: tuple[Thread, Post], api: Api) -> None:
    assert client_of(world.moderator).get("/boards/back-office").status_code == 200
    assert api(world.moderator).get("/api/v1/me").json()["standing"] == "silenced"


@pytest.mark.parametrize("path", PAGES)
def test_no_page_takes_anything(world: World, own: tuple[Thread, Post], path: str) -> None:
    browser = client_of(world.moderator)

    with nothing_changes():
        answer = browser.post(path.format(thread=own[0].pk, post=own[1].pk), PAGES[path])

    assert answer.status_code == 403
    assert "You cannot write at the moment." in answer.text


@pytest.mark.parametrize("operation", OPERATIONS)
def test_no_operation_takes_anything(world: World, own: tuple[Thread, Post], api: Api, operation: str) -> None:
    client, (method, path) = api(world.moderator), operation.split()

    with nothing_changes():
        address = path.format(thread_id=own[0].pk, post_id=own[1].pk, vouch_id=1)
        answer = send(client, method, address, OPERATIONS[operation], if_match='"v1"')

    assert code_of(answer) == "silenced"


def test_no_operation_that_says_so_is_forgotten() -> None:
    writing = {
        f"{method.upper()} {path}"
        for path, one in document()["paths"].items()
        for method in METHODS
        if method in one and "silenced" in one[method]["responses"].get("403", {}).get("x-codes", [])
    }
    assert writing == set(OPERATIONS)
