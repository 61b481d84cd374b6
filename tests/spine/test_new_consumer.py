"""A consumer that is new begins at the oldest event kept, or behind the newest, as the table says."""

from forum.kernel.events import Consumer
from forum.kernel.events.relay import Relay
from tests.spine.happenings import PitClosed, SampleTaken, consumers, effect_of
from tests.spine.stack import numbers, position, take_samples


def test_from_the_beginning_it_is_told_everything_that_is_kept(spine_url: str) -> None:
    take_samples(range(5))
    Relay(consumers()[:1]).drain()
    late = Consumer(name="late", start="beginning", reactions={SampleTaken: (effect_of("late"),)})
    Relay([late]).drain()
    assert numbers("late") == [0, 1, 2, 3, 4]


def test_from_now_it_is_told_what_comes(spine_url: str) -> None:
    take_samples(range(5))
    Relay(consumers()[:1]).drain()
    late = Consumer(name="late", start="now", reactions={SampleTaken: (effect_of("late"),)})
    Relay([late]).drain()
    take_samples(range(5, 8))
    Relay([late]).drain()
    assert numbers("late") == [5, 6, 7]


def test_one_that_cares_for_none_of_the_events_moves_past_them(spine_url: str) -> None:
    take_samples(range(5))
    idle = Consumer(name="idle", start="beginning", reactions={PitClosed: ()})
    Relay([idle]).drain()
    assert position("idle") == 5
