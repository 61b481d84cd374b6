"""The approach: from the first letter to agreed terms. Nobody outside the case learns that there was one."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.members.models import Invitation
from accounts.members.selectors import Viewer
from accounts.members.services import invite, revoke_invitation
from forum.kernel import clock, text
from forum.kernel.errors import FieldError, Invalid
from threads.interviews import policies
from threads.interviews.models import Attribution, InterviewContact, InterviewGuestCheck, InterviewTerms
from threads.interviews.models.case import NAME_LONGEST, REASON_LONGEST
from threads.interviews.selectors import cases, desk
from threads.interviews.services.moving import move, touch
from threads.interviews.states import State
from threads.interviews.texts import line

WORDING_LONGEST = 6_000


@transaction.atomic
def approach_guest(*, actor: Viewer, interview_id: int) -> str:
    """Begin the approach: the secret of the guest's single-use invitation, shown this once. Locks the interview's row.

    A guest who is still approached gets a new invitation in place of the old one. Raises `EditorsOnly`, `WrongState`,
    `RiskFirst`, and as `invite` does.
    """
    interview = cases.interview_for_update(interview_id)
    member = policies.check_case(actor, interview)
    again = interview.state == State.APPROACHED
    if not again:
        policies.check_step(interview, State.APPROACHED)
        policies.check_approach(interview)
    before = interview.invitation
    if before is not None and before.inviter_id == member.pk and before.used_on is None:
        revoke_invitation(actor=member, invitation_id=before.pk)
    made, secret = invite(actor=member, purpose=Invitation.Purpose.INTERVIEW, target=str(interview.pk))
    interview.invitation = made
    if again:
        interview.save(update_fields=["invitation"])
        touch(interview, member)
    else:
        move(interview, State.APPROACHED, actor=member)
    return secret


@transaction.atomic
def log_contact(
    *, actor: Viewer, interview_id: int, channel: str, contacted_on: date, terms: str, note: str = ""
) -> None:
    """Write a line of the contact log, which only the editors of the case read. Locks the interview's row."""
    interview = cases.interview_for_update(interview_id)
    member = policies.check_case(actor, interview)
    if channel not in InterviewContact.Channel.values:
        detail = _("Choose one of the channels.")
        raise Invalid(detail, errors=[FieldError("channel", "unknown_channel", detail)])
    InterviewContact.objects.create(
        interview=interview, editor=member, channel=channel, contacted_on=contacted_on,
        terms=line(terms, longest=REASON_LONGEST, kind="interview_case", author_id=member.pk, lines=True),
        note=line(note, longest=REASON_LONGEST, kind="interview_case", author_id=member.pk, lines=True),
    )  # fmt: skip
    touch(interview, member)


@transaction.atomic
def offer_terms(
    *, actor: Viewer, interview_id: int, wording: str, attribution: str, shown_as: str, shown_role: str = ""
) -> None:
    """Offer the guest a wording, and the name under which they will show. Locks the interview's row.

    Raises `EditorsOnly`, `WrongState` once terms are agreed, `Invalid`.
    """
    interview = cases.interview_for_update(interview_id)
    member = policies.check_case(actor, interview)
    if interview.state not in {State.TRIAGE, State.APPROACHED, State.ACCEPTED}:
        raise policies.WrongState
    if attribution not in Attribution.values:
        detail = _("Choose one of the terms.")
        raise Invalid(detail, errors=[FieldError("attribution", "unknown_terms", detail)])
    words = line(wording, longest=WORDING_LONGEST, kind="interview_case", author_id=member.pk, lines=True)
    name = line(shown_as, longest=NAME_LONGEST, kind="interview_case", author_id=member.pk)
    if not words or not name:
        raise text.TextEmpty
    InterviewTerms.objects.create(
        interview=interview, wording=words, attribution=attribution, shown_as=name,
        shown_role=line(shown_role, longest=NAME_LONGEST, kind="interview_case", author_id=member.pk),
        offered_by=member, offered_on=clock.today(),
    )  # fmt: skip
    touch(interview, member)


