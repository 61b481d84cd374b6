"""What happens in interviews by itself: counting, deadlines, reminders, lapse, the end of an embargo.

Each is a job of its own, so that one that cannot be done holds up no other and is tried again.
"""

from uuid import UUID

from celery import shared_task

from forum.kernel import clock
from forum.kernel.errors import NotFound
from forum.kernel.jobs import claimed, enqueue
from threads.discussion.services.submissions import AlreadySettled
from threads.interviews.reactions import COUNT
from threads.interviews.selectors import cases, news, together
from threads.interviews.services import approach, asking, proposing, publishing, reminding
from threads.interviews.states import State

CLOSE = "interviews.close_asking"
RELEASE = "interviews.release_embargo"
LAPSE = "interviews.lapse"
CLOSING = "interviews.tell_closing"
CALL = "interviews.call"
COME_OUT = "interviews.come_out"


@shared_task(name=COUNT)
def count(job_id: int) -> None:
    """Count the votes of one interview and put its questions in order."""
    with claimed(job_id) as job:
        if job is not None:
            asking.count_votes(interview_id=int(job.payload["interview_id"] or 0))


@shared_task(name=CLOSE)
def close_asking(job_id: int) -> None:
    """At the announced end, put the best questions of one interview to the guest."""
    with claimed(job_id) as job:
        if job is not None:
            asking.close_asking(interview_id=int(job.payload["interview_id"] or 0))


@shared_task(name=COME_OUT)
def come_out(job_id: int) -> None:
    """Let out one thing that waited for others."""
    with claimed(job_id) as job:
        if job is None:
            return
        kind, waiting = str(job.payload["kind"]), str(job.payload["id"])
        if kind == "question":
            asking.release_question(question_id=int(waiting))
        elif kind == "second":
            proposing.release_second(second_id=int(waiting))
        else:
            _release_proposal(UUID(waiting))


def _release_proposal(submission_id: UUID) -> None:
    try:
        proposing.release_proposal(submission_id=submission_id)
    except (NotFound, AlreadySettled):
        return  # Its proposer was faster.


@shared_task(name=RELEASE)
def release_embargo(job_id: int) -> None:
    """Note that one embargo has ended, and tell of it."""
    with claimed(job_id) as job:
        if job is not None:
            publishing.release_embargo(interview_id=int(job.payload["interview_id"] or 0))


@shared_task(name=LAPSE)
def lapse(job_id: int) -> None:
    """Let one case lapse."""
    with claimed(job_id) as job:
        if job is not None:
            approach.lapse_interview(interview_id=int(job.payload["interview_id"] or 0))


@shared_task(name=CLOSING)
def tell_closing(job_id: int) -> None:
    """Tell that the questions of one interview close within a day."""
    with claimed(job_id) as job:
        if job is not None:
            reminding.tell_closing(interview_id=int(job.payload["interview_id"] or 0))


@shared_task(name=CALL)
def call(job_id: int) -> None:
    """Call those for whom something waits at the desk of one case."""
    with claimed(job_id) as job:
        if job is not None:
            reminding.call_desk(case_id=UUID(str(job.payload["case_id"])))


@shared_task(name="interviews.look_at_clocks", expires=20)
def look_at_clocks() -> None:
    """Write a job for everything whose time has come: ends of asking, embargoes, what waits for others.

    Beat runs it every ten seconds.
    """
    now = clock.now()
    for task, state, by in (
        (CLOSE, State.COLLECTING, "questions_until"), (RELEASE, State.EMBARGOED, "embargo_until"),
    ):  # fmt: skip
        for interview_id in cases.due_at(state, by=by, now=now):
            enqueue(task, key=f"{task}:{interview_id}", payload={"interview_id": interview_id})
    for interview_id in cases.due_at(
        State.COLLECTING, by="questions_until", now=now + reminding.DAY, after=now, limit=1000
    ):
        enqueue(CLOSING, key=f"{CLOSING}:{interview_id}", payload={"interview_id": interview_id})
    for one in together.to_come_out(now=now):
        enqueue(COME_OUT, key=f"{COME_OUT}:{one.kind}:{one.id}", payload={"kind": one.kind, "id": one.id})


@shared_task(name="interviews.let_lapse")
def let_lapse() -> None:
    """Cases that have been with the editors for too long; approached or not, they end on the same day. Beat runs it daily."""
    for state in (State.TRIAGE, State.APPROACHED):
        for interview_id in cases.due_at(state, by="lapse_on", now=clock.now()):
            enqueue(LAPSE, key=f"{LAPSE}:{interview_id}", payload={"interview_id": interview_id})


@shared_task(name="interviews.remind")
def remind() -> None:
    """Call to the desks at which something waits. Beat runs it daily."""
    today = clock.today()
    for case_id in news.waiting(today=today):
        enqueue(CALL, key=f"{CALL}:{case_id}:{today}", payload={"case_id": str(case_id)})
