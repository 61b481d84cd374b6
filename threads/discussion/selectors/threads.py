"""Threads, one by one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet
from django.db.models.fetch_modes import FETCH_RAISE

from accounts.members.selectors import Person, Viewer, person_of
from forum.kernel.errors import NotFound
from threads.discussion.models import Post, State, Thread, ThreadSummary
from threads.discussion.selectors.subjects import ThreadSubject, subjects_within
from threads.discussion.selectors.visibility import threads


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """A thread in a list. `unread_count` stops at 100, and is 0 for whoever has read it or is nobody."""

    id: int
    title: str
    board_slug: str
    board_title: str
    board_colour: str
    author: Person
    created_at: datetime
    reply_count: int
    last_number: int
    last_at: datetime
    last_author: Person
    closed: bool
    pinned: bool
    archived: bool
    hidden: bool
    tags: tuple[str, ...]
    version: int
    deposits: tuple[ThreadSubject, ...] = ()
    unread_count: int = 0
    is_new: bool = False

    @property
    def url(self) -> str:
        return f"/threads/{self.id}"

    @property
    def unread_url(self) -> str:
        return f"/threads/{self.id}/unread"

    @property
    def last_url(self) -> str:
        return f"/threads/{self.id}/{self.last_number}"

    @property
    def board_url(self) -> str:
        return f"/boards/{self.board_slug}"

    @property
    def author_handle(self) -> str:
        return self.author.handle

    @property
    def author_url(self) -> str:
        return self.author.url

    @property
    def last_handle(self) -> str:
        return self.last_author.handle

    def unread(self, count: int, *, is_new: bool) -> "ThreadRow":
        """The same row for a member who has `count` posts of it before them."""
        return replace(self, unread_count=count, is_new=is_new)


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """An editor's summary of a thread."""

    editor: Person
    source: str
    html: str
    at: datetime


ROW = (
    "id", "title", "board__slug", "board__title", "board__colour", "author_id", "author__handle", "author__role", "created_at",
    "post_count", "last_number", "last_at", "last_author_id", "last_author__handle", "last_author__role",
    "closed", "pinned", "archived", "state", "tags", "version",
)  # fmt: skip


def rows_of(found: QuerySet[Thread]) -> list[ThreadRow]:
    """These threads as rows. One query."""
    rows = []
    values = found.annotate(subjects=subjects_within()).values_list(*ROW, "subjects")
    for (pk, title, slug, board_title, board_colour, author_id, author, role, created_at, posts_, number, last_at,
         last_id, last, last_role, closed, pinned, archived, state, tags, version, subjects) in values:  # fmt: skip
        rows.append(ThreadRow(
            id=pk, title=title, board_slug=slug, board_title=board_title, board_colour=board_colour,
            author=Person(author_id, author, role), created_at=created_at, reply_count=max(0, posts_ - 1), last_number=number,
            last_at=last_at, last_author=Person(last_id, last, last_role), closed=closed, pinned=pinned, archived=archived,
            hidden=state != State.VISIBLE, tags=tuple(tags), version=version,
            deposits=tuple(ThreadSubject(**subject) for subject in subjects),
        ))  # fmt: skip
    return rows


def thread_rows(ids: Iterable[int], *, viewer: Viewer) -> list[ThreadRow]:
    """Those of the threads that `viewer` may see, in the order of `ids`. One query."""
    wanted = list(ids)
    found = {row.id: row for row in rows_of(threads(viewer=viewer).filter(pk__in=wanted))}
    return [found[pk] for pk in wanted if pk in found]


def thread(thread_id: int, *, viewer: Viewer) -> Thread:
    """The thread with its board and author, or `NotFound`."""
    found = _with_board(viewer).fetch_mode(FETCH_RAISE).filter(pk=thread_id).first()
    if found is None:
        raise NotFound
    return found


def thread_for_update(thread_id: int, *, viewer: Viewer) -> Thread:
    """The thread with its board; locks the thread's row."""
    found = threads(viewer=viewer).select_related("board").select_for_update(of=("self",)).filter(pk=thread_id).first()
    if found is None:
        raise NotFound
    return found


def thread_row(thread_id: int, *, viewer: Viewer) -> ThreadRow:
    """One thread as a row, or `NotFound`."""
    found = thread_rows([thread_id], viewer=viewer)
    if not found:
        raise NotFound
    return found[0]


def home_of(thread_id: int, *, viewer: Viewer) -> int:
    """Where a thread that was merged away went, as far as `viewer` may see that; `NotFound` for all others."""
    seen = threads(viewer=viewer).values("pk")
    into = Thread.objects.filter(pk=thread_id, merged_into__in=seen).values_list("merged_into", flat=True).first()
    if into is None:
        raise NotFound
    return into


def summary_of(found: Thread) -> SummaryRow | None:
    """The editor's summary of a thread that the viewer was already allowed to see."""
    row = ThreadSummary.objects.select_related("editor").filter(thread=found).first()
    return None if row is None else SummaryRow(person_of(row.editor), row.source, row.html, row.at)


def _with_board(viewer: Viewer) -> QuerySet[Thread]:
    return threads(viewer=viewer).select_related("board", "author")


def thread_row_lock(thread_id: int) -> Thread:
    """The thread with its board, whoever may see it; locks the thread's row. For services that have their own rule."""
    found = Thread.objects.select_related("board").select_for_update(of=("self",)).filter(pk=thread_id).first()
    if found is None:
        raise NotFound
    return found


def thread_id_of(post_id: int) -> int:
    """The thread in which a post stands, whoever may see it."""
    found = Post.objects.filter(pk=post_id).values_list("thread_id", flat=True).first()
    if found is None:
        raise NotFound
    return found
