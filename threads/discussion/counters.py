"""Counts that are kept beside what they count, and how they are set right when they have drifted.

A thread's own columns change with its posts under the thread's lock. For a board, each change leaves a row with what it
adds or takes away, so that no two writers on one board wait for each other; the rows are folded into the board seconds
later, and `true count = board + rows` holds in every snapshot.
"""

from collections.abc import Sequence

import structlog
from django.db import connection, transaction
from prometheus_client import Counter

from threads.discussion.models import BoardCount, State, Thread

log = structlog.get_logger(__name__)

mended = Counter("assay_counters_mended", "Rows whose kept counts were wrong and were set right.", ["counter"])

type Seen = tuple[int, int, int]
"""The board, and how many threads and posts this thread adds to what its readers see."""

_FOLD = """
    WITH gone AS (DELETE FROM threads_boardcount RETURNING board_id, threads, posts),
         sums AS (SELECT board_id, sum(threads) AS threads, sum(posts) AS posts FROM gone GROUP BY board_id)
    UPDATE threads_board AS board SET thread_count = greatest(0, board.thread_count + sums.threads),
        post_count = greatest(0, board.post_count + sums.posts)
    FROM sums WHERE sums.board_id = board.id
"""

_THREAD_TRUTH = """
    SELECT thread.id, posts.count, coalesce(last.number, 0) AS last_number, coalesce(last.id, 0) AS last_id,
           coalesce(last.created_at, thread.created_at) AS last_at, coalesce(last.author_id, thread.author_id) AS last_author,
           greatest(thread.top_number, highest.number) AS top_number
    FROM threads_thread AS thread
    CROSS JOIN LATERAL (SELECT max(number) AS number FROM threads_post WHERE thread_id = thread.id) AS highest
    CROSS JOIN LATERAL (SELECT count(*) AS count, max(number) AS last_number FROM threads_post
                        WHERE thread_id = thread.id AND state = 0 AND NOT whisper) AS posts
    LEFT JOIN threads_post AS last ON last.thread_id = thread.id AND last.number = posts.last_number
    WHERE thread.id = ANY(%s) AND
        (thread.top_number, thread.post_count, thread.last_number, thread.last_post_id, thread.last_at, thread.last_author_id)
        IS DISTINCT FROM (greatest(thread.top_number, highest.number), posts.count, coalesce(last.number, 0),
                          coalesce(last.id, 0), coalesce(last.created_at, thread.created_at),
                          coalesce(last.author_id, thread.author_id))
"""

_MEND_THREADS = f"""
    UPDATE threads_thread AS thread SET post_count = truth.count, last_number = truth.last_number,
        last_post_id = truth.last_id, last_at = truth.last_at, last_author_id = truth.last_author, top_number = truth.top_number
    FROM ({_THREAD_TRUTH}) AS truth WHERE truth.id = thread.id
    RETURNING thread.id
"""  # noqa: S608 - put together from our own text alone

_MEND_BOARDS = """
    WITH truth AS (
        SELECT board.id, greatest(0, coalesce(there.threads, 0) - coalesce(waiting.threads, 0)) AS threads,
               greatest(0, coalesce(there.posts, 0) - coalesce(waiting.posts, 0)) AS posts
        FROM threads_board AS board
        LEFT JOIN (SELECT board_id, count(*) AS threads, sum(post_count) AS posts FROM threads_thread
                   WHERE state = 0 AND post_count > 0 AND merged_into_id IS NULL GROUP BY board_id)
            AS there ON there.board_id = board.id
        LEFT JOIN (SELECT board_id, sum(threads) AS threads, sum(posts) AS posts FROM threads_boardcount GROUP BY board_id)
            AS waiting ON waiting.board_id = board.id
    )
    UPDATE threads_board AS board SET thread_count = truth.threads, post_count = truth.posts
    FROM truth WHERE truth.id = board.id AND (board.thread_count, board.post_count) <> (truth.threads, truth.posts)
    RETURNING board.id
"""

_MEND_REACTIONS = """
    INSERT INTO threads_reactioncount AS kept (post_id, kind, count)
    SELECT post_id, kind, coalesce(truth.count, 0)
    FROM (SELECT post_id, kind, count(*) AS count FROM threads_reaction GROUP BY post_id, kind) AS truth
    FULL JOIN threads_reactioncount AS old USING (post_id, kind)
    WHERE coalesce(truth.count, 0) <> coalesce(old.count, 0)
    ON CONFLICT (post_id, kind) DO UPDATE SET count = excluded.count
    RETURNING kept.id
"""


def add(board_id: int, *, threads: int, posts: int) -> None:
    """Leave what a change adds to a board's counts, in the transaction of the change. Locks nothing."""
    if threads or posts:
        BoardCount.objects.create(board_id=board_id, threads=threads, posts=posts)


def seen_of(thread: Thread) -> Seen:
    """What a thread adds to its board's counts as it stands."""
    if thread.state != State.VISIBLE or thread.post_count == 0 or thread.merged_into_id is not None:
        return thread.board_id, 0, 0
    return thread.board_id, 1, thread.post_count


def has_readers(thread: Thread) -> bool:
    """Whether a thread is there for everybody who reads its board."""
    return seen_of(thread)[1] == 1


def note_difference(thread: Thread, before: Seen) -> None:
    """Leave for the boards what has changed since `before`. In the transaction of the change, under the thread's lock."""
    board, threads, posts = before
    now_board, now_threads, now_posts = seen_of(thread)
    if board == now_board:
        add(board, threads=now_threads - threads, posts=now_posts - posts)
    else:
        add(board, threads=-threads, posts=-posts)
        add(now_board, threads=now_threads, posts=now_posts)


def recount_thread(thread: Thread) -> None:
    """Count a thread's posts anew, for the thread and for its board. The caller holds the thread's lock."""
    kept = Thread.objects.only("board_id", "state", "post_count", "merged_into_id").get(pk=thread.pk)
    # A merge has marked the thread already: what it added before was counted while it still stood.
    before = (
        (kept.board_id, 1, kept.post_count)
        if kept.state == State.VISIBLE and kept.post_count
        else (kept.board_id, 0, 0)
    )
    thread.recount()
    thread.version += 1
    thread.save(update_fields=[*Thread.COUNTS, "version"])
    note_difference(thread, before)


def fold() -> None:
    """Add to the boards what changes have left. Locks those rows, then the boards'."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLD)


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
    """Set right every board's counts; the boards that were wrong. Locks all boards, so that nothing is folded meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM threads_board ORDER BY id FOR UPDATE")
        cursor.execute(_MEND_BOARDS)
        wrong = [pk for (pk,) in cursor.fetchall()]
    _report("board", wrong)
    return wrong


@transaction.atomic
def mend_reactions() -> Sequence[int]:
    """Set right the counts of reactions; those that were wrong. Keeps reactions waiting for as long as it takes."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE threads_reaction, threads_reactioncount IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(_MEND_REACTIONS)
        wrong = [pk for (pk,) in cursor.fetchall()]
    _report("reaction", wrong)
    return wrong


def _report(counter: str, wrong: Sequence[int]) -> None:
    if wrong:
        mended.labels(counter).inc(len(wrong))
        log.warning("counters_drifted", counter=counter, rows=len(wrong), first=wrong[0])
