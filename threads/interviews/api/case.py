"""The case over REST, for its editors and its guest: steps, contact log, terms, risk."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from rest_framework.request import Request
from rest_framework.serializers import BooleanField, ChoiceField, DateField, DateTimeField, ListField

from forum.http.api import Call, Created, Endpoint, NoContent, Page, operation
from forum.http.fields import IdField, StrictSerializer, TextField
from forum.kernel.errors import FieldError, Invalid, NotFound
from threads.interviews.models.answers import Attribution
from threads.interviews.models.case import NAME_LONGEST, REASON_LONGEST, InterviewContact
from threads.interviews.models.transcripts import TakedownVote
from threads.interviews.selectors import cases, desk
from threads.interviews.services import answering, approach, asking, publishing, requests
from threads.interviews.services.refusing import noting
from threads.interviews.shapes import (
    ContactShape,
    InterviewShape,
    InvitationShape,
    StepShape,
    TermsShape,
    contact_shape,
    interview_shape,
    step_shape,
    terms_shape,
)

REFUSALS = (
    "not_found", "editors_only", "interview_wrong_state", "silenced", "risk_review_first", "guest_check_first", "terms_first",
    "consent_first", "interview_frozen", "embargo_holds", "second_editor_needed", "text_empty",
)  # fmt: skip


TARGETS = (
    "triage", "merged", "withdrawn", "declined", "accepted", "refused", "terms_agreed", "collecting", "selected", "answering",
    "guest_review", "frozen", "published", "embargoed", "taken_down",
)  # fmt: skip


class TransitionInput(StrictSerializer):
    to = ChoiceField(choices=TARGETS, help_text="The state to reach, as the table of states names it.")
    reason = TextField(max_length=REASON_LONGEST, required=False, help_text="For declined and taken_down; public.")
    into = IdField(required=False, help_text="For merged: the other interview.")
    show = BooleanField(default=False, help_text="For accepted and refused: others may see it from now on.")
    terms = IdField(required=False, help_text="For terms_agreed: the offer that you have read.")
    until = DateTimeField(required=False, help_text="For collecting: the end; for embargoed: the time of publication.")
    answers_due = DateTimeField(required=False, help_text="For collecting: when the guest should have answered.")
    live = BooleanField(default=False, help_text="For collecting: a live hour.")
    hold = BooleanField(default=False, help_text="For collecting: hold each question for the editors first.")
    questions = ListField(child=IdField(), required=False, max_length=asking.MOST_SELECTED, help_text="For selected.")
    ground = ChoiceField(choices=TakedownVote.Ground.values, required=False, help_text="For taken_down.")


class ContactInput(StrictSerializer):
    channel = ChoiceField(choices=InterviewContact.Channel.values)
    contacted_on = DateField()
    terms = TextField(max_length=REASON_LONGEST)
    note = TextField(max_length=REASON_LONGEST, required=False, allow_blank=True)


class TermsInput(StrictSerializer):
    wording = TextField(max_length=approach.WORDING_LONGEST)
    attribution = ChoiceField(choices=Attribution.values)
    shown_as = TextField(max_length=NAME_LONGEST, lines=False)
    shown_role = TextField(max_length=NAME_LONGEST, lines=False, required=False, allow_blank=True)


class RiskInput(StrictSerializer):
    danger = BooleanField()
    proceed = BooleanField(required=False, help_text="With `measures`: a review, and whether the case may go on.")
    measures = TextField(max_length=REASON_LONGEST, required=False)


type Step = Callable[[Any, int, dict[str, Any]], object]


def _needed(body: dict[str, Any], name: str) -> Any:
    """A value without which this step makes no sense; the service would not know what to do."""
    if name not in body:
        raise Invalid(errors=[FieldError(name, "required", "This step needs it.")])
    return body[name]


def _withdraw(actor: Any, pk: int, body: dict[str, Any]) -> None:
    if cases.sight(pk, viewer=actor).guest:
        approach.withdraw_guest(actor=actor, interview_id=pk)
    else:
        requests.withdraw_request(actor=actor, interview_id=pk)


def _answering(actor: Any, pk: int, body: dict[str, Any]) -> None:
    back = cases.sight(pk, viewer=actor).guest
    (answering.send_back if back else answering.start_answering)(actor=actor, interview_id=pk)


STEPS: dict[str, Step] = {
    "triage": lambda actor, pk, body: requests.take_up(actor=actor, interview_id=pk),
    "merged": lambda actor, pk, body: requests.merge_interview(
        actor=actor, interview_id=pk, into_id=_needed(body, "into")),
    "withdrawn": _withdraw,
    "declined": lambda actor, pk, body: requests.decline_interview(
        actor=actor, interview_id=pk, reason=_needed(body, "reason")),
    "accepted": lambda actor, pk, body: approach.accept_interview(actor=actor, interview_id=pk, show=body["show"]),
    "refused": lambda actor, pk, body: approach.refuse_interview(
        actor=actor, interview_id=pk, show=body["show"], reason=body.get("reason", "")),
    "terms_agreed": lambda actor, pk, body: approach.agree_terms(
        actor=actor, interview_id=pk, terms_id=_needed(body, "terms")),
    "collecting": lambda actor, pk, body: asking.open_questions(
        actor=actor, interview_id=pk, until=_needed(body, "until"), live=body["live"], hold=body["hold"],
        answers_due=body.get("answers_due")),
    "selected": lambda actor, pk, body: asking.select_questions(
        actor=actor, interview_id=pk, question_ids=_needed(body, "questions")),
    "answering": _answering,
    "guest_review": lambda actor, pk, body: answering.send_for_review(actor=actor, interview_id=pk),
    "frozen": lambda actor, pk, body: answering.freeze_answers(actor=actor, interview_id=pk),
    "published": lambda actor, pk, body: publishing.publish_transcript(actor=actor, interview_id=pk),
    "embargoed": lambda actor, pk, body: publishing.publish_transcript(
        actor=actor, interview_id=pk, embargo_until=_needed(body, "until")),
    "taken_down": lambda actor, pk, body: publishing.vote_takedown(
        actor=actor, interview_id=pk, ground=_needed(body, "ground"), reason=_needed(body, "reason")),
}  # fmt: skip


class Transitions(Endpoint):
    @operation(summary="Steps of the case", out=Page[StepShape], scope="interviews:read", errors=("not_found",))
    def get(self, request: Request, call: Call, interview_id: int) -> Page[StepShape]:
        """Every step so far with its true state. For the editors of the case; for others there is nothing here."""
        _check_editor(request, interview_id)
        return Page(results=[step_shape(one) for one in desk.steps(interview_id)])

    @operation(
        summary="Take a step", body=TransitionInput, out=InterviewShape, scope="interviews:write", limit="write", idempotent=True,
        errors=REFUSALS,
    )  # fmt: skip
    def post(self, request: Request, call: Call, interview_id: int) -> InterviewShape:
        """Take the interview a step further; who may, and from where, is the table of states. No step can be skipped."""
        with noting(interview_id, request.user):
            call.once(lambda: STEPS[call.body["to"]](request.user, interview_id, call.body) and None)
        return interview_shape(cases.interview_row(interview_id))


class Approach(Endpoint):
    @operation(
        summary="Approach the guest",
        out=InvitationShape,
        status=201,
        scope="interviews:write",
        limit="write",
        errors=REFUSALS,
    )
    def post(self, request: Request, call: Call, interview_id: int) -> Created[InvitationShape]:
        """Make the guest's single-use invitation; its secret is shown this once, so it takes no key: a repeat makes a new one."""
        with noting(interview_id, request.user):
            secret = approach.approach_guest(actor=request.user, interview_id=interview_id)
        return Created(
            InvitationShape(path=reverse("invitation", args=[secret])), location=f"/api/v1/interviews/{interview_id}"
        )


