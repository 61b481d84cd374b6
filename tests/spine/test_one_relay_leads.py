"""Of two relays one leads; when it dies, or the server ends its session, the other goes on where it stopped."""

import pytest

from forum.kernel.events.relay import leader_pid
from tests.spine.stack import Relays, execute, handled, numbers, sessions, somebody_leads, take_samples, wait_until

pytestmark = pytest.mark.stack


def test_the_standby_takes_over_from_a_killed_leader_and_nothing_is_done_twice(relays: Relays) -> None:
    leader = relays.start()
    wait_until(somebody_leads)
    relays.start()
    take_samples(range(100))
    relays.kill(leader)
    take_samples(range(100, 120))
    wait_until(handled("steady", "slow"))
    assert numbers("steady") == list(range(120))
    assert numbers("slow") == list(range(120))


def test_a_leader_that_lost_its_session_leads_no_more(relays: Relays) -> None:
    relays.start()
    relays.start()
    wait_until(sessions(2))
    wait_until(somebody_leads)
    first = leader_pid()
    take_samples(range(40))
    execute(f"SELECT pg_terminate_backend({first})")
    take_samples(range(40, 80))
    wait_until(handled("steady", "slow"))
    assert leader_pid() != first
    assert numbers("steady") == list(range(80))
    assert numbers("slow") == list(range(80))


def test_a_relay_ends_cleanly_when_told_to(relays: Relays) -> None:
    leader = relays.start()
    wait_until(somebody_leads)
    standby = relays.start()
    wait_until(sessions(2))
    assert relays.stop(standby) == 0
    assert relays.stop(leader) == 0
    assert leader_pid() is None
