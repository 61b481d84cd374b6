"""Finding again what the broker lost."""

from datetime import timedelta

from django.db import connection

from forum.kernel.jobs import broker
from forum.kernel.jobs.rows import GRACE, LATEST

SEND = 1000
"""Jobs sent in one sweep, at most."""

KEEP = timedelta(days=7)
"""How long a finished job's key guards against a repeat."""

FORGET = 10_000
"""Finished jobs deleted in one sweep, at most."""


def sweep() -> int:
    """Send the jobs that are due, and forget those done long ago; the number sent.

    A job whose message waits in a long queue is not lost, so each sending doubles the time until the next, up to an hour.
    Two sweeps at once share the work.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE forum_job SET sends = least(sends + 1, 20),"
            " due_at = now() + least(%s * power(2, sends), %s) * interval '1 second'"
            " WHERE id = ANY(ARRAY(SELECT id FROM forum_job WHERE due_at <= now() ORDER BY due_at, id LIMIT %s"
            " FOR UPDATE SKIP LOCKED)) RETURNING id, task",
            [GRACE.total_seconds(), LATEST.total_seconds(), SEND],
        )
        due = cursor.fetchall()
        cursor.execute(
            "DELETE FROM forum_job WHERE id = ANY(ARRAY(SELECT id FROM forum_job WHERE done_at < now() - %s * interval '1 day'"
            " ORDER BY done_at LIMIT %s FOR UPDATE SKIP LOCKED))",
            [KEEP.days, FORGET],
        )
    broker.send(due)
    return len(due)


def take_up_again() -> int:
    """Have every job that was given up tried anew from the next sweep on; their number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE forum_job SET due_at = now(), tries = 0, sends = 0 WHERE due_at IS NULL AND done_at IS NULL"
        )
        return int(cursor.rowcount)
