"""Bans of verified members and unsealing take two people; the database holds it, and the exception of one alone shows."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from accounts.members.models import Member, Standing
from forum.kernel import clock
from forum.kernel.errors import AssayError
from moderation.actions import services
from moderation.actions.models import Action, State
from moderation.queue import selectors as queue
from moderation.queue.models import Report, ReviewItem
from tests.queue.ground import bad_post, decide, reported
from tests.world import World, nothing_changes


def proposed(world: World) -> Action:
    """A ban of the geologist, proposed by the moderator."""
    decide(reported(world, bad_post(world, world.geologist)), world.moderator, "ban")
    return Action.objects.get()


def test_the_ban_of_a_verified_member_waits_for_another(world: World) -> None:
    action = proposed(world)

    assert (action.state, action.two_people, action.seconded_by_id) == (State.PROPOSED, True, None)
    assert Member.objects.get(pk=world.geologist.pk).standing == Standing.GOOD
    assert Report.objects.get().outcome == ""
    assert queue.counts(viewer=world.moderator) == {}
    assert queue.counts(viewer=world.second_moderator) == {"second": 1}

    services.sign(actor=world.second_moderator, action_id=action.pk)

    assert Member.objects.get(pk=world.geologist.pk).standing == Standing.BANNED
    assert Report.objects.get().outcome == "upheld"
    assert set(ReviewItem.objects.values_list("state", flat=True)) == {"decided"}


def test_the_same_person_twice_is_not_two(world: World) -> None:
    action = proposed(world)
    with nothing_changes(), pytest.raises(AssayError) as refused:
        services.sign(actor=world.moderator, action_id=action.pk)
    assert refused.value.code == "own_proposal"


@pytest.mark.parametrize("who", ["moderator", "newcomer", "editor"])
def test_the_database_takes_no_second_who_is_not_one(world: World, who: str) -> None:
    action = proposed(world)
    with nothing_changes(), pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(state=State.IN_FORCE, seconded_by=getattr(world, who))


def test_the_database_knows_what_takes_two_by_itself(world: World) -> None:
    with nothing_changes(), pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.create(
            kind="ban", target_kind="member", target_id=str(world.geologist.pk), member=world.geologist, actor=world.moderator,
            reason="spam", state=State.IN_FORCE, at=clock.now(), two_people=False,
        )  # fmt: skip


def test_declining_lets_the_item_wait_again(world: World) -> None:
    action = proposed(world)
    services.decline(actor=world.second_moderator, action_id=action.pk)
    assert Action.objects.get().state == State.DECLINED
    assert queue.counts(viewer=world.second_moderator) == {"report": 1}


def test_one_moderator_alone_is_recorded_as_the_exception(world: World) -> None:
    Member.objects.filter(pk__in=[world.second_moderator.pk, world.admin.pk]).update(role="member")
    action = proposed(world)
    assert (action.state, action.alone) == (State.IN_FORCE, True)


def test_the_exception_closes_when_a_second_is_there(world: World) -> None:
    with nothing_changes(), pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.create(
            kind="ban", target_kind="member", target_id=str(world.geologist.pk), member=world.geologist, actor=world.moderator,
            reason="spam", state=State.IN_FORCE, at=clock.now(), alone=True,
        )  # fmt: skip


def test_a_sealed_text_is_read_only_while_two_have_it_open(world: World) -> None:
    post = bad_post(world)
    words = post.source
    removal = decide(reported(world, post), world.moderator, "remove").action_id
    with nothing_changes(), pytest.raises(AssayError) as refused:
        services.read_sealed(actor=world.moderator, action_id=removal)
    assert refused.value.code == "sealed"

    opening = services.unseal(actor=world.moderator, action_id=removal)
    assert opening.waits
    services.sign(actor=world.admin, action_id=opening.action_id)

    assert services.read_sealed(actor=world.moderator, action_id=removal)["source"] == words
    with time_machine.travel(clock.now() + timedelta(days=2)), pytest.raises(AssayError):
        services.read_sealed(actor=world.moderator, action_id=removal)
