"""A search takes exactly so many queries, however many threads it finds."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.search import selectors
from tests.search.finding import thread
from tests.world import World

# A common word; a phrase; a filter that fits nothing; a name besides. A beginning looks its words up first.
COSTS = {
    "thulium": 8,
    '"was found"': 8,
    "tag:drilling": 3,
    "author:nora-new thulium": 9,
    "board:field-notes deposit:atlantis thulium": 7,
    "thul*": 9,
}


@pytest.mark.parametrize("size", [12, 40])
def test_a_search_takes_exactly_so_many_queries(world: World, size: int) -> None:
    for number in range(size):
        thread(world.newcomer if number % 2 else world.geologist, world.public, f"Pit {number}", "thulium was found")
    found = {}
    for typed in COSTS:
        with CaptureQueriesContext(connection) as asked:
            selectors.search(typed, viewer=world.geologist)
        found[typed] = len(asked)
    assert found == COSTS
    page = selectors.search("thulium", viewer=world.geologist, limit=4)
    with CaptureQueriesContext(connection) as asked:
        selectors.search("thulium", viewer=world.geologist, limit=4, snapshot=page.snapshot, offset=page.after)
    assert len(asked) == 6
