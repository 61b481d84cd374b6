"""While the broker is away the relay goes on and work is written down; afterwards all of it is done, once."""

import pytest

from forum.embedded import Valkey
from tests.spine.stack import Relays, all_jobs_are_done, handled, numbers, take_samples, wait_until, worker

pytestmark = pytest.mark.stack


def test_work_written_down_while_the_broker_was_dead_is_done_after(
    spine_url: str, broker: Valkey, relays: Relays
) -> None:
    relays.start()
    with worker(spine_url, broker.url):
        take_samples(range(20))
        wait_until(handled("hiring"))
        wait_until(all_jobs_are_done)
        broker.kill()
        take_samples(range(20, 40))
        wait_until(handled("hiring", "steady"))
        assert not all_jobs_are_done()
        broker.start()
        relays.sweep()
        wait_until(all_jobs_are_done)
    assert numbers("worker") == list(range(40))


def test_a_broker_that_hangs_does_not_hang_the_relay(spine_url: str, broker: Valkey, relays: Relays) -> None:
    relays.start()
    wait_until(handled("hiring"))
    broker.pause()
    take_samples(range(10))
    wait_until(handled("hiring", "steady"))
    take_samples(range(10, 20))
    wait_until(handled("hiring", "steady"))
    broker.resume()
    relays.sweep()
    with worker(spine_url, broker.url):
        wait_until(all_jobs_are_done)
    assert numbers("worker") == list(range(20))
