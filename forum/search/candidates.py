"""The posts that a search looks at: the newest that fit and may be seen, and no more than it takes to answer.

Posts lie in buckets of 4,096 ids, and a post's bucket is one of the keys in its document. PostgreSQL goes through the buckets
from the newest, each by the inverted index, and stops at the thousandth thread. A common word is answered from the first
few buckets; a rare one costs one look into the index a bucket. docs/adr/search-in-buckets.md has the figures.
"""

from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

from django.db import connection
from django.db.models import F

from accounts.members.selectors import Viewer
from forum.search.compiling import Compiled
from forum.search.indexing import BUCKET, MARK
from forum.search.query import Query
from threads.discussion import selectors as discussion

MOST = 1000
"""Threads looked at, and posts counted. More are "1,000+"."""

ROUND = 64
"""Buckets looked through at once; twice as many in each round after."""

PATIENCE = 0.5
"""Seconds after which no further round begins: words that are all common and never stand together ask for every post."""

_HITS = """
    SELECT hit.* FROM generate_series(%(from)s, %(to)s, -1) AS bucket CROSS JOIN LATERAL (
        SELECT DISTINCT ON (thread_id) post_id, thread_id, board_id, author_id, created_at, language, rank,
               count(*) OVER (PARTITION BY thread_id) FROM (
            SELECT row.post_id, post.thread_id, post.board_id, post.author_id, post.created_at,
                   row.language, ts_rank(row.document, %(words)s::tsquery) AS rank
            FROM forum_searchrow AS row JOIN ({posts}) AS post ON post.id = row.post_id
            WHERE row.document @@ (('{mark}b' || bucket)::tsquery && %(filter)s::tsquery) AND post.id <= %(snapshot)s{more}
            ORDER BY row.post_id DESC LIMIT %(most)s
        ) AS found ORDER BY thread_id, rank DESC, post_id
    ) AS hit LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """The best of the posts of a thread that fit, and how many they are (in its bucket).

    `rank` is PostgreSQL's, title before text: above 0, and usually below 1.
    """

    post_id: int
    thread_id: int
    board_id: int
    author_id: int
    created_at: datetime
    language: str
    rank: float
    count: int


def hits(query: Query, compiled: Compiled, *, viewer: Viewer, snapshot: int) -> tuple[list[Hit], bool]:
    """The newest posts up to id `snapshot` that fit `query` and that `viewer` may see; and whether there may be others beyond.

    There are, when more than `MOST` were found, or when `PATIENCE` ran out. Up to a quarter of a million posts that is one query.

    Of each bucket only a thread's best post is there, out of the newest thousand.
    """
    if not compiled.filter:
        return [], False
    posts, seen = _visible(viewer)
    more = ""
    if query.in_title:
        more += " AND ts_filter(row.document, '{a}') @@ %(words)s::tsquery" if compiled.words else ""
    if query.after:
        more += " AND post.created_at >= %(after)s"
    if query.before:
        more += " AND post.created_at < %(before)s"
    params: dict[str, Any] = {
        "snapshot": snapshot,
        "words": compiled.words,
        "filter": compiled.filter,
        "after": query.after,
        "before": query.before,
        "most": MOST + 1,
        **seen,
    }
    statement = _HITS.format(posts=posts, more=more, mark=MARK)
    found: list[Hit] = []
    began, bucket, width = monotonic(), snapshot // BUCKET, ROUND
    with connection.cursor() as cursor:
        while bucket >= 0:
            if len(found) > MOST or monotonic() - began > PATIENCE:
                return found, True
            last = max(0, bucket - width + 1)
            cursor.execute(statement, params | {"from": bucket, "to": last})
            found += [Hit(*row) for row in cursor.fetchall()]
            bucket, width = last - 1, width * 2
    return found, len(found) > MOST


def _visible(viewer: Viewer) -> tuple[str, dict[str, Any]]:
    """The posts that `viewer` may see, as SQL with named parameters: the rule stands in `discussion.selectors` alone."""
    rows = discussion.posts(viewer=viewer).values(
        "id", "thread_id", "author_id", "created_at", board_id=F("thread__board_id")
    )
    sql, params = rows.query.sql_with_params()
    names = [f"seen_{number}" for number in range(len(params))]
    return sql % tuple(f"%({name})s" for name in names), dict(zip(names, params, strict=True))
