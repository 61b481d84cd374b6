"""Appeals: by whom it met, within the term, to a moderator who had no part in it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.members.models import Member, Standing
from forum.kernel import clock
from forum.kernel.errors import AssayError
from forum.kernel.events.models import Outbox
from moderation.actions import links
from moderation.actions import services as actions
from moderation.actions.kinds import APPEAL_TERM
from moderation.actions.models import Action, SealedText, State, Statement, Strike
from moderation.appeals import selectors, services
from moderation.appeals.models import Appeal
from moderation.queue import services as queue
from moderation.queue.models import Report, ReviewItem
from tests.queue.ground import at_once, bad_post, decide, reported, taken
from tests.world import World, client_of, nothing_changes
from threads.discussion.models import State as PostState

type Api = Callable[..., Client]


def appealed(world: World, kind: str = "remove") -> Appeal:
    decide(reported(world), world.moderator, kind)
    statement = Statement.objects.get()
    made = services.file_appeal(member_id=world.newcomer.pk, statement_id=statement.pk, words="It was a joke.")
    return Appeal.objects.get(pk=made)


def judge(appeal: Appeal, by: Member, outcome: str, instead: actions.Choice | None = None) -> None:
    item = taken(ReviewItem.objects.get(target_kind="appeal"), by)
    services.decide_appeal(
        actor=by,
        appeal_id=appeal.pk,
        version=item.version,
        outcome=outcome,
        answer="We looked at it again.",
        instead=instead,
    )


def test_overturning_a_removal_brings_back_the_text_the_standing_and_the_reports_outcome(world: World) -> None:
    post = bad_post(world)
    words = (post.source, post.html, post.text)
    decide(reported(world, post), world.moderator, "remove")
    made = services.file_appeal(
        member_id=world.newcomer.pk, statement_id=Statement.objects.get().pk, words="It was a joke."
    )

    judge(Appeal.objects.get(pk=made), world.second_moderator, "overturned")

    post.refresh_from_db()
    assert (post.source, post.html, post.text) == words
    assert post.state == PostState.VISIBLE
    assert Action.objects.get().state == State.REVERSED
    assert Strike.objects.get().withdrawn
    assert SealedText.objects.get().texts is None
    assert Report.objects.get().outcome == "not_upheld"


def test_upholding_leaves_everything_as_it_is(world: World) -> None:
    appeal = appealed(world)
    judge(appeal, world.second_moderator, "upheld")
    assert Action.objects.get().state == State.IN_FORCE
    assert (
        selectors.own_appeal(Statement.objects.get().pk, member_id=world.newcomer.pk).answer == "We looked at it again."
    )


def test_changing_puts_something_milder_in_its_place(world: World) -> None:
    appeal = appealed(world, "suspend")
    judge(appeal, world.second_moderator, "changed", actions.Choice("silence", term=timedelta(days=3)))
    assert Member.objects.get(pk=world.newcomer.pk).standing == Standing.SILENCED
    assert list(Action.objects.order_by("id").values_list("kind", "state")) == [
        ("suspend", "reversed"),
        ("silence", "in_force"),
    ]


def test_something_stricter_is_no_change_for_the_better(world: World) -> None:
    appeal = appealed(world, "silence")
    taken(ReviewItem.objects.get(target_kind="appeal"), world.second_moderator)
    version = ReviewItem.objects.get(target_kind="appeal").version
    with nothing_changes(), pytest.raises(AssayError):
        services.decide_appeal(
            actor=world.second_moderator, appeal_id=appeal.pk, version=version, outcome="changed", answer="Worse.",
            instead=actions.Choice("suspend"),
        )  # fmt: skip


def test_who_decided_is_not_offered_the_appeal_and_cannot_decide_it(world: World) -> None:
    appeal = appealed(world)
    assert queue.take_next(actor=world.moderator) is None
    with nothing_changes(), pytest.raises(AssayError) as refused:
        services.decide_appeal(
            actor=world.moderator, appeal_id=appeal.pk, version=1, outcome="upheld", answer="I was right."
        )
    assert refused.value.code == "had_a_part"


def test_the_database_holds_that_another_decides(world: World) -> None:
    appeal = appealed(world)
    with nothing_changes(), pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=appeal.pk).update(
            outcome="upheld", decided_by=world.moderator, decided_at=clock.now(), answer="I was right."
        )


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_is_given(world: World) -> None:
    appeal = appealed(world)
    item = taken(ReviewItem.objects.get(target_kind="appeal"), world.second_moderator)

    def act(number: int) -> str:
        try:
            services.decide_appeal(
                actor=world.second_moderator, appeal_id=appeal.pk, version=item.version,
                outcome=("upheld", "overturned")[number], answer="We looked at it again.",
            )  # fmt: skip
        except AssayError as refused:
            return refused.code
        return "done"

    assert sorted(at_once(2, act)) == ["appeal_closed", "done"]
    assert Outbox.objects.filter(name="appeal_decided").count() == 1
    assert Outbox.objects.get(name="decision_refused").payload["code"] == "appeal_closed"


def test_a_second_appeal_one_by_another_and_one_too_late_are_refused(world: World) -> None:
    decide(reported(world), world.moderator, "remove")
    statement = Statement.objects.get()
    with nothing_changes(), pytest.raises(AssayError) as foreign:
        services.file_appeal(member_id=world.geologist.pk, statement_id=statement.pk, words="Let me.")
    with (
        time_machine.travel(clock.now() + APPEAL_TERM + timedelta(days=1)),
        nothing_changes(),
        pytest.raises(AssayError) as late,
    ):
        services.file_appeal(member_id=world.newcomer.pk, statement_id=statement.pk, words="Now.")
    services.file_appeal(member_id=world.newcomer.pk, statement_id=statement.pk, words="It was a joke.")
    with nothing_changes(), pytest.raises(AssayError) as second:
        services.file_appeal(member_id=world.newcomer.pk, statement_id=statement.pk, words="Really.")
    assert [one.value.code for one in (foreign, late, second)] == ["not_found", "appeal_term_over", "already_appealed"]


def test_a_suspended_member_appeals_by_the_sealed_link(world: World) -> None:
    decide(reported(world), world.moderator, "suspend")
    statement = Statement.objects.get()
    browser, url = client_of(world.nobody), links.notice_url(statement.pk, world.newcomer.pk)

    assert "Suspended" in browser.get(url).content.decode()
    answer = browser.post(url, {"text": "It was a joke."})

    assert (answer.status_code, Appeal.objects.get().member_id) == (303, world.newcomer.pk)


def test_the_dialogue_names_nobody_of_staff_to_the_member(world: World) -> None:
    appeal = appealed(world)
    services.ask(actor=world.second_moderator, appeal_id=appeal.pk, words="Which joke?")
    services.write_message(member_id=world.newcomer.pk, appeal_id=appeal.pk, words="The one about Monday.")

    page = client_of(world.newcomer).get(f"/notices/{Statement.objects.get().pk}").content.decode()

    assert "Which joke?" in page
    assert "milo-moderator" not in page


def test_sealed_texts_are_destroyed_when_the_window_has_closed_but_not_under_an_open_appeal(world: World) -> None:
    appeal = appealed(world)
    with time_machine.travel(clock.now() + APPEAL_TERM + timedelta(days=1)):
        assert actions.destroy_due(held=selectors.open_actions()) == 0
        Appeal.objects.filter(pk=appeal.pk).update(outcome="withdrawn", decided_at=clock.now())
        assert actions.destroy_due(held=selectors.open_actions()) == 1
        assert actions.destroy_due(held=selectors.open_actions()) == 0
    assert SealedText.objects.get().texts is None
