"""Races, with real threads on a real database: one wins, the other gets a coded refusal, and both are in the audit log."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction

from accounts.members import services as members
from forum.kernel import clock
from forum.kernel.errors import AssayError
from forum.kernel.events import publish
from forum.kernel.events.models import Outbox
from moderation.actions import services as actions
from moderation.actions.models import Action, State
from moderation.queue import services
from moderation.queue.models import Report, ReviewItem
from tests.queue.ground import BAD, at_once, bad_post, report, reported, taken, tell
from tests.world import World, member, start
from threads.discussion import services as discussion
from threads.discussion.events import SubmissionMade
from threads.discussion.models import Post, Submission
from threads.discussion.models import State as PostState

pytestmark = pytest.mark.django_db(transaction=True)


def outcome(act: object, *args: object, **kwargs: object) -> str:
    try:
        act(*args, **kwargs)  # type: ignore[operator]
    except AssayError as refused:
        return refused.code
    return "done"


def publish_held(held: Submission) -> None:
    """Let the queue hear of a text that is held."""
    with transaction.atomic():
        publish(SubmissionMade(submission_id=held.pk, waits_for="held"), actor_id=held.author_id)
    tell("queue")


def refusals() -> list[str]:
    return [row["code"] for row in Outbox.objects.filter(name="decision_refused").values_list("payload", flat=True)]


def test_no_two_moderators_are_given_the_same_item(world: World) -> None:
    for number in range(6):
        reported(world, bad_post(world, member(f"author-{number}xx")))
    staff = [world.moderator, world.second_moderator, world.admin] * 2

    given = at_once(6, lambda n: services.take_next(actor=staff[n]))

    assert None not in given
    assert len(set(given)) == 6


def test_of_two_who_take_one_item_one_is_refused(world: World) -> None:
    item = reported(world)
    staff = [world.moderator, world.second_moderator]

    outcomes = at_once(2, lambda n: outcome(services.take_item, actor=staff[n], item_id=item.pk))

    assert sorted(outcomes) == ["done", "item_taken"]


def test_of_two_decisions_at_once_by_one_hand_one_is_taken(world: World) -> None:
    item = taken(reported(world), world.moderator)
    kinds = ["hide", "approve"]

    def act(number: int) -> str:
        choice = actions.Choice(kinds[number], "ramping")
        return outcome(actions.decide, actor=world.moderator, item_id=item.pk, version=item.version, choice=choice)

    outcomes = at_once(2, act)

    assert sorted(outcomes) == ["done", "item_decided"]
    assert Action.objects.count() == 1
    assert refusals() == ["item_decided"]


def test_approve_against_delete_leaves_what_happened_first(world: World) -> None:
    for _round in range(4):
        author = member(f"author-{_round}xx")
        post = bad_post(world, author)
        item = taken(reported(world, post), world.moderator)
        seen = post.version

        def act(
            number: int, post: Post = post, item: ReviewItem = item, seen: int = seen, author: object = author
        ) -> str:
            if number == 0:
                choice = actions.Choice("approve", "other", seen=seen)
                return outcome(
                    actions.decide, actor=world.moderator, item_id=item.pk, version=item.version, choice=choice
                )
            return outcome(discussion.remove_post, actor=author, post_id=post.pk)

        decided, removed = at_once(2, act)

        assert removed == "done"
        assert decided in {"done", "target_changed"}
        item.refresh_from_db()
        assert item.state == ("decided" if decided == "done" else "open")
        assert Post.objects.get(pk=post.pk).state == PostState.DELETED


def test_hiding_what_its_author_removed_is_refused_and_audited(world: World) -> None:
    post = bad_post(world)
    item = taken(reported(world, post), world.moderator)
    discussion.remove_post(actor=world.newcomer, post_id=post.pk)

    code = outcome(
        actions.decide,
        actor=world.moderator,
        item_id=item.pk,
        version=item.version,
        choice=actions.Choice("hide", "ramping"),
    )

    assert code == "target_gone"
    assert refusals() == ["target_gone"]
    assert not Action.objects.exists()


def test_a_decision_on_a_post_that_was_moved_is_refused_and_then_made_where_it_stands_now(world: World) -> None:
    post = bad_post(world)
    item = taken(reported(world, post), world.moderator)
    elsewhere = start(world.geologist, world.public)
    discussion.merge_threads(actor=world.admin, thread_id=post.thread_id, into_id=elsewhere.pk)

    hide = actions.Choice("hide", "ramping")
    code = outcome(actions.decide, actor=world.moderator, item_id=item.pk, version=item.version, choice=hide)

    assert code == "target_changed"
    assert refusals() == ["target_changed"]
    assert not Action.objects.exists()
    item.refresh_from_db()
    assert item.thread_id == elsewhere.pk
    assert outcome(actions.decide, actor=world.moderator, item_id=item.pk, version=item.version, choice=hide) == "done"


def test_who_talks_where_a_post_was_moved_to_is_no_longer_offered_it(world: World) -> None:
    post = bad_post(world)
    item = reported(world, post)
    elsewhere = start(world.moderator, world.public)
    discussion.merge_threads(actor=world.admin, thread_id=post.thread_id, into_id=elsewhere.pk)
    tell("queue")

    assert services.take_next(actor=world.moderator) is None
    assert services.take_next(actor=world.second_moderator) == item.pk


def test_a_decision_about_somebody_who_was_erased_is_refused(world: World) -> None:
    item = taken(reported(world), world.moderator)
    members.erase_member(member=world.newcomer)

    ban = actions.Choice("ban", "ramping")
    code = outcome(actions.decide, actor=world.moderator, item_id=item.pk, version=item.version, choice=ban)

    assert code == "target_gone"
    assert refusals() == ["target_gone"]
    assert not Action.objects.exists()


def test_a_decision_on_a_post_whose_author_was_erased_is_refused(world: World) -> None:
    post = bad_post(world)
    item = taken(reported(world, post), world.moderator)
    members.erase_member(member=world.newcomer)
    Post.objects.filter(pk=post.pk).update(state=PostState.DELETED)

    for kind in ("hide", "remove", "ask_edit"):
        choice = actions.Choice(kind, "ramping")
        code = outcome(actions.decide, actor=world.moderator, item_id=item.pk, version=item.version, choice=choice)
        assert code == "target_gone"
    assert refusals() == ["target_gone"] * 3
    assert not Action.objects.exists()


def test_an_action_past_the_queue_on_what_another_holds_is_refused_and_audited(world: World) -> None:
    post = bad_post(world)
    item = taken(reported(world, post), world.moderator)
    choice = actions.Choice("hide", "ramping")
    code = outcome(
        actions.take_action, actor=world.second_moderator, target_kind="post", target_id=str(post.pk), choice=choice
    )
    assert (code, refusals()) == ("item_taken", ["item_taken"])
    assert Outbox.objects.get(name="decision_refused").payload["item_id"] == item.pk


def test_of_two_releases_of_a_held_text_at_once_one_makes_the_post(world: World) -> None:
    thread = start(world.geologist, world.public)
    held = Submission.objects.create(
        author=world.newcomer, thread=thread, source=BAD, waits_for="held", hour=clock.hour_of(clock.now())
    )
    publish_held(held)
    item = taken(ReviewItem.objects.get(kind="held"), world.moderator)
    approve = actions.Choice("approve", "other")

    def act(number: int) -> str:
        if number == 0:
            return outcome(discussion.withdraw_submission, actor=world.newcomer, submission_id=held.pk)
        return outcome(actions.decide, actor=world.moderator, item_id=item.pk, version=item.version, choice=approve)

    outcomes = at_once(3, act)

    assert outcomes.count("done") == 1
    assert set(outcomes) <= {"done", "already_settled", "item_decided", "target_gone"}
    assert Post.objects.filter(source=BAD).count() == (0 if outcomes[0] == "done" else 1)


def test_of_two_who_sign_at_once_one_does(world: World) -> None:
    item = taken(reported(world, bad_post(world, world.geologist)), world.moderator)
    ban = actions.Choice("ban", "ramping")
    made = actions.decide(actor=world.moderator, item_id=item.pk, version=item.version, choice=ban)
    staff = [world.second_moderator, world.admin]

    outcomes = at_once(2, lambda n: outcome(actions.sign, actor=staff[n], action_id=made.action_id))

    assert sorted(outcomes) == ["done", "not_in_force"]
    assert refusals() == ["not_in_force"]
    assert Outbox.objects.filter(name="action_taken").count() == 1


def test_a_lease_that_ran_out_is_refused_and_another_takes_it(world: World) -> None:
    item = taken(reported(world), world.moderator)
    with time_machine.travel(clock.now() + services.LEASE + timedelta(seconds=1), tick=False):
        code = outcome(
            actions.decide, actor=world.moderator, item_id=item.pk, version=item.version,
            choice=actions.Choice("hide", "ramping"),
        )  # fmt: skip
        assert code == "lease_lost"
        services.take_item(actor=world.second_moderator, item_id=item.pk)
    item.refresh_from_db()
    assert item.holder == world.second_moderator
    assert refusals() == ["lease_lost"]


def test_a_report_that_came_meanwhile_makes_the_decision_stale(world: World) -> None:
    post = bad_post(world)
    item = taken(reported(world, post), world.moderator)
    report(post, world.editor)

    code = outcome(
        actions.decide,
        actor=world.moderator,
        item_id=item.pk,
        version=item.version,
        choice=actions.Choice("hide", "ramping"),
    )

    assert code == "stale_decision"
    assert refusals() == ["stale_decision"]
    assert Post.objects.get(pk=post.pk).state == PostState.VISIBLE


def test_many_who_report_at_once_make_one_item(world: World) -> None:
    post = bad_post(world)
    people = [member(f"reader-{number}x") for number in range(8)]

    at_once(8, lambda n: report(post, people[n]))

    assert ReviewItem.objects.count() == 1
    assert Report.objects.count() == 8


def test_an_expiry_job_run_twice_at_once_ends_the_action_once(world: World) -> None:
    item = taken(reported(world), world.moderator)
    choice = actions.Choice("silence", "ramping", term=timedelta(hours=1))
    made = actions.decide(actor=world.moderator, item_id=item.pk, version=item.version, choice=choice)
    Action.objects.filter(pk=made.action_id).update(
        at=clock.now() - timedelta(hours=2), until=clock.now() - timedelta(hours=1)
    )

    ended = at_once(3, lambda _n: actions.end_action(action_id=made.action_id))

    assert sorted(ended) == [False, False, True]
    assert Action.objects.get().state == State.ENDED
    assert Outbox.objects.filter(name="action_ended").count() == 1
