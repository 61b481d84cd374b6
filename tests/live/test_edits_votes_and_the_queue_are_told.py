"""Open pages hear of edits, reactions, votes and the queue, as far as their reader may."""

import asyncio

from accounts.members.models import Role
from accounts.members.services import change_role
from moderation.queue import services as queue
from tests.live.reading import act, cookie_of, live, read, sequence
from tests.world import World, reply, start
from threads.discussion import services
from threads.discussion.models import ReactionKind


def test_an_edit_and_a_reaction_are_told_with_the_posts_number(world: World) -> None:
    thread = start(world.geologist, world.public)
    post = reply(world.operator, thread)
    sequence()

    async def scenario() -> list[tuple[str, object]]:
        async with live() as app:
            reader = await read(app, f"thread:{thread.pk}")
            await reader.next()
            await act(services.edit_post, actor=world.operator, post_id=post.pk, source="Rather 0.2 %.", version=1)
            await act(services.react, actor=world.newcomer, post_id=post.pk, kind=ReactionKind.AGREE)
            await act(sequence)
            return [await reader.next(), await reader.next()]

    told = {"thread": thread.pk, "post": post.pk, "number": 2}
    assert asyncio.run(scenario()) == [("post_edited", told), ("post_reacted", told)]


def test_a_report_is_told_to_moderators_without_a_word_on_what(world: World) -> None:
    thread = start(world.geologist, world.public)
    post = reply(world.operator, thread)
    staff, other = cookie_of(world.moderator), cookie_of(world.geologist)
    sequence()

    async def scenario() -> tuple[object, int]:
        async with live() as app:
            reader = await read(app, "queue", headers=staff)
            assert await reader.next() == ("ready", {"queue": 0})
            stranger = await read(app, "queue", headers=other)
            await act(
                queue.file_report, actor=world.newcomer, kind="post", target_id=str(post.pk), reason="spam", note=""
            )
            await act(sequence)
            return await reader.next(), stranger.status

    assert asyncio.run(scenario()) == (("queue_changed", {}), 404)


def test_who_moderates_no_longer_hears_no_more(world: World) -> None:
    staff = cookie_of(world.moderator)
    sequence()

    async def scenario() -> object:
        async with live() as app:
            reader = await read(app, "queue", headers=staff)
            await reader.next()
            await act(change_role, member=world.moderator, role=Role.MEMBER, actor_id=None)
            return await reader.next()

    assert asyncio.run(scenario()) == ("ended", {})
