"""Events that a consumer could not handle: set aside with the later ones of their aggregate, until they are replayed."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from forum.kernel.events.attempt import Attempt, describe, is_outage
from forum.kernel.events.consumer import Consumer
from forum.kernel.events.definition import UnknownEvent
from forum.kernel.events.log import Entry, tail


class NotParked(LookupError):
    """There is no such parked event, or its row in the log is gone."""


class NotFirst(RuntimeError):
    """An earlier event of the same aggregate is parked too, and goes first."""


@dataclass(frozen=True, slots=True)
class Row:
    """One parked event, as `manage.py replay` lists it."""

    seq: int
    aggregate: str
    error: str
    tries: int
    parked_at: datetime


def react(consumer: Consumer, entry: Entry) -> None:
    """Run the consumer's reactions to `entry`, in their order."""
    event = entry.event()
    if type(event) not in consumer.reactions:
        raise UnknownEvent(f"{consumer.name} has no reaction to {entry.name} v{entry.version}")
    for reaction in consumer.reactions[type(event)]:
        reaction(event, entry.context)


def park(consumer: str, entry: Entry, *, error: str, tries: int) -> None:
    """Set `entry` aside, in the transaction that moves the consumer past it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO forum_parked (consumer_id, seq, aggregate, error, tries) VALUES (%s, %s, %s, %s, %s)",
            [consumer, entry.seq, entry.aggregate, error, tries],
        )


def parked(consumer: str) -> list[Row]:
    """What is parked for `consumer`, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, aggregate, error, tries, parked_at FROM forum_parked WHERE consumer_id = %s ORDER BY seq",
            [consumer],
        )
        return [Row(*row) for row in cursor.fetchall()]


def parked_aggregates(consumer: str) -> set[str]:
    """The aggregates whose events must wait behind a parked one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT aggregate FROM forum_parked WHERE consumer_id = %s", [consumer])
        return {aggregate for (aggregate,) in cursor.fetchall()}


def replay(consumer: Consumer, seq: int) -> Exception | None:
    """Run the parked event `seq` again; None when it worked and is parked no more, else what went wrong.

    Locks the consumer's row, so that the relay cannot handle a later event of the aggregate meanwhile. Raises `NotParked`,
    `NotFirst`, and the database's own error when it is away.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM forum_consumer WHERE name = %s FOR UPDATE", [consumer.name])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        rows = parked(consumer.name)
        row = next((row for row in rows if row.seq == seq), None)
        entries = tail(seq - 1, 1, up_to=seq)
        if row is None or not entries:
            raise NotParked(f"{consumer.name} has no parked event {seq}")
        if any(other.aggregate == row.aggregate and other.seq < seq for other in rows):
            raise NotFirst(f"another event of {row.aggregate} is parked before {seq}")
        with Attempt() as attempt, transaction.atomic():
            react(consumer, entries[0])
        if is_outage(attempt.error):
            raise attempt.error  # type: ignore[misc]
        _keep_outcome(consumer.name, row, attempt.error)
        return attempt.error


def _keep_outcome(consumer: str, row: Row, error: Exception | None) -> None:
    with connection.cursor() as cursor:
        if error is None:
            cursor.execute("DELETE FROM forum_parked WHERE consumer_id = %s AND seq = %s", [consumer, row.seq])
        else:
            cursor.execute(
                "UPDATE forum_parked SET tries = tries + 1, error = %s WHERE consumer_id = %s AND seq = %s",
                [describe(error), consumer, row.seq],
            )
