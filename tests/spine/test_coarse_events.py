"""What a protected member does is told at the full hour, among the others that waited for it."""

from datetime import UTC, datetime, timedelta

from django.db import transaction

from forum.kernel.clock import hour_of, now
from forum.kernel.events import latest_seq, publish, tail
from forum.kernel.events.sequencer import sequence
from tests.spine.happenings import SampleTaken
from tests.spine.stack import execute, outbox_length, take_samples


def test_a_coarse_event_waits_while_others_pass(spine_url: str) -> None:
    with transaction.atomic():
        publish(SampleTaken(number=1, pit_id=1), actor_id=7, coarse=True)
    take_samples(range(10, 12))
    sequence()
    assert [entry.payload["number"] for entry in tail(0, 10)] == [10, 11]
    assert outbox_length() == 1


def test_at_its_hour_it_gets_its_number_and_that_hour_as_its_time(spine_url: str) -> None:
    with transaction.atomic():
        publish(SampleTaken(number=1, pit_id=1), actor_id=7, coarse=True)
        publish(SampleTaken(number=2, pit_id=1), actor_id=8, coarse=True)
    execute("UPDATE forum_outbox SET held_until = held_until - interval '1 hour'")
    take_samples(range(10, 11))
    sequence()
    told = tail(0, 10)
    assert latest_seq() == 3
    assert [(entry.payload["number"], entry.actor_id) for entry in told] == [(1, 7), (2, 8), (10, None)]
    assert {entry.at for entry in told[:2]} == {hour_of(told[2].at)}


def test_it_is_held_until_the_next_full_hour(spine_url: str) -> None:
    before = now()
    with transaction.atomic():
        publish(SampleTaken(number=1, pit_id=1), coarse=True)
    execute("UPDATE forum_outbox SET held_until = held_until - interval '1 hour'")
    sequence()
    at: datetime = tail(0, 1)[0].at
    assert at.astimezone(UTC) in {hour_of(before), hour_of(before + timedelta(minutes=1))}
