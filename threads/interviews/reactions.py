"""What interviews make of what happened in them."""

from datetime import UTC, datetime

from forum.kernel import clock
from forum.kernel.events import Context
from forum.kernel.jobs import enqueue
from threads.interviews.events import QuestionAsked, QuestionChanged, QuestionVoted

COUNT = "interviews.count"
EVERY = 5
"""Seconds within which all votes for questions of one interview are counted at once."""


def count_later(happened: QuestionVoted | QuestionAsked | QuestionChanged, context: Context) -> None:
    """Have the interview's questions counted and put in order at the end of these five seconds; once, however many vote."""
    end = (int(clock.now().timestamp()) // EVERY + 1) * EVERY
    enqueue(
        COUNT,
        key=f"interview-count:{happened.interview_id}:{end}",
        payload={"interview_id": happened.interview_id},
        not_before=datetime.fromtimestamp(end, UTC),
    )
