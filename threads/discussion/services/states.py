"""What holds for a whole thread: closed, pinned, archived, hidden, summed up."""

from collections.abc import Callable
from datetime import timedelta
from typing import Literal

from django.conf import settings
from django.db import transaction
from django.db.models import DateTimeField, ExpressionWrapper, F, Value

from accounts.members.models import Member
from accounts.members.selectors import Viewer
from forum.kernel import clock, text
from forum.kernel.events import Event, publish
from forum.kernel.screening import Draft as Screened
from forum.kernel.screening import screen
from threads.discussion import counters, policies, selectors
from threads.discussion.events import (
    ThreadArchived,
    ThreadClosed,
    ThreadPinned,
    ThreadReopened,
    ThreadStateChanged,
    ThreadSummarised,
)
from threads.discussion.models import ChangeKind, State, Thread, ThreadSummary
from threads.discussion.services.discretion import moment_for, tell
from threads.discussion.services.lines import note_change

SUMMARY_LONGEST = 4_000


type Standing = Literal["closed", "pinned", "archived"]

_LINES: dict[tuple[Standing, bool], tuple[ChangeKind, Callable[[int], Event]]] = {
    ("closed", True): (ChangeKind.CLOSED, lambda pk: ThreadClosed(thread_id=pk)),
    ("closed", False): (ChangeKind.REOPENED, lambda pk: ThreadReopened(thread_id=pk)),
    ("pinned", True): (ChangeKind.PINNED, lambda pk: ThreadPinned(thread_id=pk, pinned=True)),
    ("pinned", False): (ChangeKind.UNPINNED, lambda pk: ThreadPinned(thread_id=pk, pinned=False)),
    ("archived", True): (ChangeKind.ARCHIVED, lambda pk: ThreadArchived(thread_id=pk, archived=True)),
    ("archived", False): (ChangeKind.UNARCHIVED, lambda pk: ThreadArchived(thread_id=pk, archived=False)),
}


@transaction.atomic
def set_closure(*, actor: Viewer, thread_id: int, closed: bool) -> None:
    """Close a thread to replies, or open it again; asking for what already is changes nothing. Locks the thread's row.

    Raises `NotFound`, `NotSignedIn`, `Silenced`, `StaffOnly`.
    """
    thread = selectors.thread_for_update(thread_id, viewer=actor)
    stand(thread, "closed", value=closed, by=policies.check_order(actor, thread))


@transaction.atomic
def set_pin(*, actor: Viewer, thread_id: int, pinned: bool) -> None:
    """Let a thread stand on top of its board, or no longer. Locks and raises as `set_closure` does."""
    thread = selectors.thread_for_update(thread_id, viewer=actor)
    stand(thread, "pinned", value=pinned, by=policies.check_order(actor, thread))


@transaction.atomic
def set_archive(*, actor: Viewer, thread_id: int, archived: bool) -> None:
    """Keep a thread for reading alone, or take it out again. Locks and raises as `set_closure` does."""
    thread = selectors.thread_for_update(thread_id, viewer=actor)
    stand(thread, "archived", value=archived, by=policies.check_order(actor, thread))


def stand(thread: Thread, how: Standing, *, value: bool, by: Member | None) -> None:
    """Write it, with its line and its event; what already is changes nothing. By nobody, it is the clock.

    In the caller's transaction, who holds the thread's lock and has checked that this may be.
    """
    if getattr(thread, how) == value:
        return
    setattr(thread, how, value)
    thread.version += 1
    thread.save(update_fields=[how, "version"])
    kind, happened = _LINES[how, value]
    note_change(thread, kind, by)
    if by is None:
        publish(happened(thread.pk))
    else:
        tell(happened(thread.pk), by)


@transaction.atomic
def archive_silent(*, limit: int = 200) -> int:
    """Archive threads in which nobody has said a word for as long as their board allows; how many.

    Locks their rows, passing over those somebody is writing in. A thread taken out of the archive has its board's days
    anew from its last word, so a moderator who opens one for good gives it a word.
    """
    silent = Thread.objects.filter(
        archived=False,
        merged_into=None,
        board__archive_days__gt=0,
        last_at__lt=ExpressionWrapper(
            clock.now() - F("board__archive_days") * Value(timedelta(days=1)), output_field=DateTimeField()
        ),
    )
    rows = list(silent.select_for_update(of=("self",), skip_locked=True).order_by("last_post_id")[:limit])
    for thread in rows:
        stand(thread, "archived", value=True, by=None)
    return len(rows)


@transaction.atomic
def set_thread_state(*, thread_id: int, hidden: bool, actor_id: int | None) -> bool:
    """Hide a whole thread from its readers, or show it again; whether that changed anything. Locks the thread's row.

    For moderation, which has checked that this may be and keeps the reason. Raises `NotFound`.
    """
    thread = selectors.thread_row_lock(thread_id)
    state = State.HIDDEN if hidden else State.VISIBLE
    if thread.state == state:
        return False
    before = counters.seen_of(thread)
    thread.state, thread.version = state, thread.version + 1
    thread.save(update_fields=["state", "version"])
    counters.note_difference(thread, before)
    left = thread.board_id if before[1] else 0
    publish(ThreadStateChanged(thread_id=thread.pk, state=int(state), left_board_id=left), actor_id=actor_id)
    return True


@transaction.atomic
def set_summary(*, actor: Viewer, thread_id: int, source: str) -> None:
    """Write, replace or (with an empty text) take away what an editor says a thread has come to. Locks the thread's row.

    Raises `NotFound`, `NotSignedIn`, `Silenced`, `EditorsOnly`, `Invalid`.
    """
    editor = policies.check_summarise(actor)
    ground = selectors.thread(thread_id, viewer=actor)
    cleaned = text.clean(source, max_length=SUMMARY_LONGEST)
    parsed = text.parse(cleaned, origin=settings.ORIGIN)
    names = selectors.names_for(parsed, read_level=ground.board.read_level)
    rendered = text.render(parsed, names=names, prefix=f"s{thread_id}-")
    screen(Screened(kind="summary", text=cleaned, author_id=editor.pk, board_id=ground.board_id, links=rendered.links))
    thread = selectors.thread_for_update(thread_id, viewer=actor)
    if cleaned:
        ThreadSummary.objects.update_or_create(
            thread=thread,
            defaults={"editor": editor, "source": cleaned, "html": rendered.html, "at": moment_for(editor)},
        )
    else:
        ThreadSummary.objects.filter(thread=thread).delete()
    thread.version += 1
    thread.save(update_fields=["version"])
    tell(ThreadSummarised(thread_id=thread.pk), editor)
