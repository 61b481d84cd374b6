"""The spine's tests have an event, reactions and consumers of their own, so that they test the spine and nothing else."""

from dataclasses import dataclass
from time import sleep

from django.db import connection

from forum.kernel.events import Consumer, Context, Reaction, event
from forum.kernel.jobs import enqueue
from tests.spine.tasks import NOTE

EFFECTS = """
CREATE TABLE spine_effect (consumer text NOT NULL, seq bigint NOT NULL, number bigint NOT NULL, pit_id bigint NOT NULL);
CREATE TABLE spine_poison (number bigint PRIMARY KEY);
CREATE TABLE spine_obstacle (id integer PRIMARY KEY);
INSERT INTO spine_obstacle VALUES (1);
"""


@event("spine_sample_taken", aggregate="pit_id")
@dataclass(frozen=True, slots=True)
class SampleTaken:
    """The `number`th sample, from the pit `pit_id`."""

    number: int
    pit_id: int


@event("spine_pit_closed", aggregate="pit_id")
@dataclass(frozen=True, slots=True)
class PitClosed:
    """An event that most consumers do not care for."""

    pit_id: int


class Poisonous(Exception):
    """What a reaction raises for a number that stands in spine_poison."""


def effect_of(consumer: str) -> Reaction:
    """A reaction that writes a row. No constraint keeps a second one out: a repeat shows."""

    def note(happened: SampleTaken, context: Context) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO spine_effect (consumer, seq, number, pit_id) VALUES (%s, %s, %s, %s)",
                [consumer, context.seq, happened.number, happened.pit_id],
            )

    return note


def refuse_poison(happened: SampleTaken, context: Context) -> None:
    """Fails, after an effect of its own, for the numbers in spine_poison."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM spine_poison WHERE number = %s", [happened.number])
        if cursor.fetchone() is not None:
            raise Poisonous(happened.number)


def wait_for_obstacle(happened: SampleTaken, context: Context) -> None:
    """Waits until nobody else holds the obstacle's row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM spine_obstacle WHERE id = 1 FOR UPDATE")


def hire(happened: SampleTaken, context: Context) -> None:
    """Writes down a job for the worker."""
    enqueue(NOTE, key=f"note:{context.seq}", payload={"number": happened.number})


def dawdle(happened: SampleTaken, context: Context) -> None:
    """Takes its time, so that a kill finds it at work."""
    sleep(0.002)


def consumers() -> tuple[Consumer, ...]:
    """The table. `steady` and `slow` do their work, `fussy` refuses poison, `hiring` enqueues, `blocked` waits."""
    return (
        Consumer(name="steady", start="beginning", reactions={SampleTaken: (effect_of("steady"),)}),
        Consumer(name="slow", start="beginning", reactions={SampleTaken: (effect_of("slow"), dawdle)}),
        Consumer(name="fussy", start="beginning", reactions={SampleTaken: (effect_of("fussy"), refuse_poison)}),
        Consumer(name="hiring", start="beginning", reactions={SampleTaken: (hire,)}),
        Consumer(name="blocked", start="beginning", reactions={SampleTaken: (wait_for_obstacle, effect_of("blocked"))}),
    )
