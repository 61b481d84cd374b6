"""Bans of verified members and unsealing take two people; the database holds it, and the exception of one alone shows."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

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


def run(statement: str, *params: object) -> None:
    """Whatever somebody writes past the code."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)


IN_FORCE = """
    INSERT INTO moderation_action (kind, target_kind, target_id, target_title, member_id, actor_id, seconded_by_id, two_people,
        alone, reason, facts, automation, state, at, undo)
    VALUES (%s, 'member', '1', '', %s, %s, %s, false, %s, 'spam', '', 'none', 'in_force', now(), '{}')
"""


@pytest.mark.parametrize(
    ("kind", "member", "second", "alone"),
    [
        ("ban", "geologist", None, False), ("ban", "geologist", "moderator", False), ("ban", "geologist", "geologist", False),
        ("ban", "geologist", "newcomer", False), ("ban", "geologist", "editor", False), ("ban", "geologist", None, True),
        ("ban", "second_moderator", None, False), ("ban", "admin", "admin", False), ("ban", "editor", None, False),
        ("unseal", None, None, False), ("unseal", None, "moderator", False), ("unseal", None, None, True),
    ],
)  # fmt: skip
def test_raw_sql_puts_nothing_in_force_that_takes_two(
    world: World, kind: str, member: str | None, second: str | None, alone: bool
) -> None:
    met = getattr(world, member).pk if member else None
    seconded = getattr(world, second).pk if second else None
    with nothing_changes(), pytest.raises(IntegrityError, match=r"two people|second member of staff"):
        run(IN_FORCE, kind, met, world.moderator.pk, seconded, alone)


def test_raw_sql_puts_a_ban_on_nobody_else_and_takes_no_second_away(world: World) -> None:
    action = proposed(world)
    run(IN_FORCE, "ban", world.newcomer.pk, world.moderator.pk, None, "false")
    services.sign(actor=world.second_moderator, action_id=action.pk)
    for statement, params in (
        ("UPDATE moderation_action SET member_id = %s WHERE seconded_by_id IS NULL", [world.operator.pk]),
        ("UPDATE moderation_action SET seconded_by_id = actor_id WHERE id = %s", [action.pk]),
        ("UPDATE moderation_action SET seconded_by_id = NULL, two_people = false WHERE id = %s", [action.pk]),
        ("UPDATE moderation_action SET kind = 'unseal' WHERE seconded_by_id IS NULL", []),
    ):
        with nothing_changes(), pytest.raises(IntegrityError, match="two people"):
            run(statement, *params)


def test_raw_sql_opens_no_seal(world: World) -> None:
    removal = decide(reported(world), world.moderator, "remove").action_id
    with nothing_changes(), pytest.raises(IntegrityError, match="two people"):
        run("UPDATE moderation_sealedtext SET open_until = now() + interval '1 day' WHERE action_id = %s", removal)
    asked = services.unseal(actor=world.moderator, action_id=removal)
    with nothing_changes(), pytest.raises(IntegrityError, match="two people"):
        run("UPDATE moderation_sealedtext SET open_until = now() + interval '1 day' WHERE action_id = %s", removal)
    services.sign(actor=world.admin, action_id=asked.action_id)
    with nothing_changes(), pytest.raises(IntegrityError, match="two people"):
        run("UPDATE moderation_sealedtext SET open_until = open_until + interval '1 day' WHERE action_id = %s", removal)


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
    assert services.unseal(actor=world.admin, action_id=removal) == opening
    services.sign(actor=world.admin, action_id=opening.action_id)

    assert services.read_sealed(actor=world.moderator, action_id=removal)["source"] == words
    with time_machine.travel(clock.now() + timedelta(days=2)), pytest.raises(AssayError):
        services.read_sealed(actor=world.moderator, action_id=removal)
