"""Threads that were merged away, and where their posts are now, however many merges later."""

from collections.abc import Collection

from django.db import connection
from django.db.models.expressions import RawSQL

from accounts.members.selectors import Viewer
from forum.kernel.errors import NotFound
from threads.discussion.selectors.visibility import threads

JOINED = """
    WITH RECURSIVE joined(id) AS (
        SELECT {}::bigint UNION SELECT thread.id FROM threads_thread AS thread JOIN joined ON thread.merged_into_id = joined.id
    ) SELECT id FROM joined
"""
"""The thread under a placeholder, and all that were merged into it: what members set for those holds for it."""

_GONE_INTO = """
    WITH RECURSIVE path(id, reached, next) AS (
        SELECT id, merged_into_id, merged_into_id FROM threads_thread WHERE id = ANY(%s) AND merged_into_id IS NOT NULL
        UNION SELECT path.id, thread.id, thread.merged_into_id FROM path JOIN threads_thread AS thread ON thread.id = path.next
    ) SELECT id, reached FROM path WHERE next IS NULL
"""


def joined_within(thread_id: int) -> RawSQL:
    """`JOINED` in a query."""
    return RawSQL(JOINED.format("%s"), [thread_id])  # noqa: S611 - our own text


def gone_into(thread_ids: Collection[int]) -> dict[int, int]:
    """Of those threads that were merged away, where their posts are now. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_GONE_INTO, [list(thread_ids)])
        return dict(cursor.fetchall())


def home_of(thread_id: int, *, viewer: Viewer) -> int:
    """Where a thread that was merged away went, as far as `viewer` may see that; `NotFound` for all others."""
    into = gone_into([thread_id]).get(thread_id)
    if into is None or not threads(viewer=viewer).filter(pk=into).exists():
        raise NotFound
    return into
