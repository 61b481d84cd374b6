"""Reminders: published for whoever tells people. What waits at a desk is told under the case, and names no interview."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from forum.kernel import clock
from forum.kernel.events import publish
from threads.interviews.events import DeskCalls, QuestionsClosing
from threads.interviews.selectors import cases, news
from threads.interviews.states import State

DAY = timedelta(days=1)


@transaction.atomic
def tell_closing(*, interview_id: int) -> bool:
    """Tell that questions are taken for at most a day more; False where that is no longer so. For the job.

    Nothing is told of an interview that took questions for less than two days: who follows it has just heard of it.
    """
    interview = cases.interview(interview_id)
    until, now = interview.questions_until, clock.now()
    if interview.state != State.COLLECTING or until is None or not now < until <= now + DAY:
        return False
    if until - interview.face_at < 2 * DAY:
        return False
    publish(QuestionsClosing(interview_id=interview_id))
    return True


@transaction.atomic
def call_desk(*, case_id: UUID) -> bool:
    """Call whom something waits for at the desk of a case; False where that is nobody any more. For the job."""
    if not news.called(case_id):
        return False
    publish(DeskCalls(case_id=case_id))
    return True
