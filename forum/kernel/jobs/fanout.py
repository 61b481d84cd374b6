"""Work that concerns very many: cut into chunks, each a statement and a transaction of its own."""

from collections.abc import Callable
from time import monotonic

from django.db import connection

from forum.kernel.jobs import broker
from forum.kernel.jobs.claims import Claim, claimed, finish

BUDGET = 5.0
"""Seconds after which the rest goes back into the queue, so that others get their turn."""

type Chunk = Callable[[Claim], int | None]


def run_chunks(job_id: int, chunk: Chunk, *, task: str) -> None:
    """Run `chunk` over the job until it returns None, each time in one transaction with the cursor it returns.

    `chunk` handles one bounded range behind `claim.cursor`, in one statement over sets, and returns the last key it handled:

        WITH chunk AS (SELECT member_id FROM watch WHERE thread_id = %s AND member_id > %s ORDER BY member_id LIMIT 5000),
             told AS (INSERT INTO notification (...) SELECT ... FROM chunk ON CONFLICT DO NOTHING)
        SELECT max(member_id) FROM chunk

    A worker that dies loses the chunk at hand and nothing else. `task` is the name of the task that calls this.
    """
    deadline = monotonic() + BUDGET
    while _one(job_id, chunk):
        if monotonic() > deadline:
            broker.send([(job_id, task)])
            return


def _one(job_id: int, chunk: Chunk) -> bool:
    """Handle one chunk; True when there may be another."""
    with claimed(job_id, whole=False) as claim:
        if claim is None:
            return False
        reached = chunk(claim)
        if reached is None:
            finish(job_id)
            return False
        with connection.cursor() as cursor:
            cursor.execute("UPDATE forum_job SET cursor = %s, tries = 0 WHERE id = %s", [reached, job_id])
        return True
