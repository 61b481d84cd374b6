"""Reading the log of events, in order, by `seq` alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from django.db import connection

from forum.kernel.events.consumer import Context
from forum.kernel.events.definition import Event, Scalar, definition_named


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the log. `aggregate` reads "thread:17"; `payload` holds the event's fields as JSON values."""

    seq: int
    at: datetime
    name: str
    version: int
    aggregate: str
    actor_id: int | None
    payload: Mapping[str, Scalar]

    @property
    def context(self) -> Context:
        """What a reaction is told besides the event."""
        return Context(seq=self.seq, at=self.at, actor_id=self.actor_id)

    def event(self) -> Event:
        """The typed event. Raises `UnknownEvent` where this release does not know it."""
        return definition_named(self.name, self.version).decode(self.payload)


def latest_seq() -> int:
    """The newest number given; zero before the first. Whoever reads up to it has seen every event below it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_seq FROM forum_sequencer")
        (seq,) = cursor.fetchone()
    return int(seq)


def oldest_seq() -> int:
    """The oldest number that is still kept; one past the newest when nothing is. A reader behind it starts anew."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce((SELECT min(seq) FROM forum_event), (SELECT last_seq + 1 FROM forum_sequencer))"
        )
        (seq,) = cursor.fetchone()
    return int(seq)


def tail(after_seq: int, limit: int, *, up_to: int | None = None, names: Sequence[str] | None = None) -> list[Entry]:
    """The next events behind `after_seq` in order, at most `limit`; up to and with `up_to`, and only of `names`, where given."""
    sql = "SELECT seq, at, name, version, aggregate, actor_id, payload::text FROM forum_event WHERE seq > %s"
    params: list[int | list[str]] = [after_seq]
    if up_to is not None:
        sql += " AND seq <= %s"
        params.append(up_to)
    if names is not None:
        sql += " AND name = ANY(%s)"
        params.append(list(names))
    with connection.cursor() as cursor:
        cursor.execute(sql + " ORDER BY seq LIMIT %s", [*params, limit])
        return [
            Entry(seq, at, name, version, aggregate, actor_id, orjson.loads(payload))
            for seq, at, name, version, aggregate, actor_id, payload in cursor.fetchall()
        ]
