"""What feeds and sitemaps list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from accounts.members.selectors import NOBODY, Viewer
from threads.discussion.models import Post
from threads.discussion.selectors.boards import BoardRow
from threads.discussion.selectors.posts import PostRow, post_rows
from threads.discussion.selectors.visibility import posts, threads

ENTRIES = 30


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One entry of a feed: a post under its thread's title."""

    id: int
    url: str
    title: str
    handle: str
    author_url: str
    html: str
    published_at: datetime
    updated_at: datetime


def newest_threads(
    *, viewer: Viewer, board: BoardRow | None = None, deposit_id: int | None = None, limit: int = ENTRIES
) -> list[FeedRow]:
    """The threads begun last, with their first posts. What is hidden, whispered or quoted from there is not among them."""
    found = threads(viewer=viewer).order_by("-id")
    if deposit_id is not None:
        found = found.filter(deposit_links__deposit=deposit_id)
    if board is not None:
        found = found.filter(board=board.id)
    ids = list(found.values_list("pk", flat=True)[:limit])
    return _rows(Post.objects.filter(thread__in=ids, number=1).order_by("-thread_id"), viewer)


def newest_posts(
    *, viewer: Viewer, thread_id: int | None = None, author_id: int | None = None, limit: int = ENTRIES
) -> list[FeedRow]:
    """The last posts of a thread, or of a member."""
    found = posts(viewer=viewer).order_by("-id")
    if thread_id is not None:
        found = found.filter(thread=thread_id)
    if author_id is not None:
        found = found.filter(author=author_id)
    ids = list(found.values_list("pk", flat=True)[:limit])
    return _rows(Post.objects.filter(pk__in=ids).order_by("-id"), viewer)


def highest_thread_id(*, viewer: Viewer) -> int:
    """The id of the newest thread that `viewer` may read, 0 for none."""
    return threads(viewer=viewer).order_by("-id").values_list("pk", flat=True).first() or 0


def public_threads(*, above: int, up_to: int) -> Sequence[tuple[int, datetime]]:
    """Threads that everybody may read with ids in a range, and when their last word was said."""
    found = threads(viewer=NOBODY).filter(pk__gt=above, pk__lte=up_to).order_by("pk")
    return list(found.values_list("pk", "last_at"))


def _rows(found: QuerySet[Post], viewer: Viewer) -> list[FeedRow]:
    rows = [row for row in post_rows(found, viewer=viewer, limit=ENTRIES) if row.author is not None and row.state == 0]
    titles = dict(threads(viewer=viewer).filter(pk__in={row.thread_id for row in rows}).values_list("pk", "title"))
    return [_row(row, titles[row.thread_id]) for row in rows if row.thread_id in titles]


def _row(row: PostRow, title: str) -> FeedRow:
    author = row.author
    return FeedRow(
        id=row.id,
        url=row.url,
        title=title,
        handle=author.handle if author else "",
        author_url=author.url if author else "",
        html=row.html,
        published_at=row.created_at,
        updated_at=row.edited_at or row.created_at,
    )
