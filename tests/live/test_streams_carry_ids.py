"""What is told: the event's number and name and the ids, to those who follow the thread, and nothing else."""

import asyncio

import pytest

from forum.notifications import services as notifications
from forum.notifications.models import Notification, WatchLevel
from tests.live.reading import Reader, act, cookie_of, live, read, sequence
from tests.notifications.telling import tell
from tests.world import World, reply, start
from threads.discussion import services


def test_a_reply_is_told_to_its_threads_followers_only(world: World) -> None:
    thread, other = start(world.geologist, world.public), start(world.geologist, world.public)
    sequence()

    async def scenario() -> tuple[object, object, int]:
        async with live() as app:
            here = await read(app, f"thread:{thread.pk}")
            there = await read(app, f"thread:{other.pk}")
            assert await here.next() == ("ready", {f"thread:{thread.pk}": 1})
            await there.next()
            post = await act(reply, world.operator, thread)
            last = await act(reply, world.operator, other)
            await act(sequence)
            told = await here.next(), await there.next()
            assert told[1] == ("reply_posted", {"thread": other.pk, "post": last.pk, "number": 2})
            assert b"reply_posted" not in here.body
            return told[0], int(here.last), post.pk

    told, seq, post_id = asyncio.run(scenario())
    assert told == ("reply_posted", {"thread": thread.pk, "post": post_id, "number": 2})
    assert seq > 0


def test_other_changes_of_a_thread_are_told_too(world: World) -> None:
    thread = start(world.geologist, world.public)
    sequence()

    async def scenario() -> list[tuple[str, object]]:
        async with live() as app:
            reader = await read(app, f"thread:{thread.pk}")
            await reader.next()
            await act(services.set_closure, actor=world.moderator, thread_id=thread.pk, closed=True)
            await act(services.set_closure, actor=world.moderator, thread_id=thread.pk, closed=False)
            await act(sequence)
            return [await reader.next(), await reader.next()]

    assert asyncio.run(scenario()) == [
        ("thread_closed", {"thread": thread.pk}),
        ("thread_reopened", {"thread": thread.pk}),
    ]


@pytest.mark.parametrize("back", [0, 1])
def test_who_comes_back_hears_what_was_missed_once(world: World, back: int) -> None:
    thread = start(world.geologist, world.public)
    sequence()

    async def scenario() -> list[object]:
        async with live() as app:
            first = await read(app, f"thread:{thread.pk}")
            await first.next()
            after = first.last
            await first.leave()
            for _ in range(3):
                await act(reply, world.operator, thread)
            await act(sequence)
            resumed = await resume(app, thread.pk, after, by_header=bool(back))
            # Ours may not have looked at the log yet when the reader comes back: then they are told after "ready".
            heard = [await resumed.next() for _ in range(4)]
            assert sorted(name for name, _ in heard) == ["ready", *["reply_posted"] * 3]
            numbers: list[object] = [data["number"] for name, data in heard if name == "reply_posted"]
            await act(reply, world.operator, thread)
            await act(sequence)
            return [*numbers, (await resumed.next())[1]["number"]]

    assert asyncio.run(scenario()) == [2, 3, 4, 5]


async def resume(app: object, thread_id: int, after: str, *, by_header: bool) -> Reader:
    headers, query = ({"last-event-id": after}, "") if by_header else ({}, f"&after={after}")
    return await read(app, f"thread:{thread_id}", headers=headers, query=query)  # type: ignore[arg-type]


def test_who_comes_back_from_a_number_we_never_gave_starts_anew(world: World) -> None:
    thread = start(world.geologist, world.public)
    sequence()

    async def scenario() -> str:
        async with live() as app:
            reader = await resume(app, thread.pk, "999999999", by_header=True)
            return (await reader.next())[0]

    assert asyncio.run(scenario()) == "reset"


def test_an_inbox_is_told_to_look_when_something_came_and_when_it_was_read(world: World) -> None:
    thread = start(world.geologist, world.public)
    notifications.set_watch(actor=world.newcomer, kind="thread", key=str(thread.pk), level=WatchLevel.WATCHING)
    sequence()
    mine, other = cookie_of(world.newcomer), cookie_of(world.guest)

    async def scenario() -> list[tuple[str, object]]:
        async with live() as app:
            reader, stranger = await read(app, "inbox", headers=mine), await read(app, "inbox", headers=other)
            await reader.next()
            await stranger.next()
            await act(reply, world.operator, thread)
            await act(tell)
            came = await reader.next()
            await act(notifications.mark_read, actor=world.newcomer, up_to=10**9)
            read_there = await reader.next()
            assert stranger.body == b""
            return [came, read_there]

    assert asyncio.run(scenario()) == [("inbox_changed", {}), ("inbox_changed", {})]
    assert Notification.objects.filter(recipient=world.newcomer, read=True).count() == 1
