"""What the signs of a query mean."""

import pytest

from tests.search.finding import read, thread, titles
from tests.world import World
from threads.discussion import services as discussion
from threads.discussion.models import Thread


@pytest.fixture
def ground(world: World) -> World:
    thread(world.geologist, world.public, "Alpha", "The cut-off grade was raised.", "Leaching tests follow.")
    thread(world.geologist, world.public, "Beta", "They grade the road, and cut it off in winter.")
    gamma = thread(world.geologist, world.public, "Gamma", "Leachate in the tailings of bastnäsite ore.")
    discussion.set_tags(actor=world.geologist, thread_id=gamma.pk, tags=("drilling", "rain-season"))
    read(gamma)
    return world


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("grades", {"Alpha", "Beta"}),
        ("grade raised", {"Alpha"}),
        ('"cut-off grade"', {"Alpha"}),
        ("leach*", {"Alpha", "Gamma"}),
        ("grade -road", {"Alpha"}),
        ("road OR tailings", {"Beta", "Gamma"}),
        ("bastnasite", {"Gamma"}),
        ("Bastnäsite", {"Gamma"}),
        ("BASTNÄSITES", {"Gamma"}),
        ("the", set()),
        ("gamma tailings", {"Gamma"}),
        ("in:title gamma", {"Gamma"}),
        ("in:title tailings", set()),
        ("author:gil-geologist leach*", {"Alpha", "Gamma"}),
        ("author:@gil-geologist tailings", {"Gamma"}),
        ("author:nora-new tailings", set()),
        ("author:nobody-such tailings", set()),
        ("board:field-notes tailings", {"Gamma"}),
        ("board:lounge tailings", set()),
        ("board:nowhere tailings", set()),
        ("after:2020 tailings", {"Gamma"}),
        ("before:2020 tailings", set()),
        ("after:2020 before:2020 tailings", set()),
        ("author:gil-geologist", {"Alpha", "Beta", "Gamma"}),
        ("tag:drilling", {"Gamma"}),
        ("tag:Drilling leach*", {"Gamma"}),
        ("tag:drilling tag:rain-season", {"Gamma"}),
        ("tag:drilling tag:summer", set()),
        ("tag:drill", set()),
        ("-", set()),
        ('""', set()),
    ],
)
def test_a_query_finds(ground: World, typed: str, found: set[str]) -> None:
    assert set(titles(typed, ground.nobody)) == found


@pytest.mark.parametrize(
    "typed", ["' & !", "a:*b | (", "\\", "<-> foo", "§first", "'§b0'", "*", "%_%*", '"', "-*", "tag:" * 40, "x " * 150]
)
def test_nothing_typed_breaks_it_or_speaks_to_the_database(ground: World, typed: str) -> None:
    assert titles(typed, ground.nobody) == []


def test_a_tag_taken_away_is_found_no_more_once_the_thread_is_read_again(ground: World) -> None:
    (gamma,) = Thread.objects.filter(title="Gamma")
    discussion.set_tags(actor=ground.geologist, thread_id=gamma.pk, tags=("rain-season",))
    read(gamma)

    assert titles("tag:drilling", ground.nobody) == []
    assert titles("tag:rain-season", ground.nobody) == ["Gamma"]