@transaction.atomic
def accept_interview(*, actor: Viewer, interview_id: int, show: bool) -> None:
    """The guest accepts; with `show` others may see from now on that they did. Locks the interview's row.

    Raises `NotFound` for everybody whom this case did not invite, `EditorsOnly` for an editor of it.
    """
    interview = cases.interview_for_update(interview_id)
    member = policies.check_invited(actor, interview)
    if desk.is_case_editor(interview, member):
        raise policies.EditorsOnly(_("An editor of the case cannot be its guest."))
    interview.guest, interview.guest_shown = member, show
    move(interview, State.ACCEPTED, actor=member)


@transaction.atomic
def refuse_interview(*, actor: Viewer, interview_id: int, show: bool, reason: str = "") -> None:
    """The guest refuses, or an editor notes that they did; only the guest can have it shown. Locks the interview's row."""
    interview = cases.interview_for_update(interview_id)
    if cases.sight(interview_id, viewer=actor).invited:
        member = policies.check_invited(actor, interview)
        interview.refusal_shown = show
    else:
        member = policies.check_case(actor, interview)
    if interview.refusal_shown:
        interview.public_reason = line(
            reason, longest=REASON_LONGEST, kind="interview_reason", author_id=member.pk, lines=True
        )
    move(interview, State.REFUSED, actor=member)


@transaction.atomic
def check_guest(*, actor: Viewer, interview_id: int, method: str) -> None:
    """Note how an editor of the case made sure that the guest is whom they asked. Locks the interview's row.

    Raises `EditorsOnly`, `WrongState` unless the guest has accepted and terms are still open, `Invalid`.
    """
    interview = cases.interview_for_update(interview_id)
    member = policies.check_case(actor, interview)
    if interview.state != State.ACCEPTED or interview.guest_id is None:
        raise policies.WrongState
    if method not in InterviewGuestCheck.Method.values:
        detail = _("Choose one of the ways.")
        raise Invalid(detail, errors=[FieldError("method", "unknown_method", detail)])
    InterviewGuestCheck.objects.create(
        interview=interview, guest_id=interview.guest_id, editor=member, method=method, checked_on=clock.today()
    )
    touch(interview, member)


@transaction.atomic
def agree_terms(*, actor: Viewer, interview_id: int, terms_id: int) -> None:
    """The guest agrees to the newest offer, by its id, so that nobody agrees to words they did not read.

    Locks the interview's row and the offer. Raises `NotFound`, `WrongState`, `CheckFirst`, `TermsFirst`.
    """
    interview = cases.interview_for_update(interview_id)
    member = policies.check_guest(actor, interview)
    policies.check_step(interview, State.TERMS_AGREED)
    if not desk.guest_checks(interview_id):
        raise policies.CheckFirst
    terms = desk.newest_terms(interview_id)
    if terms is None or terms.pk != terms_id:
        raise policies.TermsFirst
    terms.agreed_on = clock.today()
    terms.save(update_fields=["agreed_on"])
    interview.shown_as, interview.shown_role = terms.shown_as, terms.shown_role
    move(interview, State.TERMS_AGREED, actor=member)


@transaction.atomic
def withdraw_guest(*, actor: Viewer, interview_id: int) -> None:
    """The guest withdraws, at any time until the answers are frozen. Locks the interview's row. Raises `Frozen`."""
    interview = cases.interview_for_update(interview_id)
    member = policies.check_withdraw_guest(actor, interview)
    move(interview, State.WITHDRAWN, actor=member)


@transaction.atomic
def lapse_interview(*, interview_id: int) -> bool:
    """Let a case lapse whose day has come; False when it has moved on meanwhile. Locks the interview's row. For the job."""
    interview = cases.interview_for_update(interview_id)
    due = interview.lapse_on is not None and interview.lapse_on <= clock.today()
    if not due or interview.state not in {State.TRIAGE, State.APPROACHED}:
        return False
    move(interview, State.LAPSED, actor=None)
    return True
