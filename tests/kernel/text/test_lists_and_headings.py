"""Lists, tasks and headings fit into the page around them."""

import pytest

from tests.kernel.text.rendering import html


def test_tasks_carry_a_mark_in_place_of_a_control() -> None:
    rendered = html("- [ ] open\n- [x] done")
    assert '<li class="task"><span class="task-mark">☐\ufe0e</span> open</li>' in rendered
    assert '<li class="task"><span class="task-mark">☑\ufe0e</span> done</li>' in rendered
    assert "<input" not in rendered


@pytest.mark.parametrize(("written", "shown"), [(1, 3), (2, 4), (3, 5), (4, 6), (5, 6), (6, 6)])
def test_headings_begin_below_those_of_the_page(written: int, shown: int) -> None:
    assert html("#" * written + " Clay") == f"<h{shown}>Clay</h{shown}>"


def test_a_numbered_list_keeps_its_first_number() -> None:
    assert html("3. a\n4. b").startswith('<ol dir="auto" start="3">')


def test_struck_words_are_struck() -> None:
    assert html("~~old~~ new") == "<p><s>old</s> new</p>"
