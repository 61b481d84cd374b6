"""The log's months are made ahead of time, and dropped only when nobody needs them."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import IntegrityError, connection

from forum.kernel.events import oldest_seq
from forum.kernel.events.partitions import drop_old, make_ahead, months, strays
from forum.kernel.events.relay import Relay
from tests.spine.happenings import consumers
from tests.spine.stack import execute, numbers, take_samples

STEADY = consumers()[:1]


def tables() -> list[str]:
    return [month.table for month in months()]


def log_an_old_event() -> None:
    """Event 1, of 2 January 2025, beside one of today; `steady` has handled both."""
    with time_machine.travel(datetime(2025, 1, 2, tzinfo=UTC), tick=False):
        make_ahead()
    make_ahead()
    execute("INSERT INTO forum_event VALUES (1, '2025-01-02', 'spine_pit_closed', 1, 'pit:1', NULL, '{\"pit_id\": 1}')")
    execute("UPDATE forum_sequencer SET last_seq = 1")
    take_samples(range(1))
    Relay(STEADY).drain()


def test_this_month_and_the_next_two_are_made_once(spine_url: str) -> None:
    before = tables()
    with time_machine.travel(datetime(2025, 11, 30, 23, 59, tzinfo=UTC), tick=False):
        make_ahead()
        make_ahead()
    assert sorted(set(tables()) - set(before)) == ["forum_event_2025_11", "forum_event_2025_12", "forum_event_2026_01"]


def test_an_event_lands_in_its_month(spine_url: str) -> None:
    make_ahead()
    take_samples(range(3))
    Relay(STEADY).drain()
    assert strays() == 0


def test_events_that_lie_without_a_month_keep_no_relay_from_leading(spine_url: str) -> None:
    for month in months():
        execute(f"DROP TABLE {month.table}")
    take_samples(range(3))
    Relay(STEADY).drain()

    make_ahead()

    assert strays() == 3
    assert len(months()) == 2
    take_samples(range(3, 5))
    Relay(STEADY).drain()
    assert numbers("steady") == [0, 1, 2, 3, 4]


def test_old_months_that_everybody_has_behind_him_are_dropped(spine_url: str) -> None:
    log_an_old_event()
    assert drop_old(["steady"]) == ["forum_event_2025_01", "forum_event_2025_02", "forum_event_2025_03"]
    assert oldest_seq() == 2


def test_a_month_stays_while_a_consumer_has_not_read_it(spine_url: str) -> None:
    log_an_old_event()
    execute("UPDATE forum_consumer SET position = 0")
    before = tables()
    assert drop_old(["steady"]) == []
    assert tables() == before


def test_a_month_stays_while_one_of_its_events_is_parked(spine_url: str) -> None:
    log_an_old_event()
    execute("INSERT INTO forum_parked (consumer_id, seq, aggregate, error, tries) VALUES ('steady', 1, 'pit:1', '', 5)")
    before = tables()
    assert drop_old(["steady"]) == []
    assert tables() == before


def test_months_within_the_horizon_stay(spine_url: str) -> None:
    make_ahead()
    take_samples(range(1))
    Relay(STEADY).drain()
    before = tables()
    assert drop_old(["steady"]) == []
    assert tables() == before


@pytest.mark.parametrize("statement", ["UPDATE forum_event SET actor_id = 1", "DELETE FROM forum_event"])
def test_the_log_refuses_to_be_rewritten(spine_url: str, statement: str) -> None:
    make_ahead()
    take_samples(range(1))
    Relay(STEADY).drain()
    with pytest.raises(IntegrityError):
        execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), max(actor_id) FROM forum_event")
        assert cursor.fetchone() == (1, None)
