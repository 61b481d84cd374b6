"""A foreign key that does not hold fails its own event, not the commit of the batch it came in."""

import pytest

from forum.kernel.events import Consumer, Context
from forum.kernel.events.relay import Relay
from tests.spine.happenings import SampleTaken, effect_of
from tests.spine.stack import execute, numbers, parked_seqs, take_samples


def refer(happened: SampleTaken, context: Context) -> None:
    execute(f"INSERT INTO spine_reference VALUES ({happened.number})")


REFERRING = Consumer(name="referring", start="beginning", reactions={SampleTaken: (effect_of("referring"), refer)})


@pytest.fixture
def references(spine_url: str) -> None:
    """A table that refers to numbers 0 to 4, checked at commit as Django's keys are."""
    execute("CREATE TABLE spine_number (number bigint PRIMARY KEY)")
    execute("CREATE TABLE spine_reference (number bigint REFERENCES spine_number DEFERRABLE INITIALLY DEFERRED)")
    execute("INSERT INTO spine_number SELECT * FROM generate_series(0, 4)")


def test_only_the_event_with_the_broken_reference_is_parked(references: None) -> None:
    take_samples(range(10), pits=10)
    execute("INSERT INTO spine_number SELECT * FROM generate_series(6, 9)")
    Relay([REFERRING], waits=(0, 0, 0, 0)).drain()
    assert numbers("referring") == [0, 1, 2, 3, 4, 6, 7, 8, 9]
    assert parked_seqs("referring") == [6]
