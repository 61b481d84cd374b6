"""A merge carries who watches, how far they have read, tags and deposits; its undoing takes back that and no more."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.kernel.events.models import Outbox
from forum.notifications import selectors as inbox
from forum.notifications.models import Kind, Reason, Watch, WatchLevel
from forum.notifications.services import drop_watch
from tests.deposits.stock import shipped
from tests.notifications.telling import crowd, tell, told, watch
from tests.world import World, client_of, reply, start
from threads.discussion import selectors, services
from threads.discussion.models import ReadMark, Thread, ThreadChange

type Api = Callable[..., Client]


def merge(world: World, thread: Thread, into: Thread) -> int:
    return services.merge_threads(actor=world.moderator, thread_id=thread.pk, into_id=into.pk)


def undo(world: World, thread: Thread, change: int) -> None:
    services.undo_change(actor=world.moderator, thread_id=thread.pk, change_id=change)


def level(world: World, name: str, thread: Thread) -> WatchLevel:
    member = getattr(world, name)
    return inbox.watch_level(Kind.THREAD, thread.pk, viewer=member)


def on(world: World, title: str, *deposits: str, tags: tuple[str, ...] = ()) -> Thread:
    thread_id = services.start_thread(
        actor=world.geologist, board_slug="field-notes", title=title, source="A text.", tags=tags, deposits=deposits,
        said=services.Said(services.Interest.NONE),
    )  # fmt: skip
    return Thread.objects.get(pk=thread_id)


def test_who_watched_is_told_where_the_posts_are_now(world: World, api: Api) -> None:
    into, thread = start(world.geologist, world.public, "Old"), start(world.geologist, world.public, "New")
    watch(world.newcomer, thread)
    watch(world.operator, thread, WatchLevel.MUTED)
    tell()

    merge(world, thread, into)
    reply(world.editor, into)
    tell()

    assert told(world.newcomer) == [Reason.THREAD]
    assert told(world.operator) == []
    assert level(world, "newcomer", into) == WatchLevel.WATCHING
    assert level(world, "operator", into) == WatchLevel.NORMAL
    assert 'value="watching" selected' in client_of(world.newcomer).get(f"/threads/{into.pk}").text
    listed = api(world.newcomer).get("/api/v1/me/subscriptions").json()["results"]
    assert [(one["key"], one["level"]) for one in listed] == [(str(into.pk), "watching")]


def test_a_merge_writes_no_more_the_more_watch(world: World) -> None:
    written = []
    people = crowd(30)
    for watching in (people[:1], people):
        into, thread = start(world.geologist, world.public), start(world.geologist, world.public)
        Watch.objects.bulk_create(Watch(member=one, kind="thread", target_id=thread.pk, level=3) for one in watching)
        ReadMark.objects.bulk_create(ReadMark(member=one, thread=thread, number=1) for one in watching)
        with CaptureQueriesContext(connection) as asked:
            merge(world, thread, into)
        written.append(len(asked))
    assert written[0] == written[1]


def test_a_louder_level_comes_along_and_one_that_is_quiet_stands(world: World) -> None:
    into, thread = start(world.geologist, world.public, "Old"), start(world.geologist, world.public, "New")
    for name, here, there in (("newcomer", 2, 3), ("operator", 0, 3), ("editor", 3, 2), ("guest", 1, 3)):
        watch(getattr(world, name), into, WatchLevel(here))
        watch(getattr(world, name), thread, WatchLevel(there))
    tell()

    merge(world, thread, into)

    names = ("newcomer", "operator", "editor", "guest")
    assert [int(level(world, name, into)) for name in names] == [3, 0, 3, 1]
    reply(world.geologist, into)
    tell()
    assert [told(getattr(world, name)) for name in names] == [[Reason.THREAD], [], [Reason.THREAD], []]


def test_a_merge_of_merges_is_carried_on_and_its_oldest_address_leads_there(world: World) -> None:
    first, second, third = (start(world.geologist, world.public, title) for title in ("One", "Two", "Three"))
    watch(world.newcomer, first)

    merge(world, first, second)
    merge(world, second, third)

    assert level(world, "newcomer", third) == WatchLevel.WATCHING
    assert Client().get(f"/threads/{first.pk}").headers["Location"] == f"/threads/{third.pk}"
    listed, _ = inbox.watches(viewer=world.newcomer)
    assert [(row.target.title, row.level) for row in listed] == [("Three", WatchLevel.WATCHING)]


def test_undoing_gives_each_thread_its_watchers_again_and_keeps_what_they_chose_since(world: World) -> None:
    into, thread = start(world.geologist, world.public, "Old"), start(world.geologist, world.public, "New")
    for name in ("newcomer", "operator", "editor"):
        watch(getattr(world, name), thread)
    change = merge(world, thread, into)
    watch(world.operator, into, WatchLevel.TRACKING)
    drop_watch(actor=world.editor, kind="thread", key=str(into.pk))
    assert [int(level(world, name, into)) for name in ("newcomer", "operator", "editor")] == [3, 2, 1]

    undo(world, into, change)

    assert [int(level(world, name, into)) for name in ("newcomer", "operator", "editor")] == [1, 2, 1]
    assert level(world, "newcomer", thread) == WatchLevel.WATCHING
    reply(world.geologist, into)
    tell()
    assert told(world.newcomer) == []


def test_whoever_watches_by_having_written_goes_on_in_what_is_split_off(world: World) -> None:
    thread = start(world.geologist, world.public)
    reply(world.newcomer, thread, "Two.")
    tell()
    watch(world.newcomer, thread)
    watch(world.operator, thread)

    made, change = services.split_thread(actor=world.moderator, thread_id=thread.pk, numbers=[2], title="On its own")
    tell()

    split = Thread.objects.get(pk=made)
    assert [int(level(world, name, split)) for name in ("newcomer", "operator")] == [3, 1]
    watch(world.newcomer, thread, WatchLevel.NORMAL)
    undo(world, thread, change)
    tell()
    assert level(world, "newcomer", thread) == WatchLevel.NORMAL


def test_posts_read_before_a_merge_are_read_after_it_and_none_between_is_passed_over(world: World) -> None:
    into, thread = start(world.geologist, world.public, "Old"), start(world.geologist, world.public, "New")
    reply(world.geologist, into)
    reply(world.geologist, thread)
    for member, here, there in ((world.newcomer, 2, 1), (world.operator, 1, 2), (world.editor, 2, 2)):
        services.mark_read(actor=member, thread_id=into.pk, number=here)
        services.mark_read(actor=member, thread_id=thread.pk, number=there)

    merge(world, thread, into)
    tell()

    marks = dict(
        ReadMark.objects.filter(thread=into).exclude(member=world.geologist).values_list("member__handle", "number")
    )
    assert marks == {world.newcomer.handle: 3, world.operator.handle: 1, world.editor.handle: 4}


def test_posts_read_before_a_split_are_read_after_it_and_after_its_undoing(world: World) -> None:
    thread = start(world.geologist, world.public)
    for _ in range(4):
        reply(world.geologist, thread)
    services.mark_read(actor=world.newcomer, thread_id=thread.pk, number=3)

    made, change = services.split_thread(actor=world.moderator, thread_id=thread.pk, numbers=[2, 4], title="Aside")
    tell()
    assert selectors.read_number(made, viewer=world.newcomer) == 1

    reply(world.geologist, Thread.objects.get(pk=made), "Meanwhile.")
    services.mark_read(actor=world.newcomer, thread_id=made, number=3)
    undo(world, thread, change)
    tell()
    assert selectors.first_unread(thread.pk, viewer=world.newcomer) == 5


def test_tags_come_while_there_is_room_deposits_all_and_an_undo_takes_those_back(world: World) -> None:
    shipped()
    into = on(world, "Old", "mrima-hill", tags=("a1", "b1", "c1"))
    thread = on(world, "New", "mrima-hill", "mount-weld", tags=("c1", "d1", "e1", "f1"))

    change = merge(world, thread, into)

    row = selectors.thread_row(into.pk, viewer=world.nobody)
    assert row.tags == ("a1", "b1", "c1", "d1", "e1")
    assert [one.slug for one in row.deposits] == ["mrima-hill", "mount-weld"]
    services.set_tags(actor=world.moderator, thread_id=into.pk, tags=("a1", "e1"))
    services.set_tags(actor=world.moderator, thread_id=into.pk, tags=("a1", "e1", "d1", "z1"))

    undo(world, into, change)

    row = selectors.thread_row(into.pk, viewer=world.nobody)
    assert row.tags == ("a1", "d1", "z1")
    assert [one.slug for one in row.deposits] == ["mrima-hill"]
    assert selectors.thread_row(thread.pk, viewer=world.nobody).tags == ("c1", "d1", "e1", "f1")


def test_only_a_merge_brings_tags_by_the_database_s_word(world: World) -> None:
    thread = start(world.geologist, world.public)
    services.move_thread(actor=world.moderator, thread_id=thread.pk, board_slug="lounge")
    with pytest.raises(IntegrityError), transaction.atomic():
        ThreadChange.objects.update(brought_tags=["x1"])


def test_what_a_split_left_is_found_again_under_its_old_title_when_it_is_undone(world: World) -> None:
    thread = start(world.geologist, world.public, "Feldspar")
    reply(world.newcomer, thread, "Two.")
    made, change = services.split_thread(actor=world.moderator, thread_id=thread.pk, numbers=[2], title="Gneiss")
    undo(world, thread, change)
    last = Outbox.objects.filter(name="posts_moved").order_by("-id").values_list("payload", flat=True)[0]
    assert (last["from_thread_id"], last["to_thread_id"]) == (made, thread.pk)
