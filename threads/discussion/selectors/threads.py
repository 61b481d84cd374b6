"""Threads, one by one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, JSONField, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.fetch_modes import FETCH_RAISE
from django.db.models.functions import Cast, Concat, JSONObject

from accounts.members.models import Level, Member
from accounts.members.selectors import Person, Viewer, level_of, person_of
from forum.kernel.errors import NotFound
from threads.discussion.models import Draft, Post, ReadMark, State, Thread, ThreadSummary, TimedChange
from threads.discussion.selectors.changes import changed_within, timers_within
from threads.discussion.selectors.reading import unread_within
from threads.discussion.selectors.subjects import ThreadSubject, subjects_within
from threads.discussion.selectors.visibility import moderating, threads


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
    last_post_id: int
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


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """An editor's summary of a thread."""

    editor: Person
    source: str
    html: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """A thread as its page shows it. `read` is the highest number that the viewer has had before them, 0 for none.

    `keeps_order` says that the viewer sees what is hidden here; `draft` is what they were writing, with its sequence; `timers`
    is when the clock will do what; `changed` says that there are event lines.
    """

    thread: Thread
    subjects: tuple[ThreadSubject, ...]
    summary: SummaryRow | None
    read: int
    keeps_order: bool
    draft: str
    draft_sequence: int
    timers: tuple[tuple[TimedChange, datetime], ...]
    changed: bool


NOTHING = Value(None, output_field=JSONField())
ROW = (
    "id", "title", "board__slug", "board__title", "board__colour", "author_id", "author__handle", "author__role", "created_at",
    "post_count", "last_number", "last_at", "last_author_id", "last_author__handle", "last_author__role",
    "closed", "pinned", "archived", "state", "tags", "version", "last_post_id",
)  # fmt: skip


def rows_of(found: QuerySet[Thread], *, viewer: Viewer | None = None) -> list[ThreadRow]:
    """These threads as rows, with the unread counts of `viewer` if they are a member. One query."""
    unread_ = unread_within(viewer) if isinstance(viewer, Member) else NOTHING
    values = found.annotate(subjects=subjects_within(), unread=unread_).values_list(*ROW, "subjects", "unread")
    rows = []
    for (pk, title, slug, board_title, board_colour, author_id, author, role, created_at, posts_, number, last_at,
         last_id, last, last_role, closed, pinned, archived, state, tags, version, last_post_id, subjects,
         unread) in values:  # fmt: skip
        rows.append(ThreadRow(
            id=pk, title=title, board_slug=slug, board_title=board_title, board_colour=board_colour,
            author=Person(author_id, author, role), created_at=created_at, reply_count=max(0, posts_ - 1), last_number=number,
            last_at=last_at, last_author=Person(last_id, last, last_role), closed=closed, pinned=pinned, archived=archived,
            hidden=state != State.VISIBLE, tags=tuple(tags), version=version, last_post_id=last_post_id,
            deposits=tuple(ThreadSubject(**subject) for subject in subjects),
            unread_count=unread["count"] if unread else 0, is_new=bool(unread and unread["count"] and unread["new"]),
        ))  # fmt: skip
    return rows


def thread_rows(ids: Iterable[int], *, viewer: Viewer, counted: bool = False) -> list[ThreadRow]:
    """Those of the threads that `viewer` may see, in the order of `ids`; `counted` with what is unread. One query."""
    wanted = list(ids)
    seen = threads(viewer=viewer).filter(pk__in=wanted)
    found = {row.id: row for row in rows_of(seen, viewer=viewer if counted else None)}
    return [found[pk] for pk in wanted if pk in found]


def thread(thread_id: int, *, viewer: Viewer) -> Thread:
    """The thread with its board and author, or `NotFound`."""
    found = _with_board(viewer).fetch_mode(FETCH_RAISE).filter(pk=thread_id).first()
    if found is None:
        raise NotFound
    return found


def opened(thread_id: int, *, viewer: Viewer) -> Opened:
    """A thread with all that stands around its posts, and what the viewer has to do with it; or `NotFound`. One query."""
    seen = _with_board(viewer).select_related("summary__editor").filter(pk=thread_id)
    facts = {"subjects": subjects_within(), "timed": timers_within(), "changed": changed_within(), **_own(viewer)}
    found = seen.annotate(**facts).fetch_mode(FETCH_RAISE).first()
    if found is None:
        raise NotFound
    about: Any = found
    summary = getattr(found, "summary", None)
    return Opened(
        thread=found,
        subjects=tuple(ThreadSubject(**subject) for subject in about.subjects),
        summary=_summary(summary) if summary else None,
        read=about.read or 0,
        keeps_order=level_of(viewer) == Level.STAFF or about.moderated,
        draft=about.draft["text"] if about.draft else "",
        draft_sequence=about.draft["sequence"] if about.draft else 0,
        timers=tuple((TimedChange(one["what"]), datetime.fromisoformat(one["at"])) for one in about.timed),
        changed=about.changed,
    )


def _own(viewer: Viewer) -> dict[str, Any]:
    if not isinstance(viewer, Member):
        return {"read": Value(0), "moderated": Value(value=False), "draft": NOTHING}
    mark = ReadMark.objects.filter(member=viewer, thread=OuterRef("pk")).values("number")
    draft = Draft.objects.filter(member=viewer, place=Concat(Value("thread:"), Cast(OuterRef("pk"), TextField())))
    return {
        "read": Subquery(mark[:1]),
        "moderated": Exists(moderating(viewer).filter(board=OuterRef("board"))),
        "draft": Subquery(draft.values(kept=JSONObject(text="text", sequence="sequence"))[:1]),
    }


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


def summary_of(found: Thread) -> SummaryRow | None:
    """The editor's summary of a thread that the viewer was already allowed to see."""
    row = ThreadSummary.objects.select_related("editor").filter(thread=found).first()
    return None if row is None else _summary(row)


def _summary(row: ThreadSummary) -> SummaryRow:
    return SummaryRow(person_of(row.editor), row.source, row.html, row.at)


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
