"""Closing a thread and opening it again."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.world import World, client_of, code_of, nothing_changes, send, start
from threads.discussion.models import Thread

type Api = Callable[..., Client]


def test_staff_close_a_thread_and_open_it_again(world: World, api: Api) -> None:
    thread = start(world.newcomer, world.public)
    client = api(world.moderator)

    closing = send(client, "put", f"/api/v1/threads/{thread.pk}/closure")
    closed = Thread.objects.get()
    opening = send(client, "delete", f"/api/v1/threads/{thread.pk}/closure")
    opened = Thread.objects.get()

    assert (closing.status_code, opening.status_code) == (204, 204)
    assert (closed.closed, closed.version) == (True, 2)
    assert (opened.closed, opened.version) == (False, 3)


def test_closing_what_is_closed_changes_nothing(world: World, api: Api) -> None:
    thread = start(world.newcomer, world.public)
    client = api(world.moderator)
    send(client, "put", f"/api/v1/threads/{thread.pk}/closure")

    with nothing_changes():
        answer = send(client, "put", f"/api/v1/threads/{thread.pk}/closure")

    assert answer.status_code == 204


def test_by_page_the_button_closes_and_opens(world: World) -> None:
    thread = start(world.newcomer, world.public)
    browser = client_of(world.moderator)

    closing = browser.post(f"/threads/{thread.pk}/closure", {"closed": "1"})
    assert (closing.status_code, closing.headers["Location"]) == (303, f"/threads/{thread.pk}")
    assert Thread.objects.get().closed
    browser.post(f"/threads/{thread.pk}/closure", {"closed": "0"})
    assert not Thread.objects.get().closed


@pytest.mark.parametrize("sent", [{}, {"closed": ""}, {"closed": "yes"}, {"closed": "2"}])
def test_a_form_that_does_not_say_which_changes_nothing(world: World, sent: dict[str, str]) -> None:
    thread = start(world.newcomer, world.public)
    Thread.objects.update(closed=True)
    browser = client_of(world.moderator)

    with nothing_changes():
        answer = browser.post(f"/threads/{thread.pk}/closure", sent)

    assert answer.status_code == 400


def test_a_closed_thread_takes_no_replies_but_those_of_staff(world: World, api: Api) -> None:
    thread = start(world.newcomer, world.public)
    Thread.objects.update(closed=True)
    client, path = api(world.newcomer), f"/api/v1/threads/{thread.pk}/posts"

    with nothing_changes():
        refused = send(client, "post", path, {"text": "One more."})
    allowed = send(api(world.moderator), "post", path, {"text": "Closed because it was answered."})

    assert (code_of(refused), refused.status_code) == ("thread_closed", 409)
    assert allowed.status_code == 201


def test_its_own_author_cannot_close_it(world: World, api: Api) -> None:
    thread = start(world.newcomer, world.public)
    client, browser = api(world.newcomer), client_of(world.newcomer)

    with nothing_changes():
        by_rest = send(client, "put", f"/api/v1/threads/{thread.pk}/closure")
        by_page = browser.post(f"/threads/{thread.pk}/closure", {"closed": "1"})

    assert code_of(by_rest) == "staff_only"
    assert by_page.status_code == 403
