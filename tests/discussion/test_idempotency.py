"""A request that is sent twice with one key is done once."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.world import World, client_of, code_of, nothing_changes, send, start
from threads.discussion.models import Board, Post, Thread

type Api = Callable[..., Client]


def test_the_same_reply_again_is_the_same_post_once(world: World, api: Api) -> None:
    thread = start(world.geologist, world.public)
    client, path = api(world.newcomer), f"/api/v1/threads/{thread.pk}/posts"
    first = send(client, "post", path, {"text": "Once."}, idempotency_key="k-1")

    with nothing_changes():
        again = send(client, "post", path, {"text": "Once."}, idempotency_key="k-1")

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again.headers["Location"] == first.headers["Location"]
    assert Post.objects.filter(source="Once.").count() == 1


def test_the_same_thread_again_is_the_same_thread_once(world: World, api: Api) -> None:
    client, body = api(world.newcomer), {"board": "field-notes", "title": "Once", "text": "Only."}
    first = send(client, "post", "/api/v1/threads", body, idempotency_key="k-1")

    with nothing_changes():
        again = send(client, "post", "/api/v1/threads", dict(reversed(body.items())), idempotency_key="k-1")

    assert again.json() == first.json()
    assert Thread.objects.count() == 1


def test_a_repeat_shows_the_resource_as_it_is_by_then(world: World, api: Api) -> None:
    thread = start(world.geologist, world.public)
    client, path = api(world.newcomer), f"/api/v1/threads/{thread.pk}/posts"
    made = send(client, "post", path, {"text": "Once."}, idempotency_key="k-1").json()
    send(client, "patch", f"/api/v1/posts/{made['id']}", {"text": "Twice."}, if_match='"v1"')

    again = send(client, "post", path, {"text": "Once."}, idempotency_key="k-1").json()

    assert (again["id"], again["version"], again["html"]) == (made["id"], 2, "<p>Twice.</p>\n")


def test_the_same_key_with_another_body_is_refused(world: World, api: Api) -> None:
    thread = start(world.geologist, world.public)
    client, path = api(world.newcomer), f"/api/v1/threads/{thread.pk}/posts"
    send(client, "post", path, {"text": "Once."}, idempotency_key="k-1")

    with nothing_changes():
        answer = send(client, "post", path, {"text": "Other."}, idempotency_key="k-1")

    assert (code_of(answer), answer.status_code) == ("idempotency_key_reused", 422)


def test_the_same_key_on_another_thread_is_another_body(world: World, api: Api) -> None:
    one, other = start(world.geologist, world.public), start(world.geologist, world.public)
    client = api(world.newcomer)
    send(client, "post", f"/api/v1/threads/{one.pk}/posts", {"text": "Once."}, idempotency_key="k-1")

    with nothing_changes():
        answer = send(client, "post", f"/api/v1/threads/{other.pk}/posts", {"text": "Once."}, idempotency_key="k-1")

    assert code_of(answer) == "idempotency_key_reused"


def test_two_members_may_use_the_same_key(world: World, api: Api) -> None:
    thread = start(world.geologist, world.public)
    path = f"/api/v1/threads/{thread.pk}/posts"

    made = [
        send(api(actor), "post", path, {"text": "Once."}, idempotency_key="k-1").json()
        for actor in (world.newcomer, world.operator)
    ]

    assert [post["number"] for post in made] == [2, 3]


def test_without_a_key_the_same_words_are_two_posts(world: World, api: Api) -> None:
    thread = start(world.geologist, world.public)
    client, path = api(world.newcomer), f"/api/v1/threads/{thread.pk}/posts"

    made = [send(client, "post", path, {"text": "Yes."}).json()["number"] for _ in range(2)]

    assert made == [2, 3]


def test_what_was_refused_may_be_tried_again_under_the_same_key(world: World, api: Api) -> None:
    thread = start(world.geologist, world.public)
    client, path = api(world.newcomer), f"/api/v1/threads/{thread.pk}/posts"
    Thread.objects.update(closed=True)
    with nothing_changes():
        refused = send(client, "post", path, {"text": "Once."}, idempotency_key="k-1")
    Thread.objects.update(closed=False)

    again = send(client, "post", path, {"text": "Once."}, idempotency_key="k-1")

    assert (code_of(refused), again.status_code) == ("thread_closed", 201)


def test_a_repeat_after_access_is_lost_is_not_found(world: World, api: Api) -> None:
    thread = start(world.geologist, world.verified_only)
    client, path = api(world.operator), f"/api/v1/threads/{thread.pk}/posts"
    body = {"board": "core-shed", "title": "Once", "text": "Only."}
    send(client, "post", path, {"text": "Once."}, idempotency_key="k-1")
    send(client, "post", "/api/v1/threads", body, idempotency_key="k-2")
    Board.objects.filter(slug="core-shed").update(read_level=3, start_level=3, reply_level=3)

    with nothing_changes():
        reply_again = send(client, "post", path, {"text": "Once."}, idempotency_key="k-1")
        start_again = send(client, "post", "/api/v1/threads", body, idempotency_key="k-2")

    assert (code_of(reply_again), code_of(start_again)) == ("not_found", "not_found")


@pytest.mark.parametrize("key", ["", " ", "a b", "é", "x" * 256, "tab\tkey"])
def test_a_key_that_is_none_is_refused(world: World, api: Api, key: str) -> None:
    thread = start(world.geologist, world.public)
    client = api(world.newcomer)

    with nothing_changes():
        answer = send(client, "post", f"/api/v1/threads/{thread.pk}/posts", {"text": "Once."}, idempotency_key=key)

    assert code_of(answer) == "bad_idempotency_key"


def test_a_button_pressed_twice_posts_once(world: World) -> None:
    thread = start(world.geologist, world.public)
    browser = client_of(world.newcomer)
    page = browser.get(f"/threads/{thread.pk}").text
    form_key = page.partition('name="form_key" value="')[2].partition('"')[0]
    assert len(form_key) >= 20
    first = browser.post(f"/threads/{thread.pk}/reply", {"text": "Once.", "form_key": form_key})

    with nothing_changes():
        again = browser.post(f"/threads/{thread.pk}/reply", {"text": "Once.", "form_key": form_key})

    assert again.headers["Location"] == first.headers["Location"] == f"/threads/{thread.pk}?from=1#p2"


def test_a_form_sent_back_for_another_look_may_be_mended_under_its_key(world: World) -> None:
    browser = client_of(world.newcomer)
    words = {"title": "", "text": "Once.", "form_key": "k-1"}
    assert browser.post("/boards/field-notes/new", words).status_code == 400

    answer = browser.post("/boards/field-notes/new", {**words, "title": "A title"})

    assert answer.status_code == 303
