"""Writing jobs down."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial

import orjson
from django.db import connection, transaction

from forum.kernel.clock import now
from forum.kernel.jobs import broker

type Payload = Mapping[str, int | str | bool | None]

GRACE = timedelta(seconds=30)
"""How long a job's first message may take before the sweep takes it for lost."""

LATEST = timedelta(hours=1)
"""The longest wait before a job is sent or tried again."""


def enqueue(task: str, *, key: str, payload: Payload, not_before: datetime | None = None) -> None:
    """Write down work for `task` in the caller's transaction, and ring a worker when it commits.

    `key` is unique for all time that matters (a week after the work is done): "mail:notification:55". The same key again
    does nothing. With `not_before` no worker is rung; the sweep sends the job when its time has come.
    """
    enqueue_many(task, [(key, payload)], not_before=not_before)


def enqueue_many(task: str, jobs: Iterable[tuple[str, Payload]], *, not_before: datetime | None = None) -> None:
    """`enqueue` for many (key, payload) of one task, in one statement. Raises `UnknownTask` at once."""
    broker.task_named(task)
    rows = list(jobs)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO forum_job (task, key, payload, cursor, sends, tries, error, due_at)"
            " SELECT %s, key, payload::jsonb, 0, 1, 0, '', %s FROM unnest(%s::text[], %s::text[]) AS told(key, payload)"
            " ON CONFLICT (key) DO NOTHING RETURNING id",
            [
                task,
                not_before or now() + GRACE,
                [key for key, _ in rows],
                [orjson.dumps(payload).decode() for _, payload in rows],
            ],
        )
        written = [(int(job_id), task) for (job_id,) in cursor.fetchall()]
    if written and not_before is None:
        transaction.on_commit(partial(broker.send, written))