class Contacts(Endpoint):
    @operation(summary="The contact log", out=Page[ContactShape], scope="interviews:read", errors=("not_found",))
    def get(self, request: Request, call: Call, interview_id: int) -> Page[ContactShape]:
        """For the editors of the case alone; for everybody else, staff too, there is nothing here."""
        _check_editor(request, interview_id)
        return Page(results=[contact_shape(one) for one in desk.desk(interview_id).contacts])

    @operation(
        summary="Add to the contact log", body=ContactInput, status=204, scope="interviews:write", limit="write", idempotent=True,
        errors=("not_found", "editors_only", "silenced"),
    )  # fmt: skip
    def post(self, request: Request, call: Call, interview_id: int) -> NoContent:
        """Write down how, when and on which terms somebody was asked."""
        with noting(interview_id, request.user):
            call.once(lambda: approach.log_contact(actor=request.user, interview_id=interview_id, **call.body))
        return NoContent()


class Terms(Endpoint):
    @operation(summary="The terms", out=TermsShape, scope="interviews:read", errors=("not_found",))
    def get(self, request: Request, call: Call, interview_id: int) -> TermsShape:
        """The terms agreed on, else the newest offer. For guest and case."""
        found = desk.terms_of(interview_id) if cases.sight(interview_id, viewer=request.user).inside else None
        if found is None:
            raise NotFound
        return terms_shape(found)

    @operation(
        summary="Offer terms",
        body=TermsInput,
        status=204,
        scope="interviews:write",
        limit="write",
        idempotent=True,
        errors=REFUSALS,
    )
    def post(self, request: Request, call: Call, interview_id: int) -> NoContent:
        """Offer the guest a wording, and the name under which they will show."""
        with noting(interview_id, request.user):
            call.once(lambda: approach.offer_terms(actor=request.user, interview_id=interview_id, **call.body))
        return NoContent()


class Risk(Endpoint):
    @operation(
        summary="Say what the risk is",
        body=RiskInput,
        status=204,
        scope="interviews:write",
        limit="write",
        errors=REFUSALS,
    )
    def put(self, request: Request, call: Call, interview_id: int) -> NoContent:
        """Whether being asked may put the guest in danger, and with `measures` a review."""
        body = call.body
        with noting(interview_id, request.user):
            requests.assess_risk(actor=request.user, interview_id=interview_id, danger=body["danger"])
            if "measures" in body:
                requests.review_risk(
                    actor=request.user, interview_id=interview_id, proceed=body.get("proceed", False),
                    measures=body["measures"],
                )  # fmt: skip
        return NoContent()


def _check_editor(request: Request, interview_id: int) -> None:
    if not cases.sight(interview_id, viewer=request.user).editor:
        raise NotFound
