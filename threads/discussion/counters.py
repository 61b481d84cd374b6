"""Counts that are kept beside what they count, and how they are set right when they have drifted.

A thread's own columns change with its posts under the thread's lock. A board's follow the log through the consumer
`counters`, so that no two replies on one board wait for each other.
"""

from collections.abc import Sequence

import structlog
from django.db import connection, transaction
from prometheus_client import Counter

log = structlog.get_logger(__name__)

CONSUMER = "counters"

mended = Counter("assay_counters_mended", "Rows whose kept counts were wrong and were set right.", ["counter"])

_COUNT = """
    UPDATE threads_board SET thread_count = thread_count + %s, post_count = post_count + %s
    WHERE id = (SELECT board_id FROM threads_thread WHERE id = %s)
"""

_THREAD_TRUTH = """
    SELECT thread.id, posts.count, posts.last_number, posts.last_id, last.created_at, last.author_id
    FROM threads_thread AS thread
    CROSS JOIN LATERAL (SELECT count(*) AS count, max(number) AS last_number, max(id) AS last_id
                        FROM threads_post WHERE thread_id = thread.id) AS posts
    JOIN threads_post AS last ON last.id = posts.last_id
    WHERE thread.id = ANY(%s) AND
        (thread.post_count, thread.last_number, thread.last_post_id, thread.last_at, thread.last_author_id)
        IS DISTINCT FROM (posts.count, posts.last_number, posts.last_id, last.created_at, last.author_id)
"""

_MEND_THREADS = f"""
    UPDATE threads_thread AS thread SET post_count = truth.count, last_number = truth.last_number,
        last_post_id = truth.last_id, last_at = truth.created_at, last_author_id = truth.author_id
    FROM ({_THREAD_TRUTH}) AS truth WHERE truth.id = thread.id
    RETURNING thread.id
"""  # noqa: S608 - put together from our own text alone

# What a board's counts should be by now: what there is, less what the consumer has yet to hear of.
_MEND_BOARDS = """
    WITH unheard AS (
        SELECT thread.board_id, count(*) FILTER (WHERE told.name = 'thread_started') AS threads, count(*) AS posts
        FROM (
            SELECT name, payload FROM forum_outbox
            UNION ALL
            SELECT name, payload FROM forum_event
            WHERE seq > coalesce((SELECT position FROM forum_consumer WHERE name = %(consumer)s), 0)
               OR seq IN (SELECT seq FROM forum_parked WHERE consumer_id = %(consumer)s)
        ) AS told
        JOIN threads_thread AS thread ON thread.id = (told.payload->>'thread_id')::bigint
        WHERE told.name IN ('thread_started', 'reply_posted')
        GROUP BY thread.board_id
    ), truth AS (
        SELECT board.id, greatest(0, coalesce(there.threads, 0) - coalesce(unheard.threads, 0)) AS threads,
               greatest(0, coalesce(there.posts, 0) - coalesce(unheard.posts, 0)) AS posts
        FROM threads_board AS board
        LEFT JOIN (SELECT board_id, count(*) AS threads, sum(post_count) AS posts FROM threads_thread GROUP BY board_id)
            AS there ON there.board_id = board.id
        LEFT JOIN unheard ON unheard.board_id = board.id
    )
    UPDATE threads_board AS board SET thread_count = truth.threads, post_count = truth.posts
    FROM truth WHERE truth.id = board.id AND (board.thread_count, board.post_count) <> (truth.threads, truth.posts)
    RETURNING board.id
"""


def count(*, thread_id: int, threads: int, posts: int) -> None:
    """Add to the counts of the board that a thread stands on. Locks the board's row."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [threads, posts, thread_id])


@transaction.atomic
def mend_threads(*, after: int, limit: int) -> tuple[int | None, Sequence[int]]:
    """Look at `limit` threads behind id `after`; the last one's id (None at the end), and those that were set right.

    Locks the rows that look wrong, then looks again: a reply that came meanwhile is no drift.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM threads_thread WHERE id > %s ORDER BY id LIMIT %s", [after, limit])
        ids = [pk for (pk,) in cursor.fetchall()]
        cursor.execute(_THREAD_TRUTH, [ids])
        doubtful = [row[0] for row in cursor.fetchall()]
        wrong: list[int] = []
        if doubtful:
            cursor.execute("SELECT FROM threads_thread WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [doubtful])
            cursor.execute(_MEND_THREADS, [doubtful])
            wrong = [pk for (pk,) in cursor.fetchall()]
    _report("thread", wrong)
    return (ids[-1] if len(ids) == limit else None), wrong


@transaction.atomic
def mend_boards() -> Sequence[int]:
    """Set right every board's counts; the boards that were wrong. Locks the consumer's row, then boards.

    While it holds the lock no event is counted, so what is unheard is known exactly.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM forum_consumer WHERE name = %s FOR UPDATE", [CONSUMER])
        cursor.execute(_MEND_BOARDS, {"consumer": CONSUMER})
        wrong = [pk for (pk,) in cursor.fetchall()]
    _report("board", wrong)
    return wrong


def _report(counter: str, wrong: Sequence[int]) -> None:
    if wrong:
        mended.labels(counter).inc(len(wrong))
        log.warning("counters_drifted", counter=counter, rows=len(wrong), first=wrong[0])
