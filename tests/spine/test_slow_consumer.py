"""A consumer that waits for a lock holds up nobody, is not charged with a failure, and catches up."""

import psycopg
import pytest

from forum.kernel.events import latest_seq
from tests.spine.stack import Relays, handled, numbers, parked_seqs, position, take_samples, wait_until

pytestmark = pytest.mark.stack


def test_the_others_go_on_while_one_waits_for_a_lock(spine_url: str, relays: Relays) -> None:
    with psycopg.connect(spine_url) as somebody:
        somebody.execute("SELECT FROM spine_obstacle FOR UPDATE")
        relays.start()
        take_samples(range(60))
        wait_until(handled("steady", "fussy"))
        assert position("blocked") < latest_seq()
    wait_until(handled("blocked"))
    assert numbers("blocked") == list(range(60))
    assert parked_seqs("blocked") == []
