"""Twice the text costs at most about twice the work, however it is written.

Work is counted, not timed: every call and every backward jump of the interpreter while a text is read and rendered.
"""

import sys
from collections.abc import Callable
from contextlib import suppress

import pytest

from forum.kernel.text import TextTooComplex, parse, render
from forum.kernel.text.limits import MAX_LINK_OUTPUT
from tests.kernel.text.hostile import HOSTILE

TOOL = 4  # one of the two numbers that sys.monitoring leaves to programs
SHORT, LONG = 3_000, 6_000
FIXED = 20_000  # what any text costs, be it short
# A mark pays for an address of its own, an entity for five characters, and a table cell or note for its tags.
OUTPUT_PER_CHARACTER = 40


def work(source: str) -> int:
    """Calls and jumps that `source` costs; a refusal counts what led to it."""
    count = 0

    def counted(*_details: object) -> None:
        nonlocal count
        count += 1

    events = sys.monitoring.events
    watched = (events.PY_START, events.CALL, events.JUMP)
    sys.monitoring.use_tool_id(TOOL, "work")
    try:
        for event in watched:
            sys.monitoring.register_callback(TOOL, event, counted)
        sys.monitoring.set_events(TOOL, events.PY_START | events.CALL | events.JUMP)
        with suppress(TextTooComplex):
            render(parse(source))
        sys.monitoring.set_events(TOOL, events.NO_EVENTS)
    finally:
        for event in watched:
            sys.monitoring.register_callback(TOOL, event, None)
        sys.monitoring.free_tool_id(TOOL)
    return count


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_twice_the_text_costs_at_most_about_twice_the_work(make: Callable[[int], str]) -> None:
    work(make(SHORT))  # caches fill once
    short, long = work(make(SHORT)), work(make(LONG))
    assert long < 2.6 * short + FIXED


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_the_output_stays_within_a_fixed_multiple_of_the_text(make: Callable[[int], str]) -> None:
    source = make(LONG)
    try:
        html = render(parse(source)).html
    except TextTooComplex:
        return
    assert len(html) <= OUTPUT_PER_CHARACTER * len(source) + MAX_LINK_OUTPUT
