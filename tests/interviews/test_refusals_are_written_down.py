"""Whoever tries in a case what is not theirs is refused, changes nothing, and stands in the audit with the code."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.interviews.cases import ask, at, only_noted
from tests.world import World, client_of, code_of, send
from threads.interviews.models import Interview, Question
from threads.interviews.states import State

type Api = Callable[..., Client]
OPERATIONS = {
    "put questions/{question}/admission": None, "put questions/{question}/refusal": {"reason": "No."},
    "put questions/{question}/merger": {"into": 1}, "put questions/{question}/selection": None,
    "post questions/{question}/follow-ups": {"text": "And?"},
    "put interviews/{interview}/risk": {"danger": False},
    "post interviews/{interview}/contacts": {"channel": "mail", "contacted_on": "2026-11-22", "terms": "A"},
    "post interviews/{interview}/terms": {"wording": "A", "attribution": "on_record", "shown_as": "B"},
}  # fmt: skip
FORMS = {"admit": {}, "put": {}, "decline": {"reason": "No."}, "merge": {"into": 1}, "follow": {"text": "And?"}}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_over_rest_by_an_administrator_who_is_not_of_the_case(world: World, api: Api, operation: str) -> None:
    interview_id = at(world, State.COLLECTING)
    ids = {"interview": interview_id, "question": ask(world, interview_id).pk}
    body = OPERATIONS[operation]
    if body and "into" in body:
        body = {"into": ask(world, interview_id, "Another?").pk}
    admin = api(world.admin)
    method, path = operation.split()

    with only_noted("editors_only"):
        answer = send(admin, method, f"/api/v1/{path.format(**ids)}", body)

    assert (answer.status_code, code_of(answer)) == (403, "editors_only")


@pytest.mark.parametrize("verb", FORMS)
def test_by_the_page_of_a_question(world: World, verb: str) -> None:
    interview_id = at(world, State.COLLECTING)
    question, other = ask(world, interview_id), ask(world, interview_id, "Another?")
    data = {f"{verb}-{name}": other.pk if name == "into" else value for name, value in FORMS[verb].items()}
    admin = client_of(world.admin)
    admin.get("/interviews")

    with only_noted("editors_only"):
        answer = admin.post(f"/interviews/{interview_id}/questions/{question.pk}", {"do": verb, **data})

    assert answer.status_code == 403


def test_an_edit_after_the_freeze_by_the_guest_names_no_account(world: World, api: Api) -> None:
    interview_id = at(world, State.FROZEN)
    question = Question.objects.get(interview=interview_id)
    guest = api(world.guest)

    with only_noted("interview_frozen"):
        body = {"text": "B", "attribution": "on_record", "version": 1}
        answer = send(guest, "put", f"/api/v1/questions/{question.pk}/answer", body)

    assert code_of(answer) == "interview_frozen"
    assert Interview.objects.get(pk=interview_id).state == State.FROZEN
