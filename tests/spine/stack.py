"""A database of the test's own, relays as processes on it, and questions about what came of it all."""

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import redis
from django.db import connection, transaction

from forum.embedded import Valkey
from forum.kernel.events import latest_seq, publish
from forum.kernel.events.parking import parked
from forum.kernel.events.relay import leader_pid
from tests.engines import TEMPLATE
from tests.spine.happenings import EFFECTS, SampleTaken

PATIENCE = 180.0
"""Seconds before a test gives up waiting for what must come."""


def wait_until(what: Callable[[], bool]) -> None:
    """Return as soon as `what()` holds; a failure names it after `PATIENCE`."""
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, f"{what.__name__} did not come to hold"
        time.sleep(0.01)


@contextmanager
def copy_of_template(name: str) -> Iterator[str]:
    """A database with all tables and what the migrations put into them; gives its URL."""
    settings = connection.settings_dict
    template = os.environ.get(TEMPLATE, settings["NAME"])
    connection.close()
    maintenance = psycopg.conninfo.make_conninfo(
        dbname="postgres",
        host=settings["HOST"],
        user=settings["USER"],
        password=settings["PASSWORD"],
        port=settings["PORT"],
    )
    with psycopg.connect(maintenance, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield address(name)
    finally:
        with psycopg.connect(maintenance, autocommit=True) as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def database(name: str) -> Iterator[str]:
    """A new database, on which Django works meanwhile; gives its URL."""
    settings = connection.settings_dict
    with copy_of_template(name) as url:
        before, settings["NAME"] = settings["NAME"], name
        try:
            with connection.cursor() as cursor:
                cursor.execute(EFFECTS)
            yield url
        finally:
            connection.close()
            settings["NAME"] = before


def address(name: str) -> str:
    """The URL of a database on the tests' own server."""
    of = connection.settings_dict
    return f"postgresql://{of['USER']}:{of['PASSWORD']}@/{name}?host={of['HOST']}&port={of['PORT'] or 5432}"


class Nursery:
    """The process that forks; see `nursery.py`. One for a whole run."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.spine.nursery"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, line: object) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(line) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        self._process.communicate(timeout=PATIENCE)


class Relays:
    """Starts and ends relays on one database."""

    def __init__(self, nursery: Nursery, *, database: str, broker: str) -> None:
        self._nursery = nursery
        self._stores = {"database": database, "broker": broker}
        self._running: list[int] = []

    def start(self) -> int:
        """Start a relay; its process id."""
        pid = self._nursery.ask({"work": "relay", **self._stores})
        self._running.append(pid)
        return pid

    def sweep(self) -> None:
        """Take every job that is not done for lost, and send it again."""
        assert self._nursery.ask(self._nursery.ask({"work": "sweep", **self._stores})) == 0

    def kill(self, pid: int) -> None:
        """SIGKILL, wherever it is."""
        os.kill(pid, signal.SIGKILL)
        self._gone(pid)

    def stop(self, pid: int) -> int:
        """SIGTERM, and wait; the exit status."""
        os.kill(pid, signal.SIGTERM)
        return self._gone(pid)

    def close(self) -> None:
        for pid in list(self._running):
            self.kill(pid)

    def _gone(self, pid: int) -> int:
        self._running.remove(pid)
        return self._nursery.ask(pid)


@contextmanager
def worker(url: str, broker: str) -> Iterator[None]:
    """A Celery worker with one process, on all queues."""
    of_its_own = {"DATABASE_URL": url, "REDIS_URL": broker, "SPINE_TEST": uuid.uuid4().hex}
    command = [sys.executable, "-m", "celery", "-A", "tests.spine.worker", "worker", "-c", "1", "-l", "WARNING"]
    command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    process = subprocess.Popen(command, env={**os.environ, **of_its_own}, process_group=0)
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(PATIENCE)


def all_jobs_are_done() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) = 0 FROM forum_job WHERE done_at IS NULL")
        (done,) = cursor.fetchone()
    return bool(done)


def take_samples(numbers: range, *, pits: int = 7) -> None:
    """Publish a sample for each number, one transaction each."""
    for number in numbers:
        with transaction.atomic():
            publish(SampleTaken(number=number, pit_id=number % pits))


def effects(consumer: str) -> list[tuple[int, int]]:
    """The (seq, number) that the consumer's reaction wrote, in the order of writing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, number FROM spine_effect WHERE consumer = %s ORDER BY ctid", [consumer])
        return [(seq, number) for seq, number in cursor.fetchall()]


def numbers(consumer: str) -> list[int]:
    """The numbers of the samples the consumer has handled, in the order of the log."""
    return [number for _, number in sorted(effects(consumer))]


def position(consumer: str) -> int:
    """How far the consumer has come; -1 while it has no row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT position FROM forum_consumer WHERE name = %s", [consumer])
        row = cursor.fetchone()
    return int(row[0]) if row else -1


def outbox_length() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM forum_outbox")
        (count,) = cursor.fetchone()
    return int(count)


def handled(*consumers: str) -> Callable[[], bool]:
    """Whether the outbox is empty and `consumers` stand at the end of the log."""

    def all_is_handled() -> bool:
        return outbox_length() == 0 and all(position(consumer) == latest_seq() for consumer in consumers)

    return all_is_handled


def somebody_leads() -> bool:
    return leader_pid() is not None


def sessions(count: int) -> Callable[[], bool]:
    """Whether `count` relays have a session with the server."""

    def so_many_are_connected() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'assay relay' AND datname = current_database()"
            )
            (connected,) = cursor.fetchone()
            return bool(connected == count)

    return so_many_are_connected


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def parked_seqs(consumer: str) -> list[int]:
    return [row.seq for row in parked(consumer)]


def queue_is_empty(broker: Valkey) -> Callable[[], bool]:
    """Whether no message waits, and none is in a worker's hands."""

    def nothing_is_under_way() -> bool:
        with redis.Redis.from_url(broker.url) as client:
            waiting, taken = client.llen("celery:0:default"), client.zcard("celery:0:unacked_index")
        return (waiting, taken) == (0, 0)

    return nothing_is_under_way
