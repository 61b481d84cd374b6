"""However often the relay is killed, every consumer handles every event once, in order."""

import random
import time
from threading import Thread

import pytest
from django.db import connection

from forum.kernel.events import latest_seq
from tests.spine.stack import Relays, effects, handled, take_samples, wait_until

pytestmark = pytest.mark.stack

EVENTS = 500
KILLS = 20


def produce() -> None:
    take_samples(range(EVENTS))
    connection.close()


def test_effects_happen_once_and_in_order_across_many_kills(relays: Relays) -> None:
    producer = Thread(target=produce)
    producer.start()
    moments = random.Random(20251205)
    for _ in range(KILLS):
        relay = relays.start()
        time.sleep(moments.uniform(0.0, 0.2))
        relays.kill(relay)
    producer.join()
    relays.start()
    wait_until(handled("steady", "slow"))
    assert latest_seq() == EVENTS
    for consumer in ("steady", "slow"):
        rows = sorted(effects(consumer))
        assert [seq for seq, _ in rows] == list(range(1, EVENTS + 1))
        assert [number for _, number in rows] == list(range(EVENTS))
