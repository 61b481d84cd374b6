"""Taking something back undoes what it did, and nothing that was decided since."""

from datetime import timedelta

import time_machine

from forum.kernel import clock
from moderation.actions import services
from moderation.actions.models import Action, Statement, Strike
from moderation.actions.services import Choice
from moderation.appeals import services as appeals
from moderation.queue.models import ReviewItem
from tests.queue.ground import bad_post, decide, reported, taken
from tests.world import World, start
from threads.discussion.models import Thread


def act(world: World, thread: Thread, kind: str, **chosen: object) -> int:
    choice = Choice(kind, "other", **chosen)  # type: ignore[arg-type]
    target = str(thread.pk)
    return services.take_action(
        actor=world.moderator, target_kind="thread", target_id=target, choice=choice
    ).action_id  # fmt: skip


def closed(thread: Thread) -> bool:
    return Thread.objects.get(pk=thread.pk).closed


def test_of_two_locks_the_thread_opens_with_the_last(world: World) -> None:
    thread = start(world.newcomer, world.public)
    short = act(world, thread, "lock", term=timedelta(hours=1))
    long = act(world, thread, "lock")
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        services.end_action(action_id=short)
    assert closed(thread)
    services.reverse_action(actor=world.moderator, action_id=long)
    assert not closed(thread)


def test_a_thread_that_was_moved_on_stays_there(world: World) -> None:
    thread = start(world.newcomer, world.public)
    first, second = (board.slug for board in world.boards[1:3])
    moved = act(world, thread, "move", board=first)
    again = act(world, thread, "move", board=second)
    services.reverse_action(actor=world.moderator, action_id=moved)
    assert Thread.objects.get(pk=thread.pk).board.slug == second
    services.reverse_action(actor=world.moderator, action_id=again)
    assert Thread.objects.get(pk=thread.pk).board.slug == first


def test_an_undone_bulk_leaves_what_was_decided_anew(world: World) -> None:
    items = [reported(world, bad_post(world)) for _number in range(2)]
    chosen = Choice("hide", "spam")
    made = services.decide_many(
        actor=world.moderator, items=[(one.pk, one.version) for one in items], choice=chosen
    )  # fmt: skip
    one = Action.objects.get(item=items[0])
    services.reverse_action(actor=world.moderator, action_id=one.pk, reopen=True)
    removal = decide(ReviewItem.objects.get(pk=items[0].pk), world.second_moderator, "remove")

    assert services.undo_bulk(actor=world.moderator, bulk=made.bulk) == 1

    assert Action.objects.get(pk=removal.action_id).state == "in_force"
    assert ReviewItem.objects.get(pk=items[0].pk).state == "decided"
    assert ReviewItem.objects.get(pk=items[1].pk).state == "open"


def test_an_appeal_won_after_the_term_takes_the_strike_and_the_reports_outcome(world: World) -> None:
    item = reported(world)
    silence = decide(item, world.moderator, "silence", term=timedelta(days=1)).action_id
    with time_machine.travel(clock.now() + timedelta(days=2)):
        services.end_action(action_id=silence)
        statement = Statement.objects.get()
        appeal = appeals.file_appeal(member_id=world.newcomer.pk, statement_id=statement.pk, words="It was a joke.")
        held = taken(ReviewItem.objects.get(kind="appeal"), world.second_moderator)
        appeals.decide_appeal(
            actor=world.second_moderator, appeal_id=appeal, version=held.version, outcome="overturned", answer="It was."
        )
    given = Strike.objects.get()
    assert given.withdrawn
    item.refresh_from_db()
    assert item.outcome == "not_upheld"
    assert Action.objects.get(pk=silence).state == "reversed"
    world.newcomer.refresh_from_db()
    assert world.newcomer.standing == "good"
