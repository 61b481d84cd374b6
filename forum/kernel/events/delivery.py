"""One consumer's way through the log: a bounded batch at a time, effects and position in one transaction."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic

import structlog
from django.db import Error as DatabaseError
from django.db import connection, transaction

from forum.kernel.events.attempt import Attempt, describe, is_outage, is_passing
from forum.kernel.events.consumer import Consumer
from forum.kernel.events.definition import definition_of
from forum.kernel.events.log import Entry, latest_seq, tail
from forum.kernel.events.parking import park, parked_aggregates, react

log = structlog.get_logger(__name__)

BATCH = 200
"""Events in one transaction, at most."""

BUDGET = 0.1
"""Seconds after which a batch ends with the event at hand, so that no consumer holds up the others for longer."""

WINDOW = 20_000
"""How far a consumer looks ahead for events it cares for, in one step."""

WAITS = (0.1, 0.2, 0.4, 0.8)
"""Seconds before the second to the fifth try of a failing event; then it is parked."""

PASSING_WAIT = 2.0
"""The longest wait, in seconds, for what is nobody's fault: a lock, a deadlock, a server that is read-only."""


@dataclass(slots=True)
class Position:
    """The consumer's row while its transaction holds it."""

    seq: int
    failing_seq: int | None
    tries: int
    paused: bool


def behind() -> set[str]:
    """The consumers that have events before them and are not paused."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM forum_consumer WHERE NOT paused AND position < (SELECT last_seq FROM forum_sequencer)"
        )
        return {name for (name,) in cursor.fetchall()}


class Delivery:
    """Runs one consumer. `step` does at most one batch; between steps other consumers get their turn."""

    def __init__(self, consumer: Consumer, *, waits: Sequence[float] = WAITS) -> None:
        self.consumer = consumer
        self.waits = waits
        self.names = sorted({definition_of(cls).name for cls in consumer.reactions})
        self.not_before = 0.0
        self._passing = 0

    def enter(self) -> None:
        """Give a consumer that is new its row: behind the newest event, or before the oldest one kept."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO forum_consumer (name, position, tries, paused)"
                " SELECT %s, CASE WHEN %s THEN coalesce((SELECT min(seq) - 1 FROM forum_event), last_seq) ELSE last_seq END,"
                " 0, false FROM forum_sequencer ON CONFLICT (name) DO NOTHING",
                [self.consumer.name, self.consumer.start == "beginning"],
            )

    def step(self) -> bool:
        """Handle one batch, and say whether there may be more to do at once. Raises the database's error when it is away."""
        if monotonic() < self.not_before:
            return False
        try:
            return self._batch()
        except DatabaseError as error:
            if not is_passing(error):
                raise
            self._give_way(error)
            return False

    def _batch(self) -> bool:
        with transaction.atomic():
            position = self._lock()
            head = latest_seq()
            if position.paused or position.seq >= head:
                return False
            up_to = min(head, position.seq + WINDOW)
            entries = tail(position.seq, BATCH, up_to=up_to, names=self.names)
            before = position.seq
            if self._handle(entries, position) and len(entries) < BATCH:
                position.seq = up_to
            self._move(position)
            return position.seq > before and position.seq < head

    def _handle(self, entries: Sequence[Entry], position: Position) -> bool:
        """Handle `entries` in order, moving `position`; False when it stopped before the last one."""
        waiting = parked_aggregates(self.consumer.name) if entries else set()
        deadline = monotonic() + BUDGET
        for entry in entries:
            if monotonic() > deadline:
                return False
            if entry.aggregate in waiting:
                park(self.consumer.name, entry, error="behind a parked event", tries=0)
            elif not self._try(entry, position):
                return False
            elif position.failing_seq == entry.seq:
                waiting.add(entry.aggregate)
            position.seq, position.failing_seq, position.tries = entry.seq, None, 0
        return True

    def _try(self, entry: Entry, position: Position) -> bool:
        """One try in a savepoint. False when the event is to be tried again later; parked, it counts as handled."""
        with Attempt() as attempt, transaction.atomic():
            react(self.consumer, entry)
        if attempt.error is None:
            position.failing_seq, self._passing = None, 0
            return True
        if is_passing(attempt.error):
            self._give_way(attempt.error)
            return False
        if is_outage(attempt.error):
            raise attempt.error
        position.tries = position.tries + 1 if position.failing_seq == entry.seq else 1
        position.failing_seq = entry.seq
        error = describe(attempt.error)
        if position.tries <= len(self.waits):
            self.not_before = monotonic() + self.waits[position.tries - 1]
            log.warning("event_failed", consumer=self.consumer.name, seq=entry.seq, tries=position.tries, error=error)
            return False
        park(self.consumer.name, entry, error=error, tries=position.tries)
        log.error("event_parked", consumer=self.consumer.name, seq=entry.seq, aggregate=entry.aggregate, error=error)
        return True

    def _give_way(self, error: Exception) -> None:
        """Wait, without counting a try, for what is nobody's fault."""
        self._passing += 1
        self.not_before = monotonic() + min(PASSING_WAIT, 0.05 * 2**self._passing) * random.uniform(0.5, 1)
        log.warning("consumer_gives_way", consumer=self.consumer.name, error=describe(error))

    def _lock(self) -> Position:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT position, failing_seq, tries, paused FROM forum_consumer WHERE name = %s FOR UPDATE",
                [self.consumer.name],
            )
            row = cursor.fetchone()
            # A foreign key that does not hold must fail inside the event's savepoint, not at the commit of its whole batch.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return Position(*row)

    def _move(self, position: Position) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE forum_consumer SET position = %s, failing_seq = %s, tries = %s WHERE name = %s",
                [position.seq, position.failing_seq, position.tries, self.consumer.name],
            )
