"""Moving, merging and splitting threads: addresses lead on, counts stay right, and each can be undone."""

import pytest
from django.test import Client

from forum.kernel.errors import AssayError
from tests.deposits.stock import MRIMA, stocked
from tests.world import World, nothing_changes, reply, start
from threads.discussion import counters, selectors, services
from threads.discussion.models import Board, Post, Thread


def shape() -> list[tuple[int, int, str]]:
    """Every post: its thread, its number, its words."""
    return list(Post.objects.order_by("id").values_list("thread_id", "number", "source"))


def counts_hold() -> bool:
    """Nothing is found wrong once all that was left has been added."""
    counters.fold()
    _, threads = counters.mend_threads(after=0, limit=1000)
    return list(threads) == [] and list(counters.mend_boards()) == []


def test_a_merge_puts_the_posts_behind_and_old_addresses_lead_there(world: World) -> None:
    into, thread = start(world.geologist, world.public, "Old"), start(world.newcomer, world.members_only, "New")
    reply(world.geologist, thread, "Second.")
    counters.fold()

    services.merge_threads(actor=world.moderator, thread_id=thread.pk, into_id=into.pk)

    assert list(Post.objects.filter(thread=into).order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    moved = Client().get(f"/threads/{thread.pk}/2")
    assert moved.headers["Location"] == f"/threads/{into.pk}?from=1#p3"
    assert Client().get(f"/threads/{thread.pk}").headers["Location"] == f"/threads/{into.pk}"
    assert selectors.thread_row(into.pk, viewer=world.nobody).reply_count == 2
    assert counts_hold()
    assert Board.objects.get(slug="lounge").thread_count == 0


def test_a_merge_undone_is_as_if_it_had_not_been(world: World) -> None:
    into, thread = start(world.geologist, world.public, "Old"), start(world.newcomer, world.public, "New")
    reply(world.geologist, thread, "Second.")
    before = shape()
    change = services.merge_threads(actor=world.moderator, thread_id=thread.pk, into_id=into.pk)
    later = reply(world.newcomer, into, "Meanwhile.")

    services.undo_change(actor=world.moderator, thread_id=into.pk, change_id=change)

    assert shape()[:-1] == before
    later.refresh_from_db()
    assert (later.thread_id, later.number) == (into.pk, 4)
    assert selectors.thread_row(thread.pk, viewer=world.nobody).reply_count == 1
    assert counts_hold()


def test_a_split_makes_a_thread_by_the_author_of_its_first_post(world: World) -> None:
    thread = start(world.geologist, world.public)
    for words in ("Two.", "Three.", "Four."):
        reply(world.newcomer, thread, words)

    made, _ = services.split_thread(actor=world.moderator, thread_id=thread.pk, numbers=[2, 4], title="On its own")

    row = selectors.thread_row(made, viewer=world.nobody)
    assert (row.title, row.author.handle, row.reply_count) == ("On its own", "nora-new", 1)
    assert Client().get(f"/threads/{thread.pk}/4").headers["Location"] == f"/threads/{made}?from=1#p2"
    assert selectors.thread_row(thread.pk, viewer=world.nobody).last_number == 3
    assert counts_hold()


def test_a_split_undone_brings_back_numbers_and_what_was_said_meanwhile(world: World) -> None:
    thread = start(world.geologist, world.public)
    reply(world.newcomer, thread, "Two.")
    reply(world.newcomer, thread, "Three.")
    before = shape()
    made, change = services.split_thread(actor=world.moderator, thread_id=thread.pk, numbers=[2], title="On its own")
    reply(world.operator, Thread.objects.get(pk=made), "There.")

    services.undo_change(actor=world.moderator, thread_id=thread.pk, change_id=change)

    assert shape()[:3] == before
    assert shape()[3] == (thread.pk, 4, "There.")
    assert Client().get(f"/threads/{made}").headers["Location"] == f"/threads/{thread.pk}"
    assert counts_hold()


def test_a_move_carries_the_counts_and_is_undone(world: World) -> None:
    thread = start(world.geologist, world.public)
    reply(world.newcomer, thread)
    services.move_thread(actor=world.moderator, thread_id=thread.pk, board_slug="core-shed")
    counters.fold()
    assert list(Board.objects.order_by("id").values_list("post_count", flat=True)) == [0, 0, 2, 0]
    change = selectors.changes_of(thread.pk, viewer=world.moderator)[0]

    services.undo_change(actor=world.moderator, thread_id=thread.pk, change_id=change.id)

    counters.fold()
    assert list(Board.objects.order_by("id").values_list("post_count", flat=True)) == [2, 0, 0, 0]
    assert counts_hold()


def test_the_line_names_no_board_that_its_reader_may_not_see(world: World) -> None:
    thread = start(world.editor, world.staff_only)
    services.move_thread(actor=world.moderator, thread_id=thread.pk, board_slug="field-notes")

    answer = Client().get(f"/threads/{thread.pk}")

    assert "moved this thread" in answer.text
    assert "Back office" not in answer.text


@pytest.mark.parametrize("name", ["newcomer", "geologist", "guest", "operator"])
def test_who_does_not_keep_order_moves_nothing(world: World, name: str) -> None:
    actor = world.viewers[name]
    thread, other = start(world.geologist, world.public), start(world.geologist, world.public)
    reply(world.newcomer, thread)

    for act in (
        lambda: services.move_thread(actor=actor, thread_id=thread.pk, board_slug="lounge"),
        lambda: services.merge_threads(actor=actor, thread_id=thread.pk, into_id=other.pk),
        lambda: services.split_thread(actor=actor, thread_id=thread.pk, numbers=[2], title="Mine"),
    ):
        with nothing_changes(), pytest.raises(AssayError) as refused:
            act()
        assert refused.value.code == "staff_only"


def test_what_has_changed_since_cannot_be_undone(world: World) -> None:
    thread = start(world.geologist, world.public)
    services.move_thread(actor=world.moderator, thread_id=thread.pk, board_slug="lounge")
    change = selectors.changes_of(thread.pk, viewer=world.moderator)[0]
    services.move_thread(actor=world.moderator, thread_id=thread.pk, board_slug="core-shed")

    with nothing_changes(), pytest.raises(AssayError) as refused:
        services.undo_change(actor=world.moderator, thread_id=thread.pk, change_id=change.id)
    assert refused.value.code == "cannot_undo"


def test_what_is_split_off_keeps_tags_and_deposits(world: World) -> None:
    stocked(MRIMA)
    thread_id = services.start_thread(
        actor=world.geologist, board_slug="field-notes", title="Cores", source="Who has them?", tags=("cores",),
        deposits=("mrima-hill",), said=services.Said(services.Interest.NONE),
    )  # fmt: skip
    thread = Thread.objects.get(pk=thread_id)
    reply(world.geologist, thread, "Another matter.")

    made, _ = services.split_thread(actor=world.moderator, thread_id=thread.pk, numbers=[2], title="Another")

    row = selectors.thread_row(made, viewer=world.nobody)
    assert (row.tags, [one.slug for one in row.deposits]) == (("cores",), ["mrima-hill"])


def test_a_number_given_twice_is_mended_before_it_happens(world: World) -> None:
    thread = start(world.geologist, world.public)
    reply(world.newcomer, thread)
    Thread.objects.update(top_number=1)

    assert list(counters.mend_threads(after=0, limit=10)[1]) == [thread.pk]

    thread.refresh_from_db()
    assert thread.top_number == 2
