"""The inverse of what is decided on a held text: it waits again, and nothing of it is read meanwhile."""

import pytest
from django.db import transaction

from forum.kernel import clock
from forum.kernel.events import publish
from moderation.actions import services
from moderation.actions.models import Action, Statement
from moderation.appeals.models import Appeal
from moderation.appeals.services import file_appeal
from moderation.queue.models import ReviewItem
from moderation.rules.models import RemovedSketch
from tests.appeals.test_an_appeal_from_notice_to_answer import judge
from tests.queue.ground import bad_post, decide, reported, tell
from tests.world import World, start
from threads.discussion import selectors as discussion
from threads.discussion.events import SubmissionMade
from threads.discussion.models import Post, Submission, SubmissionState, Thread

WORDS = "Our cores of 2013 are in the shed by the river."


def held(world: World, *, as_thread: bool = False) -> ReviewItem:
    """A text of the newcomer's that waits for a moderator."""
    place = {"board": world.public, "title": "Cores"} if as_thread else {"thread": start(world.geologist, world.public)}
    made = Submission.objects.create(
        author=world.newcomer, source=WORDS, waits_for="held", hour=clock.hour_of(clock.now()), **place
    )
    with transaction.atomic():
        publish(SubmissionMade(submission_id=made.pk, waits_for="held"), actor_id=world.newcomer.pk)
    tell("queue")
    return ReviewItem.objects.get(target_kind="submission", state="open")


@pytest.mark.parametrize("as_thread", [False, True])
def test_an_approval_that_is_taken_back_hides_the_post_and_the_text_waits(world: World, as_thread: bool) -> None:
    item = held(world, as_thread=as_thread)
    done = decide(item, world.moderator, "approve", reason="other")
    post = Post.objects.get(source=WORDS)
    assert discussion.posts(viewer=world.nobody).filter(pk=post.pk).exists()

    services.reverse_action(actor=world.moderator, action_id=done.action_id)

    assert not discussion.posts(viewer=world.nobody).filter(pk=post.pk).exists()
    assert discussion.threads(viewer=world.nobody).filter(title="Cores").count() == 0
    assert Submission.objects.get().state == SubmissionState.WAITING
    item.refresh_from_db()
    assert item.state == "open"

    decide(item, world.second_moderator, "approve", reason="other")
    assert discussion.posts(viewer=world.nobody).filter(source=WORDS).count() == 1
    assert Post.objects.filter(source=WORDS).count() == 1
    assert Thread.objects.filter(title="Cores").count() == as_thread


def test_a_refusal_undone_in_bulk_waits_again(world: World) -> None:
    item = held(world)
    made = services.decide_many(
        actor=world.moderator, items=[(item.pk, item.version)], choice=services.Choice("remove", "spam")
    )
    assert (len(made.decided), Submission.objects.get().state) == (1, SubmissionState.REFUSED)

    services.undo_bulk(actor=world.moderator, bulk=made.bulk)

    waits = Submission.objects.get()
    assert (waits.state, waits.refusal) == (SubmissionState.WAITING, "")
    item.refresh_from_db()
    assert item.state == "open"


def test_a_refusal_overturned_on_appeal_lets_the_text_stand(world: World) -> None:
    decide(held(world), world.moderator, "remove", reason="spam")
    appeal = file_appeal(member_id=world.newcomer.pk, statement_id=Statement.objects.get().pk, words="It is true.")

    judge(Appeal.objects.get(pk=appeal), world.second_moderator, "overturned")

    assert discussion.posts(viewer=world.nobody).filter(source=WORDS).count() == 1
    assert Submission.objects.get().state == SubmissionState.RELEASED


def test_a_removal_taken_back_no_longer_marks_its_like(world: World) -> None:
    made = decide(reported(world, bad_post(world)), world.moderator, "remove")
    assert RemovedSketch.objects.count() == 1
    services.reverse_action(actor=world.moderator, action_id=made.action_id)
    assert RemovedSketch.objects.count() == 0
    assert Action.objects.get().state == "reversed"
