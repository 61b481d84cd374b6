"""Proposals and seconds: at once, held for a moderator, or, of protected members, released with others."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member
from accounts.members.selectors import Viewer
from forum.kernel import clock, idempotency, text
from forum.kernel.errors import AssayError, Conflict, FieldError, Invalid
from forum.kernel.events import publish
from threads.deposits.models import Deposit
from threads.deposits.selectors import held_deposits
from threads.discussion.models import SubmissionState
from threads.discussion.services import submissions
from threads.interviews import policies
from threads.interviews.events import InterviewProposed, InterviewSeconded
from threads.interviews.models import Interview, InterviewDeposit, InterviewSupport
from threads.interviews.models.case import NAME_LONGEST, REASON_LONGEST, TITLE_LONGEST
from threads.interviews.selectors import cases
from threads.interviews.services.moving import move
from threads.interviews.services.order import set_proposal_hidden
from threads.interviews.services.requests import LAPSE
from threads.interviews.states import State
from threads.interviews.texts import shaped, written

SECONDS_ENOUGH = 25
"""Seconds with which a proposal goes to the editors by itself."""

DEPOSITS = 10
MOST = REASON_LONGEST * 2


class DepositTakenBack(Conflict):
    """409: while the proposal waited, a deposit that it is about was taken back: it had been added by mistake."""

    code = "deposit_taken_back"
    title = _("A deposit that it is about was taken back meanwhile.")


@transaction.atomic
def propose_interview(
    *, actor: Viewer, title: str, subject: str, reasons: str, deposits: Sequence[str] = (),
    key: idempotency.Key | None = None,
) -> int | UUID:  # fmt: skip
    """A new proposal, seconded by its proposer: its id, or that of the submission that it waits in.

    Holds its deposits, locks the key. Raises `NotSignedIn`, `Silenced`, `VerifiedOnly`, `Invalid`.
    """
    member = policies.check_verified(actor)
    title = text.clean(title, max_length=TITLE_LONGEST, lines=False)
    subject = text.clean(subject, max_length=NAME_LONGEST, lines=False)
    words = written(
        reasons, longest=MOST, kind="interview_proposal", author_id=member.pk, above=f"{title}\n{subject}\n"
    )
    if len(deposits) > DEPOSITS:
        many = _("At most ten deposits.")
        raise Invalid(many, errors=[FieldError("deposits", "too_many", many)])
    subjects = held_deposits(deposits)
    if unknown := set(deposits) - subjects.keys():
        detail = _("The catalogue does not know: %(slugs)s.") % {"slugs": ", ".join(sorted(unknown))}
        raise Invalid(detail, errors=[FieldError("deposits", "not_found", detail)])
    if (earlier := idempotency.claim(key)) is not None:
        return UUID(earlier.resource) if earlier.status == 202 else int(earlier.resource)
    waits_for = submissions.reason_to_wait(member, (words.verdict,), None)
    if waits_for is not None:
        waiting = submissions.submit(
            author=member, waits_for=waits_for, source=words.source, verdicts=(words.verdict,), release_at=None,
            title=title, subject=subject, deposits=sorted(subjects),
        )  # fmt: skip
        idempotency.keep(key, status=202, resource=str(waiting))
        return waiting
    made = _stand(member, title, subject, words.source, words.html, subjects)
    idempotency.keep(key, status=201, resource=str(made))
    return made


@transaction.atomic
def release_proposal(*, submission_id: UUID, actor_id: int | None = None) -> int | None:
    """Make an interview of a proposal that waits, with this moment as its time; its id, None where it may not stand.

    Locks the submission's row and holds its deposits. The caller has checked that this may be. Raises `NotFound`,
    `AlreadySettled`.
    """
    found = submissions.waiting_for_update(submission_id)
    if found.interview_id is not None:
        # It stood before, and staff took that back.
        set_proposal_hidden(interview_id=found.interview_id, hidden=False)
        submissions.settle(found, SubmissionState.RELEASED, actor_id=actor_id)
        return int(found.interview_id)
    try:
        member = policies.check_verified(found.author)
        source, rendered = shaped(found.source, longest=MOST)
        subjects = held_deposits(found.deposits)
        if len(subjects) < len(found.deposits):
            raise DepositTakenBack
    except AssayError as error:
        found.refusal = error.code
        submissions.settle(found, SubmissionState.REFUSED, actor_id=actor_id)
        return None
    found.interview_id = _stand(member, found.title, found.subject, source, rendered.html, subjects)
    submissions.settle(found, SubmissionState.RELEASED, actor_id=actor_id)
    return found.interview_id


@transaction.atomic
def set_second(*, actor: Viewer, interview_id: int, wanted: bool) -> None:
    """Second a proposal, or no longer; asking for what already is changes nothing. Locks the interview's row.

    Enough seconds send it to the editors. A protected member's counts once it is released with others. Raises `NotFound`,
    `NotSignedIn`, `Silenced`, `VerifiedOnly`, `WrongState`.
    """
    interview = cases.interview_for_update(interview_id)
    member = policies.check_second(actor, interview)
    found = InterviewSupport.objects.filter(interview=interview, member=member).first()
    if wanted == (found is not None):
        return
    if found is None and member.protected:
        waits_since = clock.hour_of(clock.now())
        InterviewSupport.objects.create(interview=interview, member=member, waits_since=waits_since)
    elif found is None:
        InterviewSupport.objects.create(interview=interview, member=member)
        _counted(interview, member, added=True)
    else:
        found.delete()
        if found.waits_since is None:
            _counted(interview, member, added=False)


@transaction.atomic
def release_second(*, second_id: int) -> bool:
    """Count a second that waited, as a new row; dropped where the proposal was taken up or hidden meanwhile. For the job.

    Locks the interview's row.
    """
    waited = InterviewSupport.objects.select_related("member").filter(pk=second_id, waits_since__isnull=False).first()
    if waited is None:
        return False
    row = InterviewSupport.objects.filter(pk=second_id)
    try:
        interview = cases.interview_for_update(waited.interview_id)
        member = policies.check_second(waited.member, interview)
    except AssayError:
        row.delete()
        return False
    if not row.delete()[0]:
        return False  # Taken back while we waited for the lock.
    InterviewSupport.objects.create(interview=interview, member=member)
    _counted(interview, member, added=True, released=True)
    return True


def _counted(interview: Interview, member: Member, *, added: bool, released: bool = False) -> None:
    """Count one second more or less, and tell. Of a released one the moment says nothing about its member."""
    Interview.objects.filter(pk=interview.pk).update(
        second_count=F("second_count") + (1 if added else -1), version=F("version") + 1
    )
    event = InterviewSeconded(interview_id=interview.pk, added=added)
    publish(event, actor_id=member.pk, coarse=member.protected and not released)
    interview.refresh_from_db()
    if interview.second_count >= SECONDS_ENOUGH:
        interview.lapse_on = clock.today() + LAPSE
        move(interview, State.TRIAGE, actor=None)


def _stand(member: Member, title: str, subject: str, source: str, html: str, subjects: Mapping[str, Deposit]) -> int:
    now = clock.now()
    made = Interview.objects.create(
        title=title, subject=subject, reasons=source, reasons_html=html, proposer=member, proposed_at=now, face_at=now,
        second_count=1,
    )  # fmt: skip
    InterviewDeposit.objects.bulk_create(InterviewDeposit(interview=made, deposit=one) for one in subjects.values())
    InterviewSupport.objects.create(interview=made, member=member)
    publish(InterviewProposed(interview_id=made.pk), actor_id=member.pk)
    return made.pk
