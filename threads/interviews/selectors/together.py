"""What protected members wrote and is released together, so that nothing shows when it was written."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from threads.discussion.models import Submission, SubmissionState, Waiting
from threads.interviews.models import InterviewSupport, Question, QuestionState

TOGETHER = 3
LONGEST_WAIT = timedelta(hours=6)
"""As for posts: see docs/adr/released-together.md."""
LAST_MINUTES = timedelta(minutes=15)
"""So long before questions close those that still wait come out, since afterwards they could not be voted for at all."""

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Waits:
    """One thing that waits for others: its random id, or its row's, whose it is, its hour, and by when it must be out."""

    kind: Literal["question", "proposal", "second"]
    id: str
    member_id: int
    hour: datetime
    until: datetime | None = None


def to_come_out(*, now: datetime) -> list[Waits]:
    """What is to come out now, in an order that tells nothing. Three queries.

    All of it, once `TOGETHER` members have something waiting or one thing has waited for `LONGEST_WAIT`; before that the
    questions of an interview that is about to stop taking them.
    """
    waits = sorted(_waiting(), key=lambda one: (one.kind, one.id))
    oldest = min((one.hour for one in waits), default=now)
    if len({one.member_id for one in waits}) >= TOGETHER or now - oldest >= LONGEST_WAIT:
        return waits
    return [one for one in waits if one.until is not None and one.until - now <= LAST_MINUTES]


def _waiting() -> list[Waits]:
    asked = Question.objects.filter(state=QuestionState.WAITING).order_by("id")
    proposed = Submission.objects.filter(state=SubmissionState.WAITING, waits_for=Waiting.BATCH).exclude(subject="")
    seconded = InterviewSupport.objects.filter(waits_since__isnull=False).order_by("id")
    questions = asked.values_list("id", "asker_id", "asked_at", "interview__questions_until")[:AT_ONCE]
    proposals = proposed.order_by("id").values_list("id", "author_id", "hour")[:AT_ONCE]
    seconds = seconded.values_list("id", "member_id", "waits_since")[:AT_ONCE]
    return [
        *(Waits("question", str(pk), member, hour, until) for pk, member, hour, until in questions),
        *(Waits("proposal", str(pk), member, hour) for pk, member, hour in proposals),
        *(Waits("second", str(pk), member, hour) for pk, member, hour in seconds if hour is not None),
    ]
