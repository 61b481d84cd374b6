"""An event is told in the transaction that makes it true, or not at all."""

import pytest
from django.db import connection, transaction

from forum.kernel.events import NoTransaction, WrongEvent, publish
from tests.spine.happenings import PitClosed, SampleTaken


def outbox() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, version, aggregate, actor_id, payload::text FROM forum_outbox ORDER BY id")
        return list(cursor.fetchall())


def test_it_is_written_with_its_aggregate_and_actor(db: None) -> None:
    publish(SampleTaken(number=3, pit_id=17), actor_id=7)
    assert outbox() == [("spine_sample_taken", 1, "pit:17", 7, '{"number": 3, "pit_id": 17}')]


def test_it_goes_when_the_change_is_rolled_back(db: None) -> None:
    with transaction.atomic():
        publish(PitClosed(pit_id=17))
        transaction.set_rollback(True)
    assert outbox() == []


def test_outside_a_transaction_it_is_refused(transactional_db: None) -> None:
    with pytest.raises(NoTransaction):
        publish(PitClosed(pit_id=17))
    assert outbox() == []


def test_a_value_of_another_type_is_refused(db: None) -> None:
    with pytest.raises(WrongEvent):
        publish(PitClosed(pit_id="17"))  # type: ignore[arg-type]
    assert outbox() == []
