"""Every step from every state: what the table allows happens, everything else is refused by policy and by the database."""

from itertools import product

import pytest
from django.db import Error as DatabaseError
from django.db import connection, transaction

from forum.kernel import clock
from tests.interviews.cases import PATH, at, state_of
from tests.world import World, nothing_changes
from threads.interviews.models import Interview, InterviewTransition
from threads.interviews.policies import Frozen
from threads.interviews.services import approach
from threads.interviews.states import BEFORE_FREEZE, STEPS, Face, State, face


@pytest.mark.parametrize("state", PATH)
def test_the_path_leads_through_every_state_and_is_written_down(world: World, state: State) -> None:
    interview_id = at(world, state)
    interview = Interview.objects.get(pk=interview_id)
    steps = InterviewTransition.objects.filter(interview=interview).order_by("number")

    assert interview.state == state
    assert [step.to_state for step in steps] == list(PATH[1 : PATH.index(state) + 1])
    assert interview.state_number == len(steps)


def test_the_database_knows_exactly_the_steps_of_the_table(world: World) -> None:
    interview_id = at(world, State.PROPOSED)
    taken, refusals = set(), set()
    with connection.cursor() as cursor:
        # The triggers know where this interview stands; here the constraint alone is asked about every pair.
        cursor.execute("ALTER TABLE threads_interviewtransition DISABLE TRIGGER USER")
        for before, after in product(State, State):
            try:
                with transaction.atomic():
                    InterviewTransition.objects.create(
                        interview_id=interview_id, number=1, from_state=before, to_state=after, at=clock.now()
                    )
                    taken.add((before, after))
                    transaction.set_rollback(True)
            except DatabaseError as error:
                refusals.add("interview_step_allowed" in str(error))
        cursor.execute("ALTER TABLE threads_interviewtransition ENABLE TRIGGER USER")

    assert refusals == {True}
    assert taken == {(before, after) for before, many in STEPS.items() for after in many}


@pytest.mark.parametrize("state", [one for one in State if one != State.PROPOSED])
def test_the_row_itself_cannot_be_set_to_a_state_without_the_step(world: World, state: State) -> None:
    interview_id = at(world, State.PROPOSED)
    values = {
        "state": state,
        "state_number": 1,
        "public_reason": "x",
        "published_at": clock.now(),
        "guest": world.guest,
    }

    with nothing_changes(), pytest.raises(DatabaseError), transaction.atomic():
        Interview.objects.filter(pk=interview_id).update(**values)
    assert state_of(interview_id) == State.PROPOSED


def test_steps_are_neither_rewritten_nor_removed(world: World) -> None:
    at(world, State.TRIAGE)

    for change in (lambda rows: rows.update(note="Otherwise."), lambda rows: rows.delete()):
        with nothing_changes(), pytest.raises(DatabaseError), transaction.atomic():
            change(InterviewTransition.objects.all())


@pytest.mark.parametrize("state", PATH)
def test_the_face_that_python_tells_is_the_one_that_the_database_keeps(world: World, state: State) -> None:
    interview = Interview.objects.get(pk=at(world, state))

    assert interview.face == face(state, guest_shown=interview.guest_shown)


@pytest.mark.parametrize("state", BEFORE_FREEZE)
def test_the_guest_withdraws_until_the_freeze_and_what_nobody_knew_of_stays_unknown(world: World, state: State) -> None:
    interview_id = at(world, state)

    approach.withdraw_guest(actor=world.guest, interview_id=interview_id)

    hidden = state in {State.ACCEPTED, State.TERMS_AGREED}
    assert state_of(interview_id) == State.WITHDRAWN
    assert Interview.objects.get(pk=interview_id).face == (Face.CLOSED if hidden else Face.WITHDRAWN)


@pytest.mark.parametrize("state", [State.FROZEN, State.PUBLISHED])
def test_after_the_freeze_the_guest_no_longer_withdraws(world: World, state: State) -> None:
    interview_id = at(world, state)

    with nothing_changes(), pytest.raises(Frozen), transaction.atomic():
        approach.withdraw_guest(actor=world.guest, interview_id=interview_id)
