"""Requests: taken up, merged, declined and looked at for risk by editors, or taken back by their proposer."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.members.selectors import Viewer, member_by_handle
from forum.kernel import clock, text
from forum.kernel.errors import FieldError, Invalid
from threads.discussion.policies import refusal
from threads.interviews import policies
from threads.interviews.models import CaseEditor, InterviewRiskReview, InterviewSupport, Risk
from threads.interviews.models.case import REASON_LONGEST
from threads.interviews.selectors import cases, desk
from threads.interviews.services.moving import move, touch
from threads.interviews.states import Face, State
from threads.interviews.texts import line

LAPSE = timedelta(days=180)
"""After so long with the editors a proposal lapses, whether or not anybody was approached: the end tells nothing."""

OVER = (Face.MERGED, Face.WITHDRAWN, Face.DECLINED, Face.CLOSED, Face.TAKEN_DOWN)


@transaction.atomic
def withdraw_request(*, actor: Viewer, interview_id: int) -> None:
    """Take back one's own proposal while nobody has taken it up. Locks the interview's row."""
    interview = cases.interview_for_update(interview_id)
    member = policies.check_withdraw_request(actor, interview)
    move(interview, State.WITHDRAWN, actor=member)


@transaction.atomic
def take_up(*, actor: Viewer, interview_id: int) -> None:
    """Take a proposal on as its first editor, or one that came by seconds and has no editor. Locks the interview's row.

    Raises `EditorsOnly`, `WrongState`.
    """
    interview = cases.interview_for_update(interview_id)
    member = policies.check_editor(actor)
    if interview.state == State.TRIAGE and not desk.has_editors(interview):
        CaseEditor.objects.create(interview=interview, editor=member)
        touch(interview, member)
        return
    interview.lapse_on = clock.today() + LAPSE
    move(interview, State.TRIAGE, actor=member)
    CaseEditor.objects.create(interview=interview, editor=member)


@transaction.atomic
def merge_interview(*, actor: Viewer, interview_id: int, into_id: int) -> None:
    """Merge a proposal into another interview, with its seconds while that one is a proposal, too.

    Locks both rows, the lower id first. Raises `EditorsOnly`, `WrongState`, `Invalid` for itself or one that has ended.
    """
    locked = {pk: cases.interview_for_update(pk) for pk in sorted({interview_id, into_id})}
    member = policies.check_editor(actor)
    interview, into = locked[interview_id], locked[into_id]
    # By its face: by its state an editor of no case could tell a lapse from a guest who withdrew unseen.
    if interview_id == into_id or into.face in OVER:
        detail = _("Merge into another interview that goes on.")
        raise Invalid(detail, errors=[FieldError("into", "bad_target", detail)])
    interview.merged_into = into
    move(interview, State.MERGED, actor=member)
    if into.state == State.PROPOSED:
        for support in InterviewSupport.objects.filter(interview=interview):
            InterviewSupport.objects.get_or_create(
                interview=into, member_id=support.member_id, defaults={"waits_since": support.waits_since}
            )
        into.second_count = InterviewSupport.objects.filter(interview=into, waits_since=None).count()
        into.version += 1
        into.save(update_fields=["second_count", "version"])


@transaction.atomic
def decline_interview(*, actor: Viewer, interview_id: int, reason: str) -> None:
    """Decline in public, with the reason. Locks the interview's row. Raises `EditorsOnly`, `WrongState`, `TextEmpty`."""
    interview = cases.interview_for_update(interview_id)
    member = policies.check_case(actor, interview)
    interview.public_reason = line(
        reason, longest=REASON_LONGEST, kind="interview_reason", author_id=member.pk, lines=True
    )
    if not interview.public_reason:
        raise text.TextEmpty
    move(interview, State.DECLINED, actor=member)


@transaction.atomic
def assess_risk(*, actor: Viewer, interview_id: int, danger: bool) -> None:
    """Say whether being asked may put the guest in danger. For the case alone. Locks the interview's row."""
    interview = cases.interview_for_update(interview_id)
    member = policies.check_case(actor, interview)
    if interview.state != State.TRIAGE:
        raise policies.WrongState
    interview.risk = Risk.DANGER if danger else Risk.LOW
    interview.save(update_fields=["risk"])
    touch(interview, member)


@transaction.atomic
def review_risk(*, actor: Viewer, interview_id: int, proceed: bool, measures: str) -> None:
    """Write a risk review: whether to go on, and what is done to keep the guest safe. Locks the interview's row."""
    interview = cases.interview_for_update(interview_id)
    member = policies.check_case(actor, interview)
    if interview.state != State.TRIAGE:
        raise policies.WrongState
    cleaned = line(measures, longest=REASON_LONGEST, kind="interview_case", author_id=member.pk, lines=True)
    if not cleaned:
        raise text.TextEmpty
    InterviewRiskReview.objects.create(
        interview=interview, editor=member, proceed=proceed, measures=cleaned, reviewed_on=clock.today()
    )
    touch(interview, member)


@transaction.atomic
def add_case_editor(*, actor: Viewer, interview_id: int, handle: str) -> None:
    """Let another editor into the case. Locks the interview's row. Raises `EditorsOnly`, `Invalid` for whom that is none."""
    interview = cases.interview_for_update(interview_id)
    member = policies.check_case(actor, interview)
    colleague = member_by_handle(handle)
    if colleague is None or refusal(policies.check_editor, colleague) or colleague.pk == interview.guest_id:
        detail = _("No editor has this handle.")
        raise Invalid(detail, errors=[FieldError("handle", "not_an_editor", detail)])
    CaseEditor.objects.get_or_create(interview=interview, editor=colleague)
    touch(interview, member)
