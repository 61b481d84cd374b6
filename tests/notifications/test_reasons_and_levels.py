"""Who is told of a reply, and why: by what they set, and by what the post says."""

import pytest

from forum.notifications import services
from forum.notifications.models import Reason, Watch, WatchLevel
from tests.notifications.telling import tell, told, watch
from tests.world import World, reply, start


@pytest.mark.parametrize(
    ("level", "reasons"),
    [
        (WatchLevel.MUTED, []),
        (WatchLevel.NORMAL, []),
        (WatchLevel.TRACKING, []),
        (WatchLevel.WATCHING, [Reason.THREAD]),
    ],
)
def test_only_who_watches_is_told_of_every_reply(world: World, level: WatchLevel, reasons: list[Reason]) -> None:
    thread = start(world.geologist, world.public)
    watch(world.newcomer, thread, level)
    tell()
    reply(world.operator, thread)
    tell()
    assert told(world.newcomer) == reasons


@pytest.mark.parametrize("level", [WatchLevel.NORMAL, WatchLevel.TRACKING, WatchLevel.WATCHING])
def test_a_mention_is_told_at_every_level_but_muted(world: World, level: WatchLevel) -> None:
    thread = start(world.geologist, world.public)
    watch(world.newcomer, thread, level)
    reply(world.operator, thread, "Ask @nora-new about it.")
    tell()
    assert told(world.newcomer) == [Reason.MENTION]


def test_a_mention_in_a_muted_thread_or_board_is_not_told(world: World) -> None:
    thread = start(world.geologist, world.public)
    watch(world.newcomer, thread, WatchLevel.MUTED)
    services.set_watch(actor=world.guest, kind="board", key="field-notes", level=WatchLevel.MUTED)
    reply(world.operator, thread, "Ask @nora-new and @guy-guest.")
    tell()
    assert (told(world.newcomer), told(world.guest)) == ([], [])


def test_whoever_started_the_thread_is_told_of_replies(world: World) -> None:
    thread = start(world.geologist, world.public)
    reply(world.operator, thread)
    tell()
    assert told(world.geologist) == [Reason.REPLY]


def test_whoever_is_quoted_is_told(world: World) -> None:
    thread = start(world.geologist, world.public)
    first = reply(world.newcomer, thread)
    tell()
    reply(
        world.operator,
        thread,
        f"> [@nora-new](/threads/{thread.pk}/{first.number}):\n> What was the cut-off?\n\n0.1 %.",
    )
    tell()
    assert told(world.newcomer) == [Reason.REPLY]


def test_of_several_reasons_the_strongest_is_kept(world: World) -> None:
    thread = start(world.geologist, world.public)
    watch(world.geologist, thread)
    reply(world.operator, thread, "Dear @gil-geologist, thank you.")
    tell()
    assert told(world.geologist) == [Reason.MENTION]


def test_nobody_is_told_of_their_own_post(world: World) -> None:
    thread = start(world.geologist, world.public)
    watch(world.geologist, thread)
    reply(world.geologist, thread, "I, @gil-geologist, add a table.")
    tell()
    assert told(world.geologist) == []


def test_a_name_inside_a_quote_tells_nobody_anew(world: World) -> None:
    thread = start(world.geologist, world.public)
    reply(world.operator, thread, "> Ask @nora-new about it.\n\nWhy?")
    tell()
    assert told(world.newcomer) == []


def test_who_watches_a_board_is_told_of_new_threads_and_replies(world: World) -> None:
    services.set_watch(actor=world.newcomer, kind="board", key="field-notes", level=WatchLevel.WATCHING)
    thread = start(world.geologist, world.public)
    reply(world.operator, thread)
    tell()
    assert told(world.newcomer) == [Reason.BOARD, Reason.BOARD]


def test_a_threads_own_level_goes_before_its_boards(world: World) -> None:
    services.set_watch(actor=world.newcomer, kind="board", key="field-notes", level=WatchLevel.WATCHING)
    thread = start(world.geologist, world.public)
    tell()
    watch(world.newcomer, thread, WatchLevel.NORMAL)
    reply(world.operator, thread)
    tell()
    assert told(world.newcomer) == [Reason.BOARD]


def test_starting_and_replying_set_tracking_where_nothing_was_set(world: World) -> None:
    thread = start(world.geologist, world.public)
    watch(world.operator, thread, WatchLevel.MUTED)
    services.set_watch(actor=world.editor, kind="board", key="field-notes", level=WatchLevel.WATCHING)
    for member in (world.operator, world.newcomer, world.editor):
        reply(member, thread)
    tell()
    levels = {
        watch.member.handle: watch.level for watch in Watch.objects.filter(kind="thread").select_related("member")
    }
    assert levels == {
        "gil-geologist": WatchLevel.TRACKING,
        "nora-new": WatchLevel.TRACKING,
        "olga-operator": WatchLevel.MUTED,
    }
