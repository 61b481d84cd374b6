"""What happens in interviews by itself: counting, deadlines, lapse, the end of an embargo."""

from celery import shared_task

from forum.kernel import clock
from forum.kernel.jobs import claimed
from threads.interviews.reactions import COUNT
from threads.interviews.selectors import cases
from threads.interviews.services import approach, asking, publishing
from threads.interviews.states import State


@shared_task(name=COUNT)
def count(job_id: int) -> None:
    """Count the votes of one interview and put its questions in order."""
    with claimed(job_id) as job:
        if job is not None:
            asking.count_votes(interview_id=int(job.payload["interview_id"] or 0))


@shared_task(name="interviews.look_at_clocks", expires=20)
def look_at_clocks() -> None:
    """Everything whose time has come: deadlines of questions, embargoes. Beat runs it every ten seconds."""
    now = clock.now()
    for interview_id in cases.due_at(State.COLLECTING, by="questions_until", now=now):
        asking.close_asking(interview_id=interview_id)
    for interview_id in cases.due_at(State.EMBARGOED, by="embargo_until", now=now):
        publishing.release_embargo(interview_id=interview_id)


@shared_task(name="interviews.let_lapse")
def let_lapse() -> None:
    """Cases that have been with the editors for too long; approached or not, they end on the same day. Beat runs it daily."""
    for state in (State.TRIAGE, State.APPROACHED):
        for interview_id in cases.due_at(state, by="lapse_on", now=clock.now()):
            approach.lapse_interview(interview_id=interview_id)
