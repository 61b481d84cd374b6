"""The lines between a thread's posts that say what was done to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.members.selectors import Person, Viewer, person_of
from forum.kernel.errors import NotFound
from threads.discussion.models import ChangeKind, ThreadChange
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
    found = ThreadChange.objects.filter(thread=thread_id).order_by("-id")
    return _rows(found.select_related("actor", "other", "from_board", "to_board")[:limit], viewer)


def changes_between(thread_id: int, first: int, last: int, *, viewer: Viewer, limit: int = 100) -> list[ChangeRow]:
    """Those that stand after posts number `first` to `last`, in order."""
    found = ThreadChange.objects.filter(thread=thread_id, after_number__gte=first, after_number__lte=last)
    return _rows(
        found.select_related("actor", "other", "from_board", "to_board").order_by("after_number", "id")[:limit], viewer
    )


def change_for_update(change_id: int, *, thread_id: int) -> ThreadChange:
    """Locks the change's row."""
    found = ThreadChange.objects.select_for_update().filter(pk=change_id, thread=thread_id).first()
    if found is None:
        raise NotFound
    return found


def _rows(found: Iterable[ThreadChange], viewer: Viewer) -> list[ChangeRow]:
    """Up to two queries more, and only where a change names a thread or a board."""
    rows = list(found)
    others = {one.other_id for one in rows if one.other_id}
    seen = set(threads(viewer=viewer).filter(pk__in=others).values_list("pk", flat=True)) if others else set()
    named = {pk for one in rows for pk in (one.from_board_id, one.to_board_id) if pk}
    boards = set(boards_seen(viewer=viewer).filter(pk__in=named).values_list("pk", flat=True)) if named else set()
    return [
        ChangeRow(
            id=one.pk,
            kind=ChangeKind(one.kind),
            actor=person_of(one.actor) if one.actor else None,
            at=one.at,
            after_number=one.after_number,
            other_id=one.other_id if one.other_id in seen else None,
            other_title=one.other.title if one.other and one.other_id in seen else "",
            from_board=one.from_board.title if one.from_board and one.from_board_id in boards else "",
            to_board=one.to_board.title if one.to_board and one.to_board_id in boards else "",
            undone=one.undone_at is not None,
            undoable=one.undone_at is None and one.kind in UNDOABLE,
        )
        for one in rows
    ]


def other_thread_of(change_id: int) -> int | None:
    """The other thread of a merge or a split, whoever may see it: for locking both in order."""
    return ThreadChange.objects.filter(pk=change_id).values_list("other_id", flat=True).first()
