"""Taking a job: one worker at a time, done once."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import orjson
import structlog
from django.db import connection, transaction

from forum.kernel.events.attempt import describe
from forum.kernel.jobs.rows import LATEST

log = structlog.get_logger(__name__)

TRIES = 10
"""How often a job is tried before it is given up, some two hours later; `manage.py replay --jobs` takes it up again."""

FIRST_WAIT = timedelta(seconds=15)
"""The wait after the first failure; it doubles with each."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A job in our hands. `id` is the idempotency key for whoever outside is told."""

    id: int
    key: str
    payload: Mapping[str, int | str | bool | None]
    cursor: int
    tries: int


@contextmanager
def claimed(job_id: int, *, whole: bool = True) -> Iterator[Claim | None]:
    """Take the job for one transaction: what the block writes and the mark "done" commit together, so it happens once.

    With `whole=False` the block does a part of it, and calls `finish` itself after the last.

    Locks the job's row. Gives None when there is nothing to do: done already, given up, or in another worker's hands. After
    an error the block's work is rolled back, the job is due again with a growing wait, and the error goes on its way.
    """
    finished = False
    try:
        with transaction.atomic():
            claim = _take(
                "SELECT id, key, payload::text, cursor, tries FROM forum_job"
                " WHERE id = %s AND due_at IS NOT NULL FOR UPDATE SKIP LOCKED",
                [job_id],
            )
            yield claim
            if claim is not None and whole:
                finish(job_id)
        finished = True
    finally:
        if not finished:
            _put_back(job_id, sys.exception())


@contextmanager
def leased(job_id: int, *, lease: timedelta = timedelta(minutes=2)) -> Iterator[Claim | None]:
    """Take the job for as long as `lease`, without holding a transaction: for work that talks to the outside.

    At least once: if this worker dies, the job is sent again when the lease has run out, so give the job's id along as the
    key by which the other side knows a repeat. Otherwise like `claimed`.
    """
    finished = False
    try:
        claim = _take(
            "UPDATE forum_job SET leased_until = now() + %s * interval '1 second',"
            " due_at = greatest(due_at, now() + %s * interval '1 second')"
            " WHERE id = %s AND due_at IS NOT NULL AND (leased_until IS NULL OR leased_until < now())"
            " RETURNING id, key, payload::text, cursor, tries",
            [lease.total_seconds(), lease.total_seconds(), job_id],
        )
        yield claim
        if claim is not None:
            finish(job_id)
        finished = True
    finally:
        if not finished:
            _put_back(job_id, sys.exception())


def finish(job_id: int) -> None:
    """Mark the job done."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE forum_job SET done_at = now(), due_at = NULL, leased_until = NULL, error = '' WHERE id = %s",
            [job_id],
        )


def _take(statement: str, params: list[float]) -> Claim | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        row = cursor.fetchone()
    return None if row is None else Claim(row[0], row[1], orjson.loads(row[2]), row[3], row[4])


def _put_back(job_id: int, error: BaseException | None) -> None:
    """Have the job tried again later, or give it up and raise the alarm."""
    what = describe(error) if error is not None else "left early"
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE forum_job SET tries = tries + 1, error = %s, leased_until = NULL,"
            " due_at = CASE WHEN tries + 1 < %s THEN now() + least(%s * power(2, tries), %s) * interval '1 second' END"
            " WHERE id = %s AND done_at IS NULL RETURNING task, key, tries, due_at IS NULL",
            [what, TRIES, FIRST_WAIT.total_seconds(), LATEST.total_seconds(), job_id],
        )
        row = cursor.fetchone()
    if row is not None:
        task, key, tries, given_up = row
        report = log.error if given_up else log.warning
        report("job_given_up" if given_up else "job_failed", task=task, key=key, tries=tries, error=what)
