"""Whoever loses a session, a token, a role or a standing loses the stream; it comes back as who it is then."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.members import services
from accounts.members.models import Level, Member, Role, Session, Standing
from forum.kernel import clock
from forum.live import policies, tail
from tests.live.reading import act, cookie_of, live, read, sequence
from tests.world import World, reply, start
from threads.discussion.models import Board


def sign_out(world: World) -> None:
    Session.objects.filter(member=world.geologist).delete()


def lie_unused(world: World) -> None:
    Session.objects.filter(member=world.geologist).update(idle_until=clock.now())


def lose_role(world: World) -> None:
    services.change_role(member=world.geologist, role=Role.MEMBER, actor_id=None)


def suspend(world: World) -> None:
    Member.objects.filter(pk=world.geologist.pk).update(standing=Standing.SUSPENDED)


def change_password(world: World) -> None:
    Member.objects.filter(pk=world.geologist.pk).update(password="!another")


@pytest.mark.parametrize("change", [sign_out, lie_unused, lose_role, suspend, change_password])
def test_a_change_of_the_member_ends_the_stream(world: World, change: Callable[[World], None]) -> None:
    thread = start(world.editor, world.verified_only)
    headers = cookie_of(world.geologist)
    sequence()

    async def scenario() -> int:
        async with live() as app:
            reader = await read(app, f"thread:{thread.pk}", headers=headers)
            await reader.next()
            await act(change, world)
            assert await reader.next() == ("ended", {})
            await act(reply, world.editor, thread)
            await act(sequence)
            await reader.until(lambda: reader.over)
            assert reader.body == b""
            return (await read(app, f"thread:{thread.pk}", headers=headers)).status

    assert asyncio.run(scenario()) == 404


def test_a_revoked_token_ends_its_streams_and_no_others(world: World) -> None:
    thread = start(world.editor, world.verified_only)
    token, secret = services.issue_token(
        member=world.geologist, name="app", granted=["threads:read"], lifetime=timedelta(days=1)
    )
    browser = cookie_of(world.geologist)

    async def scenario() -> None:
        async with live() as app:
            by_token = await read(app, f"thread:{thread.pk}", headers={"authorization": f"Bearer {secret}"})
            by_session = await read(app, f"thread:{thread.pk}", headers=browser)
            await by_token.next()
            await by_session.next()
            await act(services.revoke_token, actor=world.geologist, token_id=token.pk)
            assert await by_token.next() == ("ended", {})
            assert not by_session.over

    asyncio.run(scenario())


def test_a_thread_that_goes_out_of_sight_is_followed_no_longer(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tail, "AUTHORISE_AGAIN", 0.0)
    monkeypatch.setattr(tail, "ASK_AGAIN", 0.1)
    gone, kept = start(world.editor, world.public), start(world.editor, world.members_only)
    headers = cookie_of(world.newcomer)

    async def scenario() -> None:
        async with live() as app:
            member = await read(app, f"thread:{gone.pk},thread:{kept.pk}", headers=headers)
            anybody = await read(app, f"thread:{gone.pk}")
            await member.next()
            await anybody.next()
            raised = {"read_level": Level.STAFF, "start_level": Level.STAFF, "reply_level": Level.STAFF}
            await act(lambda: Board.objects.filter(pk=world.public.pk).update(**raised))
            assert await member.next() == ("refused", {"topics": [f"thread:{gone.pk}"]})
            assert [await anybody.next(), await anybody.next()] == [
                ("refused", {"topics": [f"thread:{gone.pk}"]}), ("ended", {}),
            ]  # fmt: skip
            await act(reply, world.editor, gone)
            await act(reply, world.editor, kept)
            await act(sequence)
            assert (await member.next())[1]["thread"] == kept.pk

    asyncio.run(scenario())


def test_nobody_holds_more_streams_than_there_are_seats(world: World) -> None:
    thread = start(world.editor, world.public)
    headers = cookie_of(world.newcomer)

    async def scenario() -> list[int]:
        async with live() as app:
            open_ones = [await read(app, f"thread:{thread.pk}", headers=headers) for _ in range(policies.PER_MEMBER)]
            refused = await read(app, f"thread:{thread.pk}", headers=headers)
            assert "retry-after" in refused.headers
            await open_ones[0].leave()
            again = await read(app, f"thread:{thread.pk}", headers=headers)
            return [reader.status for reader in (*open_ones, refused, again)]

    assert asyncio.run(scenario()) == [200] * policies.PER_MEMBER + [429, 200]


def test_a_reader_who_does_not_keep_up_is_told_to_start_anew(world: World) -> None:
    async def scenario() -> None:
        async with live() as app:
            reader = await read(app, "inbox", headers=headers)
            await reader.next()
            (stream,) = app.streams.all
            for _ in range(1000):
                stream.put(b"event: flood\ndata: {}\n\n")
            names = set()
            while not reader.over or b"\n\n" in reader.body:
                names.add((await reader.next())[0])
            assert names == {"reset"}

    headers = cookie_of(world.newcomer)
    asyncio.run(scenario())
