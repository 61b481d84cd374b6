"""The relay: one leader that numbers events and takes every consumer through them, and standbys that wait their turn."""

import random
import signal
from collections.abc import Sequence
from time import monotonic, sleep
from types import FrameType

import psycopg
import structlog
from django.db import Error as DatabaseError
from django.db import connection
from psycopg import sql

from forum.kernel.events import partitions
from forum.kernel.events.attempt import describe, is_outage, is_passing
from forum.kernel.events.consumer import Consumer
from forum.kernel.events.delivery import WAITS, Delivery, behind
from forum.kernel.events.outbox import BELL
from forum.kernel.events.sequencer import sequence

log = structlog.get_logger(__name__)

LEADER = (0x41737361, 1)
"""The advisory lock of the one leader in this database."""

LOOK = 1.0
"""Seconds between looks when no bell rings; also how soon a standby notices that the lead is free."""

AWAY = 2.0
"""The longest wait, in seconds, before trying a database that is away."""

HOUSEKEEPING = 600.0
"""Seconds between looks at the log's months."""

# A leader that froze, or whose machine vanished, must not keep the lead: the server ends its session. A reaction that waits
# for a lock gives way to the other consumers. One that ran away is ended, and counts as failed.
SESSION = {
    "application_name": "assay relay",
    "idle_session_timeout": "20s",
    "idle_in_transaction_session_timeout": "60s",
    "statement_timeout": "60s",
    "lock_timeout": "300ms",
    "client_connection_check_interval": "2s",
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
}


class LeadLost(RuntimeError):
    """The connection that held the lead is gone, and with it the lead."""


class Relay:
    """Sequencer and consumers on one connection, the one that holds the lead.

    Needs a session of its own with PostgreSQL: behind a pooler in transaction mode neither the lock nor `LISTEN` would last.
    """

    def __init__(self, consumers: Sequence[Consumer], *, waits: Sequence[float] = WAITS) -> None:
        self.names = [consumer.name for consumer in consumers]
        self.deliveries = [Delivery(consumer, waits=waits) for consumer in consumers]
        self._stopping = False
        self._session: psycopg.Connection | None = None
        self._housekeeping_at = 0.0

    def run(self) -> None:
        """Lead or stand by until `stop`. An outage of the database is waited out."""
        failures = 0
        while not self._stopping:
            try:
                self._open()
                failures = 0
                if self._stand_by():
                    self._lead()
            except (DatabaseError, psycopg.Error) as error:
                if not is_outage(error):
                    raise
                failures += 1
                log.warning("relay_waits_for_database", error=describe(error))
                self._sleep(min(AWAY, 0.05 * 2**failures) * random.uniform(0.5, 1))
            except LeadLost:
                log.warning("relay_lost_its_lead")
            finally:
                connection.close()
        log.info("relay_stopped")

    def stop(self) -> None:
        """End after the batch at hand, within a second or so."""
        self._stopping = True

    def stop_on_signals(self) -> None:
        """Have SIGTERM and SIGINT stop this relay. For the main thread."""

        def handle(_signum: int, _frame: FrameType | None) -> None:
            self.stop()

        signal.signal(signal.SIGTERM, handle)
        signal.signal(signal.SIGINT, handle)

    def turn(self) -> bool:
        """Number what has come and give each consumer one batch; True when there may be more to do at once."""
        busy = sequence() > 0
        names = behind()
        for delivery in self.deliveries:
            self._check_lead()
            if delivery.consumer.name in names:
                busy = delivery.step() or busy
        return busy

    def drain(self) -> None:
        """Take every consumer to the end of the log, on the caller's own connection. For commands and tests."""
        for delivery in self.deliveries:
            delivery.enter()
        while self.turn() or behind().intersection(self.names):
            self._sleep(self._retry_in() or 0)

    def _open(self) -> None:
        connection.close()
        connection.ensure_connection()
        with connection.cursor() as cursor:
            for name, value in SESSION.items():
                cursor.execute(sql.SQL("SET {} = {}").format(sql.Identifier(name), sql.Literal(value)))

    def _stand_by(self) -> bool:
        """Wait for the lead; False when told to stop before it came."""
        waiting = False
        while not self._stopping:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", LEADER)
                (leads,) = cursor.fetchone()
            if leads:
                return True
            if not waiting:
                log.info("relay_stands_by")
                waiting = True
            self._sleep(LOOK / 2)
        return False

    def _lead(self) -> None:
        self._session = connection.connection
        log.info("relay_leads", consumers=self.names)
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql.SQL("LISTEN {}").format(sql.Identifier(BELL)))
            for delivery in self.deliveries:
                delivery.enter()
            while not self._stopping:
                self._check_lead()
                self._keep_house()
                if not self.turn():
                    self._listen()
        finally:
            self._session = None

    def _check_lead(self) -> None:
        """Django opens a new connection by itself after an error; on that one we would not lead."""
        if self._session is not None and connection.connection is not self._session:
            raise LeadLost

    def _keep_house(self) -> None:
        if monotonic() >= self._housekeeping_at:
            self._housekeeping_at = monotonic() + HOUSEKEEPING
            try:
                partitions.make_ahead()
                partitions.drop_old(self.names)
            except DatabaseError as error:
                if not is_passing(error):
                    raise
                log.warning("log_months_wait", error=describe(error))

    def _listen(self) -> None:
        """Sleep until the bell rings, a failing event is due again, or it is time to look anyway."""
        if self._session is not None:
            for _ in self._session.notifies(timeout=min(LOOK, self._retry_in() or LOOK), stop_after=1):
                pass

    def _sleep(self, seconds: float) -> None:
        """Sleep in slices, so that `stop` is heard."""
        end = monotonic() + seconds
        while not self._stopping and monotonic() < end:
            sleep(max(0.0, min(0.1, end - monotonic())))

    def _retry_in(self) -> float | None:
        """Seconds until the next consumer that waits may go on; None when none waits."""
        waits = [delivery.not_before - monotonic() for delivery in self.deliveries if delivery.not_before > monotonic()]
        return min(waits, default=None)


def leader_pid() -> int | None:
    """The server process of the relay that leads now, None when nobody does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objid = %s AND objsubid = 2 AND granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            LEADER,
        )
        row = cursor.fetchone()
    return int(row[0]) if row else None
