"""An event that cannot be handled is parked with the later ones of its aggregate; all else goes on; replay heals it."""

import pytest

from forum.kernel.events.parking import NotFirst, parked, replay
from forum.kernel.events.relay import Relay
from tests.spine.happenings import consumers
from tests.spine.stack import effects, execute, numbers, parked_seqs, take_samples

STEADY, FUSSY = (consumer for consumer in consumers() if consumer.name in {"steady", "fussy"})


def relay_all() -> None:
    Relay([STEADY, FUSSY], waits=(0, 0, 0, 0)).drain()


@pytest.fixture
def poisoned(spine_url: str) -> None:
    """Thirty samples from seven pits have gone by, of which number 9, from pit 2, is poison to one consumer."""
    execute("INSERT INTO spine_poison VALUES (9)")
    take_samples(range(30))
    relay_all()


def test_it_is_parked_with_the_later_ones_of_its_aggregate_and_the_rest_goes_on(poisoned: None) -> None:
    waiting = [9, 16, 23]
    assert numbers("steady") == list(range(30))
    assert numbers("fussy") == [number for number in range(30) if number not in waiting]
    assert parked_seqs("fussy") == [number + 1 for number in waiting]
    assert [(row.aggregate, row.tries) for row in parked("fussy")] == [("pit:2", 5), ("pit:2", 0), ("pit:2", 0)]
    assert parked("fussy")[0].error.startswith("Poisonous at spine/happenings.py:")


def test_what_happens_to_its_aggregate_afterwards_waits_behind_it(poisoned: None) -> None:
    take_samples(range(30, 44))
    relay_all()
    assert parked_seqs("fussy") == [10, 17, 24, 31, 38]
    assert 31 in numbers("fussy")


def test_a_replay_that_fails_changes_nothing_but_the_count(poisoned: None) -> None:
    before = effects("fussy")
    assert replay(FUSSY, 10) is not None
    assert effects("fussy") == before
    assert [row.tries for row in parked("fussy")] == [6, 0, 0]


def test_a_later_one_cannot_be_replayed_before_it(poisoned: None) -> None:
    with pytest.raises(NotFirst):
        replay(FUSSY, 17)
    assert parked_seqs("fussy") == [10, 17, 24]


def test_replay_in_order_heals_and_the_aggregate_flows_again(poisoned: None) -> None:
    execute("DELETE FROM spine_poison")
    assert [replay(FUSSY, seq) for seq in parked_seqs("fussy")] == [None, None, None]
    take_samples(range(30, 40))
    relay_all()
    assert numbers("fussy") == list(range(40))
    assert [number for _, number in effects("fussy") if number % 7 == 2] == [2, 9, 16, 23, 30, 37]
    assert parked_seqs("fussy") == []
