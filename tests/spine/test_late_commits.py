"""A transaction that took its outbox id early and commits late is not skipped."""

import psycopg
import pytest

from tests.spine.stack import Relays, effects, handled, numbers, take_samples, wait_until

pytestmark = pytest.mark.stack

LATE = (
    "INSERT INTO forum_outbox (name, version, aggregate, payload)"
    """ VALUES ('spine_sample_taken', 1, 'pit_id:1', '{"number": 1000, "pit_id": 1}')"""
)


def test_an_event_that_commits_after_later_ones_is_handled_by_everybody(spine_url: str, relays: Relays) -> None:
    relays.start()
    with psycopg.connect(spine_url) as slow_writer:
        slow_writer.execute(LATE)
        take_samples(range(50))

        def only_the_late_one_is_missing() -> bool:
            return len(effects("steady")) == 50

        wait_until(only_the_late_one_is_missing)
    take_samples(range(50, 60))

    def the_late_one_came() -> bool:
        return len(effects("steady")) == 61

    wait_until(the_late_one_came)
    wait_until(handled("steady", "slow"))
    assert sorted(numbers("steady")) == [*range(60), 1000]
    assert sorted(seq for seq, _ in effects("slow")) == list(range(1, 62))
