"""Threads in lists: by activity, unread, hot and top."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from accounts.members.models import Member
from accounts.members.selectors import Viewer
from forum.kernel import clock
from threads.discussion.models import Post, ReadMark, State, Thread, ThreadDeposit, TopThread
from threads.discussion.selectors.boards import BoardRow
from threads.discussion.selectors.reading import floor_of
from threads.discussion.selectors.threads import ThreadRow, rows_of, thread_rows
from threads.discussion.selectors.visibility import threads

PAGE = 25
SPANS = {"day": 1, "week": 7, "month": 30, "year": 365}
FRESH = timedelta(days=60)
"""How long a thread's last word may be ago for it to count as unread."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Some thread rows in order of activity, and where to go on: `snapshot` and `before` (0 at the end)."""

    rows: list[ThreadRow]
    snapshot: int
    before: int


def newest_post_id() -> int:
    """The highest post id there is: the snapshot that a list by activity pages over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM threads_post")
        (newest,) = cursor.fetchone()
    return int(newest)


def threads_by_activity(
    *, viewer: Viewer, board: BoardRow | None = None, tag: str = "", snapshot: int = 0, before: int = 0,
    limit: int = PAGE, pinned: bool = True,
) -> Slice:  # fmt: skip
    """Threads by their latest post as of `snapshot` (the highest post id then; 0 begins anew), `limit` rows below `before`.

    A reply that comes while somebody pages moves its thread to the top of a fresh list; in theirs the thread keeps the place
    it had, so that no row is shown twice and none is skipped. Without `pinned` those are left out, for a list that shows
    them on top. One query for a fresh list, three for the pages behind it.
    """
    scope = _scope(viewer, board, tag)
    if not pinned:
        scope = scope.filter(pinned=False)
    if not snapshot:
        return _fresh(scope, viewer, limit)
    below = Q(place__lt=before) if before else Q()
    resting = scope.filter(last_post_id__lte=snapshot).annotate(place=F("last_post_id")).filter(below)
    then = (
        Post.objects.filter(thread=OuterRef("pk"), id__lte=snapshot, state=State.VISIBLE, whisper=False)
        .order_by("-id")
        .values("id")[:1]
    )
    moved = scope.filter(last_post_id__gt=snapshot).annotate(place=Subquery(then)).filter(below, place__isnull=False)
    places = sorted(
        (
            place
            for some in (resting, moved)
            for place in some.order_by("-place").values_list("place", "id")[: limit + 1]
        ),
        reverse=True,
    )
    return Slice(
        rows=thread_rows([pk for _, pk in places[:limit]], viewer=viewer, counted=True),
        snapshot=snapshot,
        before=places[limit - 1][0] if len(places) > limit else 0,
    )


def _fresh(scope: QuerySet[Thread], viewer: Viewer, limit: int) -> Slice:
    """The first page, where every thread is in its present place; the top one's is what the next pages hold on to."""
    rows = rows_of(scope.order_by("-last_post_id")[: limit + 1], viewer=viewer)
    places = [row.last_post_id for row in rows]
    return Slice(
        rows=rows[:limit],
        snapshot=places[0] if places else 0,
        before=places[limit - 1] if len(rows) > limit else 0,
    )


def pinned_threads(*, viewer: Viewer, board: BoardRow, limit: int = 10) -> list[ThreadRow]:
    """A board's pinned threads, the last active first."""
    return rows_of(_scope(viewer, board, "").filter(pinned=True).order_by("-last_post_id")[:limit], viewer=viewer)


def unread_threads(
    *, viewer: Member, board: BoardRow | None = None, before: int = 0, limit: int = PAGE
) -> tuple[list[ThreadRow], int]:
    """Threads with posts that the member has not read, the last active first, below `before`; and where to go on.

    What they read while they page drops out, and moves nothing else. Threads silent for 60 days, and what was there when
    they marked all as read, do not count.
    """
    read = ReadMark.objects.filter(member=viewer, thread=OuterRef("pk"), number__gte=OuterRef("last_number"))
    found = _scope(viewer, board, "").filter(
        ~Exists(read), last_post_id__gt=floor_of(viewer), last_at__gte=clock.now() - FRESH
    )
    if before:
        found = found.filter(last_post_id__lt=before)
    rows = rows_of(found.order_by("-last_post_id")[: limit + 1], viewer=viewer)
    return rows[:limit], rows[limit - 1].last_post_id if len(rows) > limit else 0


def hot_threads(*, viewer: Viewer, board: BoardRow | None = None, limit: int = PAGE) -> list[ThreadRow]:
    """What is talked about now, the liveliest first. One page: the order moves too fast for a second."""
    return _ranked("hot", viewer=viewer, board=board, limit=limit)


def top_threads(*, viewer: Viewer, span: str, board: BoardRow | None = None, limit: int = PAGE) -> list[ThreadRow]:
    """The threads with the most posts and reactions within `span`, a key of `SPANS`. One page."""
    return _ranked(span, viewer=viewer, board=board, limit=limit)


def _ranked(span: str, *, viewer: Viewer, board: BoardRow | None, limit: int) -> list[ThreadRow]:
    found = TopThread.objects.filter(span=span, thread__in=_scope(viewer, board, "")).order_by("-score", "-thread_id")
    return thread_rows(found.values_list("thread_id", flat=True)[:limit], viewer=viewer, counted=True)


def _scope(viewer: Viewer, board: BoardRow | None, tag: str) -> QuerySet[Thread]:
    scope = threads(viewer=viewer)
    if board is not None:
        scope = scope.filter(board=board.id)
    return scope.filter(tags__contains=[tag]) if tag else scope


def threads_on_deposit(deposit_id: int, *, viewer: Viewer, before: int = 0, limit: int = PAGE) -> list[ThreadRow]:
    """Threads about a deposit, the newest first, below thread id `before` (0: from the newest). One query."""
    found = threads(viewer=viewer).filter(deposit_links__deposit=deposit_id).order_by("-id")
    if before:
        found = found.filter(pk__lt=before)
    return rows_of(found[:limit])


def threads_on_any(slugs: Iterable[str], *, viewer: Viewer, limit: int) -> list[ThreadRow]:
    """Threads about any of these deposits, the newest first. One query, none for none."""
    about = ThreadDeposit.objects.filter(deposit__slug__in=list(slugs)).values("thread")
    return rows_of(threads(viewer=viewer).filter(pk__in=about).order_by("-id")[:limit])
