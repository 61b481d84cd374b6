"""Terms run out, actions are taken back, and many are undone at once; strikes fade."""

from datetime import timedelta

import pytest
import time_machine

from accounts.members.models import Member, Standing
from forum.kernel import clock
from forum.kernel.errors import AssayError
from forum.kernel.jobs.models import Job
from moderation.actions import selectors, services, strikes
from moderation.actions.models import Action, Strike
from moderation.actions.tasks import end
from moderation.queue.models import ReviewItem
from tests.queue.ground import bad_post, decide, reported
from tests.world import World, member, nothing_changes, start
from threads.discussion.models import Post, State, Thread

WEEK = timedelta(days=7)


def standing(of: Member) -> str:
    return Member.objects.get(pk=of.pk).standing


def test_a_suspension_ends_by_its_job_and_the_job_twice_ends_it_once(world: World) -> None:
    decide(reported(world), world.moderator, "suspend", term=WEEK)
    job = Job.objects.get(task="actions.end")
    assert job.due_at is not None
    assert standing(world.newcomer) == Standing.SUSPENDED
    with time_machine.travel(clock.now() + WEEK + timedelta(minutes=1), tick=False):
        end(job.pk)
        end(job.pk)
    assert standing(world.newcomer) == Standing.GOOD
    assert Action.objects.get().state == "ended"


def test_the_milder_of_two_holds_on_when_the_stricter_ends(world: World) -> None:
    decide(reported(world), world.moderator, "silence", term=10 * WEEK)
    decide(reported(world, bad_post(world)), world.moderator, "suspend", term=WEEK)
    assert standing(world.newcomer) == Standing.SUSPENDED
    with time_machine.travel(clock.now() + 2 * WEEK, tick=False):
        services.end_action(action_id=Action.objects.get(kind="suspend").pk)
    assert standing(world.newcomer) == Standing.SILENCED


@pytest.mark.parametrize("kind", ["hide", "remove", "silence", "suspend", "ban", "warn"])
def test_taking_back_restores_what_was(world: World, kind: str) -> None:
    post = bad_post(world)
    before = (post.source, post.state)
    made = decide(reported(world, post), world.moderator, kind)

    services.reverse_action(actor=world.second_moderator, action_id=made.action_id)

    post.refresh_from_db()
    assert (post.source, post.state) == before
    assert standing(world.newcomer) == Standing.GOOD
    assert selectors.strike_points(world.newcomer.pk) == 0


def test_a_moved_thread_moves_back_and_a_locked_one_opens(world: World) -> None:
    thread = start(world.newcomer, world.public)
    choice = services.Choice("move", "off_topic", board="lounge")
    moved = services.take_action(actor=world.moderator, target_kind="thread", target_id=str(thread.pk), choice=choice)
    assert Thread.objects.get().board == world.members_only
    services.reverse_action(actor=world.moderator, action_id=moved.action_id)
    assert Thread.objects.get().board == world.public

    choice = services.Choice("lock", "off_topic", term=WEEK)
    locked = services.take_action(actor=world.moderator, target_kind="thread", target_id=str(thread.pk), choice=choice)
    assert Thread.objects.get().closed
    with time_machine.travel(clock.now() + 2 * WEEK, tick=False):
        services.end_action(action_id=locked.action_id)
    assert not Thread.objects.get().closed


def test_what_was_taken_back_is_not_taken_back_again(world: World) -> None:
    made = decide(reported(world), world.moderator, "hide")
    services.reverse_action(actor=world.moderator, action_id=made.action_id)
    with nothing_changes(), pytest.raises(AssayError) as refused:
        services.reverse_action(actor=world.moderator, action_id=made.action_id)
    assert refused.value.code == "not_in_force"


def test_nobody_takes_back_what_meets_themselves(world: World) -> None:
    made = decide(reported(world, bad_post(world, world.second_moderator)), world.moderator, "warn")
    with nothing_changes(), pytest.raises(AssayError) as refused:
        services.reverse_action(actor=world.second_moderator, action_id=made.action_id)
    assert refused.value.code == "action_not_permitted"


def test_many_are_decided_together_and_undone_together_once(world: World) -> None:
    items = [reported(world, bad_post(world, member(f"spammer-{n}x"))) for n in range(3)]
    pairs = [(item.pk, item.version) for item in items] + [(items[0].pk, 99)]

    made = services.decide_many(actor=world.moderator, items=pairs, choice=services.Choice("hide", "spam"))

    assert sorted(made.decided) == sorted(item.pk for item in items)
    assert made.refused == ((items[0].pk, "item_decided"),)
    assert Post.objects.filter(state=State.HIDDEN).count() == 3
    assert services.undo_bulk(actor=world.moderator, bulk=made.bulk) == 3
    assert Post.objects.filter(state=State.HIDDEN).count() == 0
    assert set(ReviewItem.objects.values_list("state", flat=True)) == {"open"}
    with nothing_changes(), pytest.raises(AssayError):
        services.undo_bulk(actor=world.moderator, bulk=made.bulk)


def test_strikes_halve_in_ninety_days_and_are_gone_in_a_year(world: World) -> None:
    now = clock.now()
    given = [(2.0, now - timedelta(days=90)), (4.0, now - timedelta(days=180)), (8.0, now - timedelta(days=366))]
    assert strikes.points_at(now, given) == 2.0
    assert [strikes.suggestion(points) for points in (0, 2, 4, 6)] == ["warn", "silence", "suspend", "ban"]


def test_a_removal_strikes_once(world: World) -> None:
    decide(reported(world), world.moderator, "remove")
    assert Strike.objects.get().member == world.newcomer
    assert selectors.strike_points(world.newcomer.pk) == 1.0
