"""A row of the log that this release does not know is parked by those who listen for its name, not dropped."""

from forum.kernel.events.parking import parked
from forum.kernel.events.relay import Relay
from tests.spine.happenings import consumers
from tests.spine.stack import execute, numbers, take_samples


def test_an_event_of_a_later_release_waits_until_it_is_understood(spine_url: str) -> None:
    take_samples(range(3))
    execute(
        "INSERT INTO forum_outbox (name, version, aggregate, payload)"
        """ VALUES ('spine_sample_taken', 2, 'pit_id:9', '{"number": 3, "pit_id": 9, "depth": 5}')"""
    )
    take_samples(range(4, 6))
    Relay(consumers()[:1], waits=(0, 0, 0, 0)).drain()
    assert numbers("steady") == [0, 1, 2, 4, 5]
    assert [row.seq for row in parked("steady")] == [4]
    assert parked("steady")[0].error.startswith("UnknownEvent")
