"""`manage.py spine`, the metrics and `manage.py replay` tell the same story."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from forum.kernel.events.metrics import exposition
from forum.kernel.events.relay import Relay
from forum.kernel.events.status import status
from tests.spine.happenings import consumers
from tests.spine.stack import execute, numbers, position, take_samples

NAMES = [consumer.name for consumer in consumers()]


def ask(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def story(spine_url: str) -> None:
    """Ten samples handled, one of them parked by `fussy` and another behind it, and five more in the outbox."""
    execute("INSERT INTO spine_poison VALUES (2)")
    take_samples(range(10))
    Relay(consumers()[:3], waits=(0, 0, 0, 0)).drain()
    take_samples(range(10, 15))


def test_positions_lag_parked_events_outbox_and_queues_are_shown(story: None) -> None:
    told = json.loads(ask("spine", "--json"))
    assert (told["last_seq"], told["outbox"], told["relay_leads"]) == (10, 5, False)
    assert {row["name"]: (row["position"], row["lag"], row["parked"]) for row in told["consumers"]} == {
        "fussy": (10, 0, 2),
        "slow": (10, 0, 0),
        "steady": (10, 0, 0),
    }
    assert set(told["queues"]) == {"default", "fanout", "mail", "slow", "outside"}


def test_people_read_the_same(story: None) -> None:
    told = ask("spine")
    assert "NOBODY LEADS" in told
    assert "5 waiting, 0 held" in told
    fussy = next(line for line in told.splitlines() if "fussy" in line)
    assert fussy.split() == ["fussy", "10", "0", "0.0", "2", "not", "in", "the", "table"]


def test_prometheus_reads_the_same(story: None) -> None:
    told = exposition(NAMES).decode()
    assert 'assay_consumer_parked_events{consumer="fussy"} 2.0' in told
    assert "assay_outbox_events 5.0" in told
    assert "assay_relay_leads 0.0" in told


def test_a_paused_consumer_stays_where_it_is_until_resumed(story: None) -> None:
    ask("spine", "--pause", "steady")
    Relay(consumers()[:2]).drain()
    assert position("steady") == 10
    assert position("slow") == 15
    ask("spine", "--resume", "steady")
    Relay(consumers()[:2]).drain()
    assert numbers("steady") == list(range(15))


def test_a_consumer_that_does_not_exist_cannot_be_paused(story: None) -> None:
    with pytest.raises(CommandError):
        ask("spine", "--pause", "nobody")


def test_without_a_leader_the_spine_is_not_ready(story: None) -> None:
    assert not status(NAMES).ready
