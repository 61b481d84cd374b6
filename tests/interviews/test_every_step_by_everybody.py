"""Every step from every state by everybody: what the table gives to whom, services and database take, and nothing else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import Error as DatabaseError
from django.db import connection, transaction

from accounts.members.models import Member, Role
from forum.kernel import clock
from forum.kernel.errors import AssayError
from tests.interviews.cases import PATH, as_before, ask, at, check, clear, offer, propose, second_editor
from tests.world import World, member
from threads.interviews.api.case import STEPS
from threads.interviews.models import Answer, Interview, InterviewTerms, Question, TakedownVote, Transcript
from threads.interviews.services import approach, asking, proposing, publishing
from threads.interviews.states import BEFORE_FREEZE, State

S = State
CASE, EDITORS, GUEST, CLOCK = {"editor"}, {"editor", "other editor", "admin"}, {"guest"}, {"clock"}
TABLE: dict[tuple[State, State], set[str]] = {
    (S.PROPOSED, S.TRIAGE): EDITORS | CLOCK, (S.PROPOSED, S.MERGED): EDITORS, (S.PROPOSED, S.WITHDRAWN): {"proposer"},
    (S.TRIAGE, S.APPROACHED): CASE, (S.TRIAGE, S.DECLINED): CASE, (S.TRIAGE, S.LAPSED): CLOCK,
    (S.APPROACHED, S.ACCEPTED): GUEST, (S.APPROACHED, S.REFUSED): GUEST | CASE, (S.APPROACHED, S.LAPSED): CLOCK,
    (S.ACCEPTED, S.TERMS_AGREED): GUEST, (S.TERMS_AGREED, S.COLLECTING): CASE,
    (S.COLLECTING, S.SELECTED): CASE | CLOCK, (S.SELECTED, S.ANSWERING): CASE, (S.ANSWERING, S.GUEST_REVIEW): CASE,
    (S.GUEST_REVIEW, S.FROZEN): GUEST, (S.GUEST_REVIEW, S.ANSWERING): GUEST,
    (S.FROZEN, S.EMBARGOED): CASE, (S.FROZEN, S.PUBLISHED): CASE, (S.EMBARGOED, S.PUBLISHED): CLOCK,
    (S.PUBLISHED, S.CORRECTED): CASE, (S.PUBLISHED, S.TAKEN_DOWN): EDITORS,
    (S.CORRECTED, S.CORRECTED): CASE, (S.CORRECTED, S.TAKEN_DOWN): EDITORS,
    **{(state, S.WITHDRAWN): GUEST for state in BEFORE_FREEZE},
}  # fmt: skip


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside did not happen."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def by_hand(changes: dict[str, object], pk: int) -> None:
    """Set columns that only the clock or nobody may set."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE threads_interview DISABLE TRIGGER USER")
        Interview.objects.filter(pk=pk).update(**changes)
        cursor.execute("ALTER TABLE threads_interview ENABLE TRIGGER USER")
    as_before()


def reached(world: World, state: State, third: Member) -> int:
    """An interview in `state`, at which everything is ready for each of its steps."""
    yesterday, tomorrow = clock.now() - timedelta(days=1), clock.now() + timedelta(days=1)
    if state in PATH:
        pk = at(world, state)
    elif state == S.EMBARGOED:
        pk = at(world, S.FROZEN)
        publishing.publish_transcript(actor=world.editor, interview_id=pk, embargo_until=tomorrow)
        by_hand({"embargo_until": yesterday, "published_at": yesterday}, pk)
    else:
        pk = ended(world, state, third)
    if state == S.PROPOSED:
        Interview.objects.filter(pk=pk).update(second_count=25)
    elif state in {S.TRIAGE, S.APPROACHED}:
        Interview.objects.filter(pk=pk).update(risk="low", public_reason="No.", lapse_on=yesterday.date())
    elif state == S.ACCEPTED:
        check(world, pk)
        offer(world, pk)
    elif state == S.TERMS_AGREED:
        Interview.objects.filter(pk=pk).update(guest_shown=True, questions_until=tomorrow)
    elif state == S.COLLECTING:
        ask(world, pk)
        Interview.objects.filter(pk=pk).update(questions_until=yesterday)
    elif state == S.GUEST_REVIEW:
        clear(world, pk)
    elif state in {S.PUBLISHED, S.CORRECTED}:
        vote(pk, third)
    return pk


def ended(world: World, state: State, third: Member) -> int:
    before = {S.MERGED: S.PROPOSED, S.WITHDRAWN: S.COLLECTING, S.REFUSED: S.APPROACHED, S.TAKEN_DOWN: S.PUBLISHED}
    pk = at(world, before.get(state, S.TRIAGE))
    if state == S.LAPSED:
        Interview.objects.filter(pk=pk).update(lapse_on=clock.today())
        approach.lapse_interview(interview_id=pk)
        return pk
    if state == S.TAKEN_DOWN:
        vote(pk, third)
    actor = world.guest if state in {S.WITHDRAWN, S.REFUSED} else world.editor
    STEPS[state](actor, pk, body(world, pk))
    return pk


def vote(pk: int, editor: Member) -> None:
    TakedownVote.objects.create(interview_id=pk, editor=editor, ground="law", reason="A court.", voted_at=clock.now())


def body(world: World, pk: int) -> dict[str, object]:
    """What each step asks for, all of it."""
    terms = InterviewTerms.objects.filter(interview=pk).order_by("-id").first()
    return {
        "reason": "Because.", "into": propose(world), "show": False, "terms": terms.pk if terms else 0, "ground": "law",
        "until": clock.now() + timedelta(days=1), "live": False, "hold": False,
        "questions": list(Question.objects.filter(interview=pk, state="open").values_list("id", flat=True)),
    }  # fmt: skip


