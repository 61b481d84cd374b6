"""Counts, last words and unread marks while fifty write, hide, move and read at once; and what the reconcile job finds."""

import pytest
from structlog.testing import capture_logs

from forum.kernel.errors import AssayError
from tests.discussion.test_many_writers_at_once import at_once
from tests.world import World, start
from threads.discussion import counters, selectors, services
from threads.discussion.models import Board, Post, ReadMark, State, Thread

pytestmark = pytest.mark.django_db(transaction=True)


def test_fifty_at_once_leave_every_count_right(world: World) -> None:
    threads = [start(world.geologist, world.public, f"Pit {n}") for n in range(3)]
    other = start(world.geologist, world.members_only, "Elsewhere")
    actors = [world.newcomer, world.geologist, world.operator, world.guest, world.editor]

    def act(number: int) -> str:
        thread = threads[number % 3]
        try:
            if number == 17:
                services.move_thread(actor=world.moderator, thread_id=threads[2].pk, board_slug="lounge")
            elif number == 23:
                services.merge_threads(actor=world.moderator, thread_id=threads[1].pk, into_id=other.pk)
            elif number % 7 == 3:
                first = Post.objects.filter(thread=thread, state=State.VISIBLE).order_by("-number").first()
                if first is not None:
                    services.hide_post(post_id=first.pk, actor_id=world.moderator.pk)
            else:
                services.post_reply(actor=actors[number % 5], thread_id=thread.pk, source=f"Reply {number}.")
            services.mark_read(actor=actors[number % 5], thread_id=thread.pk, number=number)
        except AssayError as refusal:
            return refusal.code
        return "done"

    outcomes = at_once(50, act)

    assert set(outcomes) <= {"done", "not_found", "conflict"}
    counters.fold()
    assert list(counters.mend_threads(after=0, limit=100)[1]) == []
    assert list(counters.mend_boards()) == []
    seen = Post.objects.filter(thread__board=world.public, thread__merged_into=None, state=State.VISIBLE).count()
    assert Board.objects.get(pk=world.public.pk).post_count == seen
    for thread in Thread.objects.filter(merged_into=None):
        last = Post.objects.filter(thread=thread, state=State.VISIBLE).order_by("-number").first()
        assert (thread.last_post_id, thread.last_number) == ((last.pk, last.number) if last else (0, 0))
    for mark in ReadMark.objects.select_related("thread", "member"):
        behind = Post.objects.filter(thread=mark.thread_id, number__gt=mark.number, state=State.VISIBLE)
        for row in selectors.thread_rows([mark.thread_id], viewer=mark.member, counted=True):
            assert row.unread_count == behind.count()


def test_drift_is_mended_and_reported(world: World) -> None:
    thread = start(world.geologist, world.public)
    counters.fold()
    Thread.objects.update(post_count=1, last_number=9, last_author=world.newcomer)
    Board.objects.filter(pk=world.public.pk).update(post_count=40)

    with capture_logs() as told:
        _, wrong = counters.mend_threads(after=0, limit=10)
        boards = counters.mend_boards()

    assert (list(wrong), list(boards)) == ([thread.pk], [world.public.pk])
    assert [one["counter"] for one in told if one["event"] == "counters_drifted"] == ["thread", "board"]
    thread.refresh_from_db()
    assert (thread.last_number, thread.last_author_id) == (1, world.geologist.pk)


def test_what_is_not_folded_yet_is_no_drift(world: World) -> None:
    start(world.geologist, world.public)

    assert list(counters.mend_boards()) == []
    assert Board.objects.get(pk=world.public.pk).post_count == 0
    counters.fold()
    assert Board.objects.get(pk=world.public.pk).post_count == 1
    assert list(counters.mend_boards()) == []
