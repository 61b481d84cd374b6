"""A decision: effect, statement of reasons, outcome of the reports and event, all or nothing."""

import pytest

from accounts.members.models import Member, Standing
from forum.kernel.errors import AssayError
from forum.kernel.events.models import Outbox
from moderation.actions import services
from moderation.actions.models import Action, SealedText, State, Statement, Strike
from moderation.queue.models import Report, ReviewItem
from tests.queue.ground import bad_post, decide, report, reported, taken
from tests.world import World, nothing_changes
from threads.discussion import selectors as discussion
from threads.discussion.models import State as PostState


def test_hiding_hides_states_reasons_and_answers_every_report(world: World) -> None:
    post = bad_post(world)
    report(post, world.operator)
    report(post, world.nobody, "spam")
    item = reported(world, post, by=world.editor)

    made = decide(item, world.moderator, "hide", facts="Promises a price.")

    action = Action.objects.get(pk=made.action_id)
    post.refresh_from_db()
    item.refresh_from_db()
    statement = Statement.objects.get()
    assert post.state == PostState.HIDDEN
    assert discussion.posts(viewer=world.newcomer).filter(pk=post.pk).count() == 0
    assert (action.kind, action.state, action.member_id, action.reason) == (
        "hide",
        State.IN_FORCE,
        world.newcomer.pk,
        "ramping",
    )
    assert (statement.member_id, statement.facts) == (world.newcomer.pk, "Promises a price.")
    assert (item.state, item.outcome, item.decided_by_id) == ("decided", "upheld", world.moderator.pk)
    assert set(Report.objects.values_list("outcome", flat=True)) == {"upheld"}
    told = set(Outbox.objects.values_list("name", flat=True))
    assert {"action_taken", "statement_issued", "item_resolved", "post_state_changed"} <= told


def test_approving_leaves_everything_and_tells_nobody(world: World) -> None:
    post = bad_post(world)
    item = reported(world, post)

    decide(item, world.moderator, "approve", reason="other")

    post.refresh_from_db()
    assert post.state == PostState.VISIBLE
    assert Report.objects.get().outcome == "not_upheld"
    assert not Statement.objects.exists()


def test_removing_seals_the_text_away_from_everybody(world: World) -> None:
    post = bad_post(world)
    words = post.source
    item = reported(world, post)

    made = decide(item, world.moderator, "remove")

    post.refresh_from_db()
    sealed = SealedText.objects.get(pk=made.action_id)
    assert (post.source, post.html, post.text) == ("", "", "")
    assert sealed.texts["source"] == words
    assert Strike.objects.get().points == 1


@pytest.mark.parametrize(
    ("kind", "standing"), [("silence", Standing.SILENCED), ("suspend", Standing.SUSPENDED), ("ban", Standing.BANNED)]
)
def test_what_meets_a_person_changes_their_standing(world: World, kind: str, standing: Standing) -> None:
    decide(reported(world), world.moderator, kind)

    assert Member.objects.get(pk=world.newcomer.pk).standing == standing


def test_a_warning_gives_no_strike(world: World) -> None:
    decide(reported(world), world.moderator, "warn")

    assert not Strike.objects.exists()
    assert Statement.objects.count() == 1
    assert Member.objects.get(pk=world.newcomer.pk).standing == Standing.GOOD


def test_a_silence_for_one_board_holds_on_that_board_alone(world: World) -> None:
    decide(reported(world), world.moderator, "silence", on_board=True)

    member = Member.objects.get(pk=world.newcomer.pk)
    assert (member.standing, member.silenced_boards) == (Standing.GOOD, [world.public.pk])


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        (services.Choice("unseal", "ramping"), "invalid"),
        (services.Choice("hide", "no such reason"), "invalid"),
        (services.Choice("move", "off_topic"), "invalid"),
        (services.Choice("explode", "ramping"), "invalid"),
        (services.Choice("move", "off_topic", board="lounge"), "action_not_permitted"),
    ],
)
def test_a_choice_that_cannot_stand_changes_nothing(world: World, choice: services.Choice, code: str) -> None:
    item = taken(reported(world), world.moderator)

    with nothing_changes(), pytest.raises(AssayError) as refused:
        services.decide(actor=world.moderator, item_id=item.pk, version=item.version, choice=choice)

    assert refused.value.code == code


@pytest.mark.parametrize("who", ["newcomer", "geologist", "editor", "guest"])
def test_nobody_but_moderators_decides(world: World, who: str) -> None:
    item = taken(reported(world), world.moderator)

    with nothing_changes(), pytest.raises(AssayError) as refused:
        services.decide(
            actor=getattr(world, who), item_id=item.pk, version=item.version, choice=services.Choice("hide", "ramping")
        )

    assert refused.value.code == "moderators_only"
    assert ReviewItem.objects.get().state == "open"
