"""Search, as every kind of viewer, on every board: results, counts, facets, names of boards, near titles and suggestions."""

import pytest

from accounts.members.models import Level
from accounts.members.selectors import Viewer, level_of
from forum.search import selectors
from tests.search.finding import read, thread
from tests.world import World, client_of, reply
from threads.discussion.models import Board, Post, Thread


@pytest.fixture
def ground(world: World) -> World:
    for board, author in zip(
        world.boards, (world.newcomer, world.newcomer, world.geologist, world.editor), strict=True
    ):
        thread(author, board, f"Thulium of {board.slug}", "thulium was found", f"thulium again on {board.slug}")
    return world


def _seen(world: World, viewer: Viewer) -> set[str]:
    return {board.slug for board in world.boards if board.read_level <= level_of(viewer)}


def test_results_counts_and_facets_hold_only_what_one_may_see(ground: World) -> None:
    for viewer in ground.viewers.values():
        slugs = _seen(ground, viewer)
        found = selectors.search("thulium", viewer=viewer)
        assert {row.board_slug for row in found.results} == slugs
        assert (found.total, found.threads, found.more) == (2 * len(slugs), len(slugs), False)
        boards = {choice.filter.removeprefix("board:") for choice in found.facets.get("board", [])}
        assert boards == (slugs if len(slugs) > 1 else set())
        assert all(choice.count == 1 for choice in found.facets.get("board", []))


def test_a_board_one_may_not_see_is_as_one_that_is_not_there(ground: World) -> None:
    for viewer in ground.viewers.values():
        for board in ground.boards:
            found = selectors.search(f"board:{board.slug} thulium", viewer=viewer)
            assert found.threads == (1 if board.slug in _seen(ground, viewer) else 0)


def test_near_titles_and_names_of_boards_are_only_those_one_may_see(ground: World) -> None:
    for viewer in ground.viewers.values():
        found = selectors.search("thuliun of", viewer=viewer)
        assert {row.board_slug for row in found.titles} == _seen(ground, viewer)
        assert [row.slug for row in selectors.search("back office", viewer=viewer).boards] == (
            ["back-office"] if level_of(viewer) == Level.STAFF else []
        )


def test_a_word_that_stands_only_where_one_may_not_look_is_never_suggested(world: World) -> None:
    thread(world.editor, world.staff_only, "Quiet", "The gadolinium question.")
    assert selectors.search("gadolinum", viewer=world.editor).meant == "gadolinium"
    for viewer in (world.nobody, world.newcomer, world.geologist):
        assert selectors.search("gadolinum", viewer=viewer).meant == ""


def test_a_board_closed_to_readers_takes_its_threads_out_at_once(ground: World) -> None:
    Board.objects.filter(pk=ground.public.pk).update(
        read_level=Level.STAFF, start_level=Level.STAFF, reply_level=Level.STAFF
    )
    assert selectors.search("thulium", viewer=ground.nobody).total == 0
    assert b"field-notes" not in client_of(ground.nobody).get("/search?q=thulium").content


def test_a_thread_moved_behind_a_wall_is_gone_at_once(ground: World) -> None:
    Thread.objects.filter(board=ground.public).update(board=ground.staff_only)
    assert selectors.search("thulium", viewer=ground.nobody).total == 0
    assert selectors.search("thulium", viewer=ground.geologist).threads == 2


def test_what_a_spoiler_hides_is_found_and_stays_hidden(world: World) -> None:
    made = thread(world.newcomer, world.public, "Result", "The answer is ||holmium||, said the assayer.")
    reply(world.newcomer, made, ":::spoiler More\nholmium twice\n:::")
    read(made)
    found = selectors.search("holmium", viewer=world.nobody)
    assert found.threads == 1
    assert "holmium" not in found.results[0].excerpt_html
    assert found.results[0].excerpt_html.startswith("The answer is")


def test_an_edited_text_is_found_by_what_it_says_now(world: World) -> None:
    made = thread(world.newcomer, world.public, "Result", "First it was erbium.")
    Post.objects.filter(thread=made).update(text="Then it was ytterbium.", source="Then it was ytterbium.", version=2)
    read(made)
    assert selectors.search("erbium", viewer=world.nobody).total == 0
    assert selectors.search("ytterbium", viewer=world.nobody).total == 1
