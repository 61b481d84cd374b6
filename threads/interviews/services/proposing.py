"""Proposals and seconds: at once, held for a moderator, or, of protected members, released with others."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member
from accounts.members.selectors import Viewer
from forum.kernel import clock, idempotency, text
from forum.kernel.errors import AssayError, FieldError, Invalid
from forum.kernel.events import publish
from threads.deposits.selectors import deposits_by_slug
from threads.discussion.models import SubmissionState
from threads.discussion.services import submissions
from threads.interviews import policies
from threads.interviews.events import InterviewProposed, InterviewSeconded
from threads.interviews.models import Interview, InterviewSupport
from threads.interviews.models.case import NAME_LONGEST, REASON_LONGEST, TITLE_LONGEST
from threads.interviews.selectors import cases
from threads.interviews.services.moving import move
from threads.interviews.services.requests import LAPSE
from threads.interviews.states import State
from threads.interviews.texts import shaped, written

SECONDS_ENOUGH = 25
"""Seconds with which a proposal goes to the editors by itself."""

DEPOSITS = 10
MOST = REASON_LONGEST * 2


@transaction.atomic
def propose_interview(
    *, actor: Viewer, title: str, subject: str, reasons: str, deposits: Sequence[str] = (),
    key: idempotency.Key | None = None,
) -> int | UUID:  # fmt: skip
    """A new proposal, seconded by its proposer: its id, or that of the submission that it waits in. Locks nothing but the key.

    Raises `NotSignedIn`, `Silenced`, `VerifiedOnly`, `Invalid`.
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
    unknown = set(deposits) - deposits_by_slug(deposits, viewer=actor).keys()
    if unknown:
        detail = _("The catalogue does not know: %(slugs)s.") % {"slugs": ", ".join(sorted(unknown))}
        raise Invalid(detail, errors=[FieldError("deposits", "not_found", detail)])
    if (earlier := idempotency.claim(key)) is not None:
        return UUID(earlier.resource) if earlier.status == 202 else int(earlier.resource)
    waits_for = submissions.reason_to_wait(member, (words.verdict,), None)
    if waits_for is not None:
        waiting = submissions.submit(
            author=member, waits_for=waits_for, source=words.source, verdicts=(words.verdict,), release_at=None,
            title=title, subject=subject, deposits=sorted(set(deposits)),
        )  # fmt: skip
        idempotency.keep(key, status=202, resource=str(waiting))
        return waiting
    made = _stand(member, title, subject, words.source, words.html, deposits)
    idempotency.keep(key, status=201, resource=str(made))
    return made


@transaction.atomic
def release_proposal(*, submission_id: UUID, actor_id: int | None = None) -> int | None:
    """Make an interview of a proposal that waits, with this moment as its time; its id, None where it may not stand.

    Locks the submission's row. The caller has checked that this may be. Raises `NotFound`, `AlreadySettled`.
    """
    found = submissions.waiting_for_update(submission_id)
    try:
        member = policies.check_verified(found.author)
        source, rendered = shaped(found.source, longest=MOST)
    except AssayError as error:
        found.refusal = error.code
        submissions.settle(found, SubmissionState.REFUSED, actor_id=actor_id)
        return None
    found.interview_id = _stand(member, found.title, found.subject, source, rendered.html, found.deposits)
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
    """Count a second that waited, as a new row; False where the proposal was taken up meanwhile, and it is dropped. For the job.

    Locks the interview's row.
    """
    waited = InterviewSupport.objects.select_related("member").filter(pk=second_id, waits_since__isnull=False).first()
    if waited is None:
        return False
    interview = cases.interview_for_update(waited.interview_id)
    if not InterviewSupport.objects.filter(pk=second_id).delete()[0]:
        return False  # Taken back while we waited for the lock.
    try:
        member = policies.check_second(waited.member, interview)
    except AssayError:
        return False
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


def _stand(member: Member, title: str, subject: str, source: str, html: str, deposits: Sequence[str]) -> int:
    now = clock.now()
    made = Interview.objects.create(
        title=title, subject=subject, reasons=source, reasons_html=html, deposits=sorted(set(deposits)),
        proposer=member, proposed_at=now, face_at=now, second_count=1,
    )  # fmt: skip
    InterviewSupport.objects.create(interview=made, member=member)
    publish(InterviewProposed(interview_id=made.pk), actor_id=member.pk)
    return made.pk
