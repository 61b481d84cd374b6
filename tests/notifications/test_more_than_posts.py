"""The inbox tells of more than posts: figures, interviews, reminders, decisions, and of edits that name somebody."""

from datetime import timedelta

import pytest

from forum.kernel import clock
from forum.kernel.events import publish
from forum.notifications import selectors, services
from forum.notifications.models import Kind, Notification, Reason, WatchLevel
from tests.deposits.stock import MRIMA, stocked
from tests.notifications.telling import tell, told
from tests.world import World, client_of, reply, start
from threads.deposits.events import DepositChanged
from threads.deposits.models import Change
from threads.discussion import services as discussion
from threads.discussion.models import Bookmark, Post, State
from threads.interviews.services.proposing import propose_interview


def lines(world_member: object) -> list[str]:
    return [f"{row.why}: {row.line}" for row in selectors.inbox(viewer=world_member)]  # type: ignore[arg-type]


def change_of_mrima() -> Change:
    stocked(MRIMA)
    return Change.objects.filter(target="statement").select_related("deposit")[0]


def changed(change: Change, *, actor_id: int | None = None) -> None:
    publish(DepositChanged(deposit_id=change.deposit_id, change_id=change.pk, target=change.target), actor_id=actor_id)


def test_followers_of_a_deposit_hear_of_changed_figures_once_an_hour(world: World) -> None:
    change = change_of_mrima()
    tell()
    for member in (world.newcomer, world.editor):
        services.set_watch(actor=member, kind="deposit", key="mrima-hill", level=WatchLevel.WATCHING)
    changed(change, actor_id=world.editor.pk)
    changed(change, actor_id=world.editor.pk)
    tell()
    assert lines(world.newcomer) == ["You follow the deposit: Changed: Resource statement"]
    assert told(world.editor) == []
    page = client_of(world.newcomer).get("/inbox").content.decode()
    assert f"/deposits/{change.deposit.slug}/changes#c{change.pk}" in page


def test_a_reminder_leads_back_to_the_post_unless_it_is_hidden_by_then(world: World) -> None:
    thread = start(world.operator, world.public)
    post = reply(world.operator, thread)
    discussion.bookmark_post(actor=world.newcomer, post_id=post.pk, remind_at=clock.now() + timedelta(seconds=1))
    Bookmark.objects.update(remind_at=clock.now() - timedelta(seconds=1))
    discussion.remind_due()
    tell()
    assert lines(world.newcomer) == ["You asked to be reminded: You wanted to come back to post 2 by olga-operator"]
    Post.objects.filter(pk=post.pk).update(state=State.HIDDEN)
    assert selectors.unread_count(viewer=world.newcomer) == 0


def test_an_edit_tells_those_whom_it_names_anew_and_nobody_twice(world: World) -> None:
    thread = start(world.operator, world.public)
    post = reply(world.operator, thread, "@gil-geologist?")
    tell()
    discussion.edit_post(
        actor=world.operator, post_id=post.pk, source="@gil-geologist and @nora-new?", version=post.version
    )
    tell()
    assert told(world.geologist) == [Reason.MENTION]
    assert told(world.newcomer) == [Reason.MENTION]


def test_who_follows_a_member_hears_of_their_new_threads_only_where_they_may_read(world: World) -> None:
    for member in (world.newcomer, world.geologist):
        services.set_watch(actor=member, kind="member", key="olga-operator", level=WatchLevel.WATCHING)
    reply(world.operator, start(world.operator, world.verified_only))
    tell()
    assert told(world.geologist) == [Reason.MEMBER]
    assert told(world.newcomer) == []


def test_who_ignores_somebody_hears_nothing_of_theirs(world: World) -> None:
    thread = start(world.newcomer, world.public)
    world.newcomer.ties.create(other=world.operator, kind="ignore")
    reply(world.operator, thread, "@nora-new, hello.")
    tell()
    assert told(world.newcomer) == []


def test_whoever_proposes_an_interview_follows_it(world: World) -> None:
    made = propose_interview(
        actor=world.geologist, title="The pit", subject="A miner", reasons="They were there.", deposits=[]
    )
    tell()
    assert selectors.watch_level(Kind.INTERVIEW, made, viewer=world.geologist) == WatchLevel.WATCHING


@pytest.mark.parametrize("level", [WatchLevel.MUTED, WatchLevel.TRACKING])
def test_what_is_only_followed_knows_no_levels_between(world: World, level: WatchLevel) -> None:
    answer = client_of(world.newcomer).post(
        "/watching", {"kind": "member", "key": "gil-geologist", "level": selectors.LEVEL_NAMES[level]}
    )
    assert answer.status_code == 400
    assert not Notification.objects.exists()
    assert selectors.watches(viewer=world.newcomer) == ([], 0)


def test_nobody_follows_themselves_or_somebody_elses_search(world: World) -> None:
    for kind, key in (("member", "nora-new"), ("search", "1"), ("interview", "99"), ("deposit", "nowhere")):
        answer = client_of(world.newcomer).post("/watching", {"kind": kind, "key": key, "level": "watching"})
        assert answer.status_code == 404, kind
