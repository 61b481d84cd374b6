"""A thread of 50,000 posts costs the same at its first post and at its last."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.members.selectors import Viewer
from tests.world import World, start
from threads.discussion import selectors
from threads.discussion.models import Thread

TOTAL = 50_000


@pytest.fixture
def thread(world: World) -> Thread:
    """Written in one statement, with every fiftieth post hidden and every third an answer to the first."""
    made = start(world.geologist, world.public)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO threads_post (thread_id, number, author_id, source, html, text, renderer, created_at, version, state,"
            " whisper, reply_to_id) SELECT %s, n, %s, 'x', '<p>x</p>', 'x', 1, now() - interval '1 s' * (50001 - n), 1,"
            " CASE WHEN n %% 50 = 0 THEN 2 ELSE 0 END, false, CASE WHEN n %% 3 = 0 THEN %s END"
            " FROM generate_series(2, %s) AS n",
            [made.pk, world.newcomer.pk, made.last_post_id, TOTAL],
        )
        cursor.execute("ANALYZE threads_post")
    made.recount()
    made.top_number = TOTAL
    made.save()
    return made


def rows_read(viewer: Viewer, thread: Thread, first: int) -> tuple[int, int]:
    """How many queries twenty posts from `first` on take, and how many rows and pages of the database they touch."""
    with CaptureQueriesContext(connection) as asked:
        rows = selectors.posts_of(thread.pk, viewer=viewer, first=first)
    assert rows
    touched = 0
    with connection.cursor() as cursor:
        for query in asked.captured_queries:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON, TIMING OFF) {query['sql']}")
            plan = cursor.fetchone()[0][0]["Plan"]
            touched += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    return len(asked), touched


@pytest.mark.parametrize("name", ["nobody", "newcomer", "moderator"])
def test_any_page_reads_as_little_as_the_first(world: World, thread: Thread, name: str) -> None:
    viewer = world.viewers[name]
    queries, touched = rows_read(viewer, thread, 1)

    for first in (10_001, 25_000, 49_981):
        there = rows_read(viewer, thread, first)
        assert there[0] == queries
        # A scan of the thread would touch a thousand and more.
        assert there[1] <= touched + 400


def test_a_tree_is_bounded_wherever_it_begins(world: World, thread: Thread) -> None:
    stems, following = selectors.tree_of(thread.pk, viewer=world.nobody)

    def size(branches: list[selectors.Branch]) -> int:
        return sum(1 + size(one.answers) for one in branches)

    assert size(stems) == 120
    assert stems[0].more
    assert following > 1


def test_the_dates_along_it_are_one_probe_each(world: World, thread: Thread) -> None:
    found = selectors.dates_along(thread.pk, [1, 10_000, 50_000])

    assert [number for number, _ in found] == [1, 10_001]