def steps_by_service(world: World, pk: int, people: dict[str, Member | None]) -> set[tuple[str, str]]:
    """Who got where by the services."""
    of_clock: dict[str, Callable[[], object]] = {
        S.TRIAGE: lambda: proposing.set_second(actor=world.operator, interview_id=pk, wanted=True),
        S.LAPSED: lambda: approach.lapse_interview(interview_id=pk),
        S.SELECTED: lambda: asking.close_asking(interview_id=pk),
        S.PUBLISHED: lambda: publishing.release_embargo(interview_id=pk),
    }
    asks = body(world, pk)
    answer = Answer.objects.filter(interview=pk).first()
    steps: dict[str, Callable[[Member], object]] = {
        **{to: lambda actor, step=step: step(actor, pk, asks) for to, step in STEPS.items()},
        S.APPROACHED: lambda actor: approach.approach_guest(actor=actor, interview_id=pk),
        S.CORRECTED: lambda actor: publishing.correct_answer(
            actor=actor, interview_id=pk, answer_id=answer.pk if answer else 0, source="Otherwise.", note="A word."
        ),
    }
    before = Interview.objects.get(pk=pk)
    taken = set()
    for who, actor in people.items():
        for to in State:
            step = of_clock.get(to) if actor is None else steps.get(to)
            if step is None:
                continue
            with undone():
                try:
                    with transaction.atomic():
                        step() if actor is None else step(actor)
                except AssayError:
                    continue
                after = Interview.objects.get(pk=pk)
                if after.state_number != before.state_number:
                    assert (after.state, after.state_number) == (to, before.state_number + 1)
                    taken.add((to, who))
    return taken


def steps_by_hand(world: World, pk: int, people: dict[str, Member | None]) -> set[tuple[str, str]]:
    """Who got where in SQL, past every service; all that the triggers ask for besides is there."""
    before = Interview.objects.get(pk=pk)
    other = propose(world)
    if before.state == S.ACCEPTED:
        InterviewTerms.objects.filter(interview=pk).update(agreed_on=clock.today())
    for version in {S.FROZEN: [1], S.PUBLISHED: [2], S.CORRECTED: [3]}.get(before.state, []):
        Transcript.objects.create(
            interview=before, version=version, document=b"{}", sha256=bytes(32), signature=bytes(64), key_id="0", note="A",
            made_at=clock.now(),
        )  # fmt: skip
    if before.state in {S.PUBLISHED, S.CORRECTED}:
        vote(pk, world.admin)
    until = clock.now() + timedelta(days=1)
    taken = set()
    with connection.cursor() as cursor:
        for who, actor in people.items():
            for to in State:
                values = [actor.pk if actor else None, before.state, to, pk]
                try:
                    with undone():
                        cursor.execute(
                            "INSERT INTO threads_interviewtransition (interview_id, number, actor_id, from_state, to_state, note,"
                            " at) SELECT id, state_number + 1, %s, %s, %s, '', now() FROM threads_interview WHERE id = %s",
                            values,
                        )
                        cursor.execute(
                            "UPDATE threads_interview SET state = %s, state_number = state_number + 1, merged_into_id = %s,"
                            " public_reason = 'Because.', guest_id = coalesce(guest_id, %s),"
                            " published_at = coalesce(published_at, now()), embargo_until = coalesce(embargo_until, %s)"
                            " WHERE id = %s",
                            [
                                to,
                                other if to == S.MERGED else None,
                                world.guest.pk,
                                until if to == S.EMBARGOED else None,
                                pk,
                            ],
                        )
                        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                        taken.add((str(to), who))
                except DatabaseError:
                    continue
    return taken


@pytest.mark.parametrize("state", list(State))
def test_a_step_is_taken_exactly_by_whom_the_table_names(world: World, state: State) -> None:
    third = member("third-editor", Role.EDITOR)
    pk = reached(world, state, third)
    people: dict[str, Member | None] = {
        "clock": None, "editor": world.editor, "other editor": second_editor(), "admin": world.admin, "guest": world.guest,
        "proposer": world.geologist, "operator": world.operator, "protected": world.protected,
        "moderator": world.moderator, "newcomer": world.newcomer,
    }  # fmt: skip
    table = {(str(to), who) for (before, to), many in TABLE.items() if before == state for who in many}
    assert Interview.objects.get(pk=pk).state == state

    assert steps_by_service(world, pk, people) == table
    with undone():
        assert steps_by_hand(world, pk, people) == table
    assert Interview.objects.get(pk=pk).state == state


def test_the_clock_takes_no_step_before_its_time(world: World) -> None:
    tomorrow = clock.now() + timedelta(days=1)
    early = {
        S.PROPOSED: (S.TRIAGE, {"second_count": 24}), S.TRIAGE: (S.LAPSED, {"lapse_on": tomorrow.date()}),
        S.APPROACHED: (S.LAPSED, {"lapse_on": tomorrow.date()}), S.COLLECTING: (S.SELECTED, {"questions_until": tomorrow}),
    }  # fmt: skip
    for state, (_to, changes) in early.items():
        pk = at(world, state)
        Interview.objects.filter(pk=pk).update(**changes)
        with undone():
            assert steps_by_hand(world, pk, {"clock": None}) == set()
        assert not approach.lapse_interview(interview_id=pk)
        assert not asking.close_asking(interview_id=pk)
        assert Interview.objects.get(pk=pk).state == state
