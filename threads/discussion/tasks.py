"""The workers' part: looking after counts."""

from celery import shared_task
from django.db import transaction

from forum.kernel import clock
from forum.kernel.jobs import Claim, enqueue, run_chunks
from threads.discussion import counters

RECONCILE = "discussion.reconcile"
THREADS = 1000
"""Threads looked at in one transaction."""


@shared_task(name="discussion.begin_reconciling")
def begin_reconciling() -> None:
    """Have all counts looked at; once a day, however often it is asked."""
    with transaction.atomic():
        enqueue(RECONCILE, key=f"reconcile:{clock.today()}", payload={})


def reconcile_chunk(claim: Claim) -> int | None:
    """The next threads; after the last of them, whose counts the boards' are sums of, the boards."""
    reached, _ = counters.mend_threads(after=claim.cursor, limit=THREADS)
    if reached is None:
        counters.mend_boards()
    return reached


@shared_task(name=RECONCILE)
def reconcile(job_id: int) -> None:
    """Set right what has drifted, and say so."""
    run_chunks(job_id, reconcile_chunk, task=RECONCILE)
