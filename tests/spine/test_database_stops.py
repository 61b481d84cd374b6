"""PostgreSQL stops at once under load and comes back: what was acknowledged is there once, and handled once."""

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from forum import environment
from forum.embedded import Postgres
from forum.kernel.events import latest_seq, publish
from tests.engines import fill
from tests.spine.happenings import EFFECTS, SampleTaken
from tests.spine.stack import Nursery, Relays, effects, execute, handled, numbers, somebody_leads, wait_until

pytestmark = pytest.mark.stack


@pytest.fixture
def server(tmp_path: Path, transactional_db: None) -> Iterator[Postgres]:
    """A server of the test's own, durable, under which Django works meanwhile."""
    postgres = Postgres(tmp_path / "postgres")
    postgres.start()
    fill(postgres)
    connection.close()
    before = dict(connection.settings_dict)
    connection.settings_dict.update(environment.database(postgres.url))
    execute(EFFECTS)
    yield postgres
    connection.close()
    connection.settings_dict.update(before)
    postgres.stop("immediate")


class Producer(Thread):
    """Publishes one sample after the other, through outages, and notes which commits were acknowledged."""

    def __init__(self) -> None:
        super().__init__()
        self.enough = Event()
        self.acknowledged: list[int] = []

    def run(self) -> None:
        number = 0
        while not self.enough.is_set():
            number += 1
            try:
                with transaction.atomic():
                    publish(SampleTaken(number=number, pit_id=number % 7))
                self.acknowledged.append(number)
            except DatabaseError:
                connection.close()
                time.sleep(0.02)
        connection.close()

    def has(self, count: int) -> None:
        def so_many_were_acknowledged() -> bool:
            return len(self.acknowledged) >= count

        wait_until(so_many_were_acknowledged)


def test_every_acknowledged_event_is_handled_once(server: Postgres, nursery: Nursery) -> None:
    relays = Relays(nursery, database=server.url, broker=settings.REDIS_URL)
    producer = Producer()
    try:
        relays.start()
        relays.start()
        wait_until(somebody_leads)
        producer.start()
        for _ in range(2):
            producer.has(len(producer.acknowledged) + 80)
            connection.close()
            server.stop("immediate")
            server.start()
        producer.has(len(producer.acknowledged) + 20)
        producer.enough.set()
        producer.join()
        wait_until(handled("steady", "slow"))
    finally:
        producer.enough.set()
        relays.close()
    assert [seq for seq, _ in sorted(effects("steady"))] == list(range(1, latest_seq() + 1))
    for consumer in ("steady", "slow"):
        assert len(numbers(consumer)) == len(set(numbers(consumer)))
        assert set(producer.acknowledged) <= set(numbers(consumer))
