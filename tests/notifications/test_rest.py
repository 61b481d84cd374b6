"""`me/notifications` and `me/subscriptions` over REST."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.members.selectors import Viewer
from forum.notifications.models import Notification, Watch, WatchLevel
from tests.notifications.telling import crowd, tell, watch
from tests.world import World, reply, start

type Api = Callable[[Viewer], Client]
LIST = "/api/v1/me/notifications"


def test_a_notification_says_who_where_and_why(world: World, api: Api) -> None:
    thread = start(world.geologist, world.public, "North wall")
    post = reply(world.operator, thread, "@gil-geologist?")
    tell()
    (shown,) = api(world.geologist).get(LIST).json()["results"]
    at = post.created_at.strftime("%Y-%m-%dT%H:00:00Z")
    assert shown == {
        "id": Notification.objects.get().seq, "reason": "mention", "why": "You are mentioned", "place": f"thread:{thread.pk}",
        "title": "North wall", "line": "olga-operator mentioned you in post 2", "thread": thread.pk, "thread_title": "North wall",
        "post": post.pk, "number": 2, "at": at, "read": False, "url": f"/threads/{thread.pk}/2",
        "actor": {"handle": "olga-operator", "role": "verified", "url": "/members/olga-operator"},
    }  # fmt: skip


def test_pages_neither_repeat_nor_skip_while_more_arrive(world: World, api: Api) -> None:
    thread = start(world.geologist, world.public)
    for _ in range(5):
        reply(world.operator, thread)
    tell()
    client, seen, url = api(world.geologist), [], f"{LIST}?limit=2"
    while url:
        page = client.get(url).json()
        seen += [one["number"] for one in page["results"]]
        url = page["next"]
        reply(world.operator, thread)
        tell()
    assert seen == [6, 5, 4, 3, 2]


def test_an_unchanged_list_answers_304_until_something_is_read(world: World, api: Api) -> None:
    thread = start(world.geologist, world.public)
    reply(world.operator, thread)
    tell()
    client = api(world.geologist)
    tag = client.get(LIST).headers["ETag"]
    assert client.get(LIST, headers={"if-none-match": tag}).status_code == 304
    seq = Notification.objects.get().seq
    read = client.patch(f"{LIST}/{seq}", {"read": True}, content_type="application/json")
    assert (read.status_code, read.json()["read"]) == (200, True)
    assert client.get(LIST, headers={"if-none-match": tag}).status_code == 200
    assert client.get(f"{LIST}?unread=true").json()["results"] == []


def test_reading_up_to_one_reads_all_before_it(world: World, api: Api) -> None:
    thread = start(world.geologist, world.public)
    for _ in range(3):
        reply(world.operator, thread)
    tell()
    middle = list(Notification.objects.order_by("seq"))[1].seq
    answer = api(world.geologist).put(f"{LIST}/reading", {"up_to": middle}, content_type="application/json")
    assert answer.status_code == 204
    assert list(Notification.objects.order_by("seq").values_list("read", flat=True)) == [True, True, False]


@pytest.mark.parametrize("count", [2, 30])
def test_the_list_takes_as_many_statements_for_few_as_for_many(world: World, api: Api, count: int) -> None:
    thread = start(world.geologist, world.public)
    for _ in range(count):
        reply(world.operator, thread)
    tell()
    client = api(world.geologist)
    client.get(LIST)
    with CaptureQueriesContext(connection) as captured:
        assert len(client.get(LIST).json()["results"]) == count
    assert len(captured) == 2  # the token, the list


def test_a_level_is_set_and_dropped_again(world: World, api: Api) -> None:
    thread = start(world.geologist, world.public, "North wall")
    client = api(world.newcomer)
    at = f"/api/v1/me/subscriptions/thread/{thread.pk}"
    for _ in range(2):
        answer = client.put(at, {"level": "watching"}, content_type="application/json")
        assert answer.json() == {
            "kind": "thread", "key": str(thread.pk), "title": "North wall", "level": "watching", "url": f"/threads/{thread.pk}",
        }  # fmt: skip
    client.put("/api/v1/me/subscriptions/board/field-notes", {"level": "muted"}, content_type="application/json")
    kept = client.get("/api/v1/me/subscriptions").json()["results"]
    assert [(one["kind"], one["key"], one["level"]) for one in kept] == [
        ("board", "field-notes", "muted"), ("thread", str(thread.pk), "watching"),
    ]  # fmt: skip
    for _ in range(2):
        assert client.delete(at).status_code == 204
    assert Watch.objects.get().kind == "board"


@pytest.mark.parametrize("at", ["thread/999999", "thread/north-wall", "board/nowhere", "planet/1", "board/back-office"])
def test_what_is_not_there_cannot_be_watched(world: World, api: Api, at: str) -> None:
    answer = api(world.newcomer).put(
        f"/api/v1/me/subscriptions/{at}", {"level": "watching"}, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert not Watch.objects.exists()


@pytest.mark.parametrize("count", [2, 30])
def test_watches_take_as_many_statements_for_few_as_for_many(world: World, api: Api, count: int) -> None:
    for _ in range(count):
        watch(world.newcomer, start(world.geologist, world.public), WatchLevel.TRACKING)
    client = api(world.newcomer)
    client.get(LIST)
    with CaptureQueriesContext(connection) as captured:
        assert len(client.get("/api/v1/me/subscriptions").json()["results"]) == count
    assert len(captured) == 5  # the token, the watches, searches that tell, deposits followed, the threads


def test_watches_come_in_pages(world: World, api: Api) -> None:
    threads = [start(world.geologist, world.public) for _ in range(3)]
    for thread in threads:
        watch(world.newcomer, thread)
    crowd(1)
    client, seen, url = api(world.newcomer), [], "/api/v1/me/subscriptions?limit=2"
    while url:
        page = client.get(url).json()
        seen += [int(one["key"]) for one in page["results"]]
        url = page["next"]
    assert seen == [thread.pk for thread in reversed(threads)]
