"""Texts that wait: scheduled, held, or a protected member's, which are released together."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member
from accounts.members.policies import check_member
from accounts.members.selectors import Viewer
from forum.kernel import clock
from forum.kernel.errors import Conflict, FieldError, Invalid, NotFound, Words
from forum.kernel.events import publish
from forum.kernel.screening import Verdict
from threads.discussion.events import SubmissionMade, SubmissionSettled
from threads.discussion.models import Submission, SubmissionState, Waiting
from threads.discussion.services.discretion import is_protected

FARTHEST = timedelta(days=366)


class AlreadySettled(Conflict):
    """409: the submission was released, refused or withdrawn before."""

    code = "already_settled"
    title = _("This text is no longer waiting.")


def reason_to_wait(author: Member, verdicts: Iterable[Verdict], publish_at: datetime | None) -> Waiting | None:
    """Why a text may not stand at once; None if it may. Raises `Invalid` for a time that is past or too far."""
    if publish_at is not None and not clock.now() < publish_at <= clock.now() + FARTHEST:
        detail: Words = _("Choose a time from now on, within a year.")
        raise Invalid(detail, errors=[FieldError("publish_at", "bad_time", detail)])
    if any(verdict.effect == "hold" for verdict in verdicts):
        return Waiting.HELD
    if publish_at is not None:
        return Waiting.SCHEDULED
    return Waiting.BATCH if is_protected(author) else None


def submit(
    *, author: Member, waits_for: Waiting, source: str, verdicts: Sequence[Verdict],
    release_at: datetime | None, board_id: int | None = None, title: str = "", subject: str = "", tags: Sequence[str] = (),
    deposits: Sequence[str] = (),
    thread_id: int | None = None, reply_to_id: int | None = None,
) -> UUID:  # fmt: skip
    """The row of a text that waits, and its event. The caller's transaction; the text is clean and screened."""
    made = Submission.objects.create(
        author=author,
        board_id=board_id,
        thread_id=thread_id,
        reply_to_id=reply_to_id,
        title=title,
        subject=subject,
        tags=list(tags),
        deposits=list(deposits),
        source=source,
        waits_for=waits_for,
        release_at=release_at,
        hour=clock.hour_of(clock.now()),
        screening={
            "score": max((one.score for one in verdicts), default=0.0),
            "labels": [label for one in verdicts for label in one.labels],
            "hits": [hit for one in verdicts for hit in one.hits],
        },
    )
    event = SubmissionMade(submission_id=made.pk, waits_for=str(waits_for))
    publish(event, actor_id=author.pk, coarse=is_protected(author))
    return made.pk


@transaction.atomic
def withdraw_submission(*, actor: Viewer, submission_id: UUID) -> None:
    """Take back one's own text that still waits. Locks its row. Raises `NotSignedIn`, `NotFound`, `AlreadySettled`."""
    member = check_member(actor)
    found = waiting_for_update(submission_id, author=member)
    settle(found, SubmissionState.WITHDRAWN, actor_id=member.pk)


@transaction.atomic
def refuse_submission(*, submission_id: UUID, actor_id: int, code: str) -> None:
    """Decide against a text that is held; `code` names the rule. Locks its row. The caller has checked that this may be."""
    found = waiting_for_update(submission_id)
    found.refusal = code
    settle(found, SubmissionState.REFUSED, actor_id=actor_id)


def settle(found: Submission, state: SubmissionState, *, actor_id: int | None) -> None:
    """Write down what became of a submission, and say so. The caller holds its row's lock."""
    found.state = state
    found.save(update_fields=["state", "refusal", "post", "interview"])
    event = SubmissionSettled(submission_id=found.pk, state=str(state))
    publish(event, actor_id=actor_id, coarse=is_protected(found.author) and actor_id == found.author_id)


def waiting_for_update(submission_id: UUID, *, author: Member | None = None) -> Submission:
    """A submission that waits, as `submission_for_update` finds it. Raises `NotFound`, `AlreadySettled`."""
    found = submission_for_update(submission_id, author=author)
    if found.state != SubmissionState.WAITING:
        raise AlreadySettled
    return found


def submission_for_update(submission_id: UUID, *, author: Member | None = None) -> Submission:
    """The submission with its author and board; locks its row. Raises `NotFound`."""
    rows = Submission.objects.select_for_update(of=("self",)).select_related("author", "board")
    found = rows.filter(pk=submission_id, **({"author": author} if author else {})).first()
    if found is None:
        raise NotFound
    return found
