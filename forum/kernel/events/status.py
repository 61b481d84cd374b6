"""How the spine is doing: one picture for the command, the metrics and the health page."""

from collections.abc import Collection
from dataclasses import dataclass

import redis
from celery import current_app
from django.conf import settings
from django.db import connection

from forum.kernel.events import partitions
from forum.kernel.events.relay import leader_pid

BROKER_TIME = 1.0
"""Seconds the broker may take before it counts as away."""


@dataclass(frozen=True, slots=True)
class ConsumerStatus:
    """One consumer, known since `started_at`. `lag_seconds` is the age of the oldest event it has not handled, or zero."""

    name: str
    position: int
    lag: int
    lag_seconds: float
    parked: int
    tries: int
    paused: bool
    declared: bool
    started_at: str


@dataclass(frozen=True, slots=True)
class Jobs:
    """`waiting` are to be done, of which `failing` have failed before; `given_up` need an operator."""

    waiting: int
    failing: int
    given_up: int


@dataclass(frozen=True, slots=True)
class Status:
    """The whole spine. `outbox` counts events not yet numbered, `held` those of them that wait for their hour.

    `strays` are events that found no month. `queues` is None when the broker is away.
    """

    last_seq: int
    outbox: int
    held: int
    relay_leads: bool
    strays: int
    consumers: tuple[ConsumerStatus, ...]
    jobs: Jobs
    queues: dict[str, int] | None

    @property
    def ready(self) -> bool:
        """Whether what is written now will be acted upon: a relay leads, and the broker answers."""
        return self.relay_leads and self.queues is not None


def status(declared: Collection[str]) -> Status:
    """Look at the spine. `declared` are the consumers of the table; others are left over from it. Four short statements."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT last_seq FROM forum_sequencer), count(*) FILTER (WHERE held_until IS NULL OR held_until <= now()),"
            " count(*) FILTER (WHERE held_until > now()) FROM forum_outbox"
        )
        last_seq, outbox, held = cursor.fetchone()
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE tries > 0), (SELECT count(*) FROM forum_job"
            " WHERE due_at IS NULL AND done_at IS NULL) FROM forum_job WHERE due_at IS NOT NULL"
        )
        jobs = Jobs(*cursor.fetchone())
    return Status(
        last_seq=last_seq,
        outbox=outbox,
        held=held,
        relay_leads=leader_pid() is not None,
        strays=partitions.strays(),
        consumers=_consumers(declared),
        jobs=jobs,
        queues=queue_lengths(),
    )


def queue_lengths() -> dict[str, int] | None:
    """Messages waiting in each of Celery's queues, None when the broker is away."""
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=BROKER_TIME, socket_connect_timeout=BROKER_TIME
        ) as client:
            prefix = current_app.conf.broker_transport_options["global_keyprefix"]
            return {queue.name: int(client.llen(prefix + queue.name)) for queue in current_app.conf.task_queues}
    except redis.RedisError:
        return None


def _consumers(declared: Collection[str]) -> tuple[ConsumerStatus, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.name, c.position, s.last_seq - c.position,"
            " coalesce(extract(epoch FROM now() - (SELECT e.at FROM forum_event e WHERE e.seq > c.position ORDER BY e.seq"
            " LIMIT 1)), 0)::float, (SELECT count(*) FROM forum_parked p WHERE p.consumer_id = c.name), c.tries, c.paused,"
            " c.started_at FROM forum_consumer c, forum_sequencer s ORDER BY c.name"
        )
        rows = cursor.fetchall()
    return tuple(
        ConsumerStatus(
            name=name,
            position=position,
            lag=lag,
            lag_seconds=max(0.0, seconds),
            parked=parked,
            tries=tries,
            paused=paused,
            declared=name in declared,
            started_at=started_at.isoformat(),
        )
        for name, position, lag, seconds, parked, tries, paused, started_at in rows
    )
