"""`GET /api/v1/sync` as an app asks."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.members.selectors import Viewer
from forum.http.api import Cursor
from tests.sync.copying import number_all
from tests.world import World, code_of, nothing_changes, reply, start
from threads.discussion import services

type Api = Callable[[Viewer], Client]
SYNC = "/api/v1/sync"


def all_of(client: Client, since: str = "", limit: int = 100) -> tuple[list[dict[str, Any]], str]:
    """Every change behind `since`, and where to go on."""
    changes: list[dict[str, Any]] = []
    more = True
    while more:
        asked: dict[str, Any] = {"limit": limit} | ({"since": since} if since else {})
        answer = client.get(SYNC, asked).json()
        changes += answer["changes"]
        since, more = answer["since"], answer["more"]
    return changes, since


def kinds(changes: list[dict[str, Any]]) -> list[tuple[str, int, bool]]:
    return [(one["kind"], one["id"], one["removed"]) for one in changes]


def test_a_first_copy_then_a_reply_then_its_removal(world: World, api: Api) -> None:
    thread = start(world.geologist, world.public, "North wall")
    number_all()
    client = api(world.newcomer)
    changes, since = all_of(client, limit=1)
    assert kinds(changes) == [
        ("board", world.public.pk, False), ("board", world.members_only.pk, False), ("thread", thread.pk, False),
        ("post", thread.posts.get().pk, False),
    ]  # fmt: skip
    assert changes[2]["thread"]["title"] == "North wall"
    assert changes[3]["post"]["author"] == {
        "id": world.geologist.pk, "handle": "gil-geologist", "role": "verified",
    }  # fmt: skip

    assert all_of(client, since)[0] == []
    post = reply(world.operator, thread)
    number_all()
    changes, since = all_of(client, since)
    assert kinds(changes) == [("thread", thread.pk, False), ("post", post.pk, False)]

    services.hide_post(post_id=post.pk, actor_id=world.moderator.pk)
    number_all()
    changes, since = all_of(client, since)
    assert kinds(changes) == [("thread", thread.pk, False), ("post", post.pk, True)]


def test_the_first_copy_is_bounded_however_much_there_is(
    world: World, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.sync.selectors.reading.LIVELY", 2)
    monkeypatch.setattr("forum.sync.selectors.reading.NEWEST", 3)
    threads = [start(world.geologist, world.public) for _ in range(4)]
    posts = [reply(world.geologist, threads[0]) for _ in range(5)]
    changes, _ = all_of(api(world.newcomer), limit=1)
    assert [one["id"] for one in changes if one["kind"] == "thread"] == [threads[0].pk, threads[3].pk]
    copied = [one["id"] for one in changes if one["kind"] == "post"]
    assert sorted(copied) == sorted([*(post.pk for post in posts[-3:]), threads[3].posts.get().pk])


def test_what_one_may_not_see_leaves_no_trace(world: World, api: Api) -> None:
    client = api(world.newcomer)
    _, since = all_of(client)
    hidden = start(world.moderator, world.staff_only)
    post = reply(world.moderator, hidden)
    open_to_all = start(world.geologist, world.public)
    services.post_reply(actor=world.moderator, thread_id=open_to_all.pk, source="Watch this one.", whisper=True)
    services.hide_post(post_id=post.pk, actor_id=None)
    services.set_thread_state(thread_id=hidden.pk, hidden=True, actor_id=None)
    services.move_thread(actor=world.admin, thread_id=hidden.pk, board_slug="core-shed")
    number_all()
    changes, _ = all_of(client, since)
    assert kinds(changes) == [("thread", open_to_all.pk, False), ("post", open_to_all.posts.get(number=1).pk, False)]


@pytest.mark.parametrize(
    "since",
    ["x", "%00", "A" * 4000, Cursor.seal({"s": 1}, purpose="sync:1")],
    ids=["short", "nul", "long", "somebody else's"],
)
def test_a_position_that_is_not_ones_own_is_refused(world: World, api: Api, since: str) -> None:
    answer = api(world.newcomer).get(SYNC, {"since": since})
    assert (code_of(answer), answer.status_code) in {("bad_cursor", 404), ("invalid", 400)}


def test_a_position_that_the_log_no_longer_holds_is_gone(world: World, api: Api) -> None:
    client = api(world.newcomer)
    _, since = all_of(client)
    start(world.geologist, world.public)
    number_all()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE forum_sequencer SET last_seq = last_seq + 5")
        cursor.execute("TRUNCATE forum_event")
    answer = client.get(SYNC, {"since": since})
    assert (answer.status_code, code_of(answer)) == (410, "sync_too_old")


def test_only_members_sync(world: World) -> None:
    with nothing_changes():
        assert Client().get(SYNC).status_code == 401


@pytest.mark.parametrize("count", [2, 30])
def test_many_changes_take_as_many_statements_as_few(world: World, api: Api, count: int) -> None:
    thread = start(world.geologist, world.public)
    number_all()
    client = api(world.newcomer)
    _, since = all_of(client)
    for _ in range(count):
        reply(world.geologist, thread)
    number_all()
    with CaptureQueriesContext(connection) as captured:
        changes = client.get(SYNC, {"since": since}).json()["changes"]
    assert len(changes) == count + 1
    # The token; the log's ends (2); what the member reads, what they moderate, boards; the events; posts, threads;
    # interviews, notifications.
    assert len(captured) == 11
