"""The workers' part of search."""

import structlog
from celery import shared_task
from django.db import transaction

from forum.kernel import clock
from forum.kernel.jobs import Claim, enqueue, run_chunks
from forum.search import services
from forum.search.reactions import REREAD

log = structlog.get_logger(__name__)

CATCH_UP = "search.catch_up"


def reread_chunk(claim: Claim) -> int | None:
    return services.index_thread_chunk(thread_id=int(claim.payload["thread"] or 0), after=claim.cursor)


@shared_task(name=REREAD)
def reread_thread(job_id: int) -> None:
    """Read all posts of a thread anew."""
    run_chunks(job_id, reread_chunk, task=REREAD)


@shared_task(name="search.begin_catching_up")
def begin_catching_up() -> None:
    """Have all posts looked at; once a day, however often it is asked."""
    with transaction.atomic():
        enqueue(CATCH_UP, key=f"search:{clock.today()}", payload={})


def catch_up_chunk(claim: Claim) -> int | None:
    reached, stale = services.catch_up_chunk(after=claim.cursor)
    if stale:
        log.warning("search_had_not_read", posts=stale)
    return reached


@shared_task(name=CATCH_UP)
def catch_up(job_id: int) -> None:
    """Read what search has missed, and say so."""
    run_chunks(job_id, catch_up_chunk, task=CATCH_UP)
