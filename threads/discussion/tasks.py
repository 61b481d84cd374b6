"""The workers' part: looking after counts, and what is due by the clock."""

from celery import shared_task
from django.db import transaction

from forum.kernel import clock
from forum.kernel.jobs import Claim, enqueue, run_chunks
from threads.discussion import counters, services
from threads.discussion.reactions import CARRY_DRAFTS, CARRY_MARKS
from threads.discussion.services.drafts import drop_old
from threads.discussion.services.rendering import TELL_QUOTING, tell_quoting

RECONCILE = "discussion.reconcile"
THREADS = 1000
"""Threads looked at in one transaction."""


@shared_task(name="discussion.begin_reconciling")
def begin_reconciling() -> None:
    """Have all counts looked at; once a day, however often it is asked."""
    with transaction.atomic():
        enqueue(RECONCILE, key=f"reconcile:{clock.today()}", payload={})


def reconcile_chunk(claim: Claim) -> int | None:
    """The next threads; after the last of them, whose counts the boards' are sums of, the boards and the reactions."""
    reached, _ = counters.mend_threads(after=claim.cursor, limit=THREADS)
    if reached is None:
        counters.mend_boards()
        counters.mend_reactions()
    return reached


@shared_task(name=RECONCILE)
def reconcile(job_id: int) -> None:
    """Set right what has drifted, and say so."""
    run_chunks(job_id, reconcile_chunk, task=RECONCILE)


def carry_chunk(claim: Claim) -> int | None:
    change, source, target = (int(claim.payload[name] or 0) for name in ("change", "from", "to"))
    return services.carry_marks(change_id=change, from_thread_id=source, to_thread_id=target, after=claim.cursor)


@shared_task(name=CARRY_MARKS)
def carry_marks(job_id: int) -> None:
    """Carry the marks of a thread's readers to where its posts went."""
    run_chunks(job_id, carry_chunk, task=CARRY_MARKS)


def carry_drafts_chunk(claim: Claim) -> int | None:
    source, target = (int(claim.payload[name] or 0) for name in ("from", "to"))
    return services.carry_drafts(from_thread_id=source, to_thread_id=target, after=claim.cursor)


@shared_task(name=CARRY_DRAFTS)
def carry_drafts(job_id: int) -> None:
    """Carry what members were writing in a thread to where its posts went."""
    run_chunks(job_id, carry_drafts_chunk, task=CARRY_DRAFTS)


def quoting_chunk(claim: Claim) -> int | None:
    return tell_quoting(interview_id=int(claim.payload["interview"] or 0), after=claim.cursor)


@shared_task(name=TELL_QUOTING)
def tell_of_quoting(job_id: int) -> None:
    """Tell of the posts that quote a transcript which was taken down."""
    run_chunks(job_id, quoting_chunk, task=TELL_QUOTING)


@shared_task(name="discussion.release_due")
def release_due() -> None:
    """Make posts of what waited for its time, and do to threads what the clock was set to do."""
    services.release_due()
    services.run_timers()


@shared_task(name="discussion.remind_due")
def remind_due() -> None:
    """Tell of bookmarks whose time has come."""
    services.remind_due()


@shared_task(name="discussion.rank_threads")
def rank_threads() -> None:
    """Make the hot and top lists anew."""
    services.rank_threads()


@shared_task(name="discussion.tidy")
def tidy() -> None:
    """Archive silent threads, two hundred at a time, and forget drafts that nobody has touched for half a year."""
    while services.archive_silent() == 200:
        pass
    drop_old()
