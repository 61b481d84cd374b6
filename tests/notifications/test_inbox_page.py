"""The inbox as a page: grouped, with reasons, read with one press, without JavaScript."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.notifications import selectors
from forum.notifications.models import Notification
from tests.notifications.telling import tell, watch
from tests.world import World, client_of, reply, start


def test_notifications_stand_under_their_thread_with_their_reason(world: World) -> None:
    first, second = start(world.operator, world.public, "North wall"), start(world.operator, world.public, "South wall")
    watch(world.newcomer, first)
    watch(world.newcomer, second)
    reply(world.operator, first)
    reply(world.operator, second, "@nora-new?")
    reply(world.operator, first)
    tell()
    page = client_of(world.newcomer).get("/inbox").content.decode()
    assert re.findall(r"(North|South) wall</bdi></a></h2>|olga-operator (mentioned you|wrote) ", page) == [
        ("North", ""), ("", "wrote"), ("", "wrote"), ("South", ""), ("", "mentioned you"),
    ]  # fmt: skip


def test_one_can_be_marked_as_read(world: World) -> None:
    thread = start(world.geologist, world.public)
    reply(world.operator, thread)
    reply(world.operator, thread)
    tell()
    first, second = Notification.objects.order_by("seq")
    client_of(world.geologist).post("/inbox/reading", {"one": first.seq})
    assert list(Notification.objects.filter(read=True).values_list("seq", flat=True)) == [first.seq]
    assert selectors.unread_count(viewer=world.geologist) == 1
    assert second.seq > first.seq


def test_marking_all_leaves_what_came_since(world: World) -> None:
    thread = start(world.geologist, world.public)
    reply(world.operator, thread)
    tell()
    shown = Notification.objects.get().seq
    reply(world.operator, thread)
    tell()
    client_of(world.geologist).post("/inbox/reading", {"up_to": shown})
    assert selectors.unread_count(viewer=world.geologist) == 1


def test_marking_a_thread_leaves_the_others(world: World) -> None:
    first, second = start(world.geologist, world.public), start(world.geologist, world.public)
    reply(world.operator, first)
    reply(world.operator, second)
    tell()
    newest = Notification.objects.order_by("-seq")[0].seq
    client_of(world.geologist).post("/inbox/reading", {"place": f"thread:{first.pk}", "up_to": newest})
    assert [row.thread_id for row in selectors.inbox(viewer=world.geologist, unread=True)] == [second.pk]


def test_opening_one_leads_to_the_post_and_reads_it(world: World) -> None:
    thread = start(world.geologist, world.public)
    reply(world.operator, thread)
    tell()
    answer = client_of(world.geologist).get(f"/inbox/{Notification.objects.get().seq}")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/threads/{thread.pk}/2")
    assert Notification.objects.get().read


def test_a_form_that_says_nothing_is_refused(world: World) -> None:
    thread = start(world.geologist, world.public)
    reply(world.operator, thread)
    tell()
    assert client_of(world.geologist).post("/inbox/reading", {}).status_code == 400
    assert not Notification.objects.get().read


@pytest.mark.parametrize("count", [3, 40])
def test_the_page_takes_as_many_statements_for_few_as_for_many(world: World, count: int) -> None:
    thread = start(world.geologist, world.public)
    for _ in range(count):
        reply(world.operator, thread)
    tell()
    client = client_of(world.geologist)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        page = client.get("/inbox")
    assert page.content.count(b"replied to you") == count
    assert len(captured) == 4, [query["sql"] for query in captured]  # session, member, inbox, count


@pytest.mark.parametrize(("count", "shown"), [(0, ""), (3, ">3<"), (100, ">99+<")])
def test_the_header_counts_up_to_99(world: World, count: int, shown: str) -> None:
    thread = start(world.geologist, world.public)
    post = reply(world.operator, thread)
    Notification.objects.bulk_create(
        Notification(recipient=world.geologist, seq=10_000 + number, reason=50, post=post, at=post.created_at)
        for number in range(count)
    )
    page = client_of(world.geologist).get("/about").content.decode()
    inside = page.partition('data-live-inbox="/inbox/count"')[2].partition("</a>")[0]
    assert (shown in inside) if shown else ("count" not in inside)
