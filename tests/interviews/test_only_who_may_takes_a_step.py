"""Who takes which step: what the table gives to one is refused to the others, by the services and by the database."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import Error as DatabaseError
from django.db import transaction
from django.test import Client

from forum.kernel import clock
from tests.interviews.cases import at, only_noted, propose
from tests.world import World, code_of, nothing_changes, send
from threads.interviews.models import Interview, InterviewTerms
from threads.interviews.policies import EditorsOnly, WrongState
from threads.interviews.services import answering, approach, publishing, requests
from threads.interviews.states import BEFORE_FREEZE, State

type Api = Callable[..., Client]


@pytest.mark.parametrize("state", BEFORE_FREEZE)
def test_a_proposer_takes_back_a_proposal_and_nothing_later(world: World, state: State) -> None:
    interview_id = at(world, state)

    with nothing_changes(), pytest.raises(WrongState), transaction.atomic():
        requests.withdraw_request(actor=world.geologist, interview_id=interview_id)


def test_an_editor_does_not_pull_the_answers_back_from_the_guest(world: World) -> None:
    interview_id = at(world, State.GUEST_REVIEW)

    with nothing_changes(), pytest.raises(WrongState), transaction.atomic():
        answering.start_answering(actor=world.editor, interview_id=interview_id)


def test_a_guest_does_not_begin_before_an_editor_lets_them(world: World) -> None:
    interview_id = at(world, State.SELECTED)

    with nothing_changes(), pytest.raises(WrongState), transaction.atomic():
        answering.send_back(actor=world.guest, interview_id=interview_id)


def test_what_is_embargoed_is_not_published_again_nor_earlier(world: World, api: Api) -> None:
    interview_id = at(world, State.FROZEN)
    until = clock.now() + timedelta(hours=1)
    publishing.publish_transcript(actor=world.editor, interview_id=interview_id, embargo_until=until)

    editor = api(world.editor)
    with only_noted("embargo_holds"):
        again = send(editor, "post", f"/api/v1/interviews/{interview_id}/transitions", {"to": "published"})
    assert (again.status_code, code_of(again)) == (409, "embargo_holds")
    for change in ({"embargo_until": clock.now()}, {"published_at": clock.now()}):
        with nothing_changes(), pytest.raises(DatabaseError, match="announced"), transaction.atomic():
            Interview.objects.filter(pk=interview_id).update(**change)


def test_an_editor_of_the_case_is_not_its_guest(world: World) -> None:
    from_editor = at(world, State.APPROACHED)
    Interview.objects.get(pk=from_editor).invitation.opened.__class__.objects.update(member=world.editor)

    with nothing_changes(), pytest.raises(EditorsOnly), transaction.atomic():
        approach.accept_interview(actor=world.editor, interview_id=from_editor, show=False)


def test_agreed_terms_and_the_guest_stay_as_they_were(world: World) -> None:
    interview_id = at(world, State.TERMS_AGREED)

    with nothing_changes(), pytest.raises(DatabaseError, match="terms stay"), transaction.atomic():
        InterviewTerms.objects.filter(interview=interview_id).update(wording="Otherwise.")
    with nothing_changes(), pytest.raises(DatabaseError, match="has its guest"), transaction.atomic():
        Interview.objects.filter(pk=interview_id).update(guest=world.operator)


def test_merging_tells_nobody_how_a_closed_case_ended(world: World, api: Api) -> None:
    hidden, lapsed = at(world, State.ACCEPTED), at(world, State.TRIAGE)
    approach.withdraw_guest(actor=world.guest, interview_id=hidden)
    Interview.objects.filter(pk=lapsed).update(lapse_on=clock.today() - timedelta(days=1))
    approach.lapse_interview(interview_id=lapsed)
    proposal = propose(world)

    path, admin = f"/api/v1/interviews/{proposal}/transitions", api(world.admin)
    with nothing_changes():
        answers = [send(admin, "post", path, {"to": "merged", "into": into}) for into in (hidden, lapsed)]

    assert [code_of(one) for one in answers] == ["invalid", "invalid"]
