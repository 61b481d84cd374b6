"""The lines between a thread's posts that say what was done to it."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from accounts.members.selectors import Person, Viewer
from forum.kernel.errors import NotFound
from threads.discussion.models import ChangeKind, ThreadChange, ThreadTimer, TimedChange
from threads.discussion.selectors.visibility import boards_seen, threads

UNDOABLE = frozenset({ChangeKind.MOVED, ChangeKind.MERGED, ChangeKind.SPLIT})


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change of a thread as `viewer` may know it: boards and threads that they cannot see have no name here."""

    id: int
    kind: ChangeKind
    actor: Person | None
    at: datetime
    after_number: int
    other_id: int | None
    other_title: str
    from_board: str
    to_board: str
    undone: bool
    undoable: bool


def changes_of(thread_id: int, *, viewer: Viewer, limit: int = 100) -> list[ChangeRow]:
    """What was done to a thread that the viewer may see, newest first."""
    return _rows(ThreadChange.objects.filter(thread=thread_id).order_by("-id")[:limit], viewer)


def changes_between(thread_id: int, first: int, last: int, *, viewer: Viewer, limit: int = 100) -> list[ChangeRow]:
    """Those that stand after posts number `first` to `last`, in order."""
    found = ThreadChange.objects.filter(thread=thread_id, after_number__gte=first, after_number__lte=last)
    return _rows(found.order_by("after_number", "id")[:limit], viewer)


def change_for_update(change_id: int, *, thread_id: int) -> ThreadChange:
    """Locks the change's row."""
    found = ThreadChange.objects.select_for_update().filter(pk=change_id, thread=thread_id).first()
    if found is None:
        raise NotFound
    return found


_ROW = (
    "id", "kind", "actor_id", "actor__handle", "actor__role", "at", "after_number", "other_id", "undone_at",
    "other_title", "from_title", "to_title",
)  # fmt: skip


def _rows(found: QuerySet[ThreadChange], viewer: Viewer) -> list[ChangeRow]:
    """One query: threads and boards that the viewer does not see have no name in it."""
    boards = boards_seen(viewer=viewer)
    named = found.annotate(
        other_title=Subquery(threads(viewer=viewer).filter(pk=OuterRef("other")).values("title")[:1]),
        from_title=Subquery(boards.filter(pk=OuterRef("from_board")).values("title")[:1]),
        to_title=Subquery(boards.filter(pk=OuterRef("to_board")).values("title")[:1]),
    )
    return [
        ChangeRow(
            id=pk,
            kind=ChangeKind(kind),
            actor=Person(actor_id, handle, role) if actor_id else None,
            at=at,
            after_number=number,
            other_id=other_id if title is not None else None,
            other_title=title or "",
            from_board=from_title or "",
            to_board=to_title or "",
            undone=undone_at is not None,
            undoable=undone_at is None and kind in UNDOABLE,
        )
        for pk, kind, actor_id, handle, role, at, number, other_id, undone_at, title, from_title, to_title in (
            named.values_list(*_ROW)
        )
    ]


def timers_of(thread_id: int) -> dict[TimedChange, datetime]:
    """When the clock does what to a thread that the viewer may see."""
    rows = ThreadTimer.objects.filter(thread=thread_id).order_by("at", "id").values_list("what", "at")
    return {TimedChange(what): at for what, at in rows}


def changed_within() -> Exists:
    """Whether anything was done to each thread, in the query that reads it: most have no lines that one would ask for."""
    return Exists(ThreadChange.objects.filter(thread=OuterRef("pk")))


def timers_within() -> ArraySubquery:
    """The same, in the query that reads the thread."""
    rows = ThreadTimer.objects.filter(thread=OuterRef("pk")).order_by("at", "id")
    return ArraySubquery(rows.values(timer=JSONObject(what="what", at="at")))


def other_thread_of(change_id: int) -> int | None:
    """The other thread of a merge or a split, whoever may see it: for locking both in order."""
    return ThreadChange.objects.filter(pk=change_id).values_list("other_id", flat=True).first()
