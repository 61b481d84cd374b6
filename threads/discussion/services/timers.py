"""What the clock does to threads."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.members.selectors import Viewer
from forum.kernel import clock
from threads.discussion import policies, selectors
from threads.discussion.events import ThreadTimed
from threads.discussion.models import ThreadTimer, TimedChange
from threads.discussion.services.discretion import tell
from threads.discussion.services.states import Standing, stand
from threads.discussion.services.submissions import check_time

_DONE: dict[TimedChange, tuple[Standing, bool]] = {
    TimedChange.CLOSE: ("closed", True),
    TimedChange.REOPEN: ("closed", False),
    TimedChange.UNPIN: ("pinned", False),
    TimedChange.ARCHIVE: ("archived", True),
}


@transaction.atomic
def set_timers(*, actor: Viewer, thread_id: int, wanted: Mapping[TimedChange, datetime | None]) -> None:
    """Have the clock do these things to a thread at their times, or (None) no longer; others stay. Locks the thread's row.

    Raises `NotFound`, `NotSignedIn`, `Silenced`, `StaffOnly`, `Invalid` for a time that is past or beyond a year.
    """
    thread = selectors.thread_for_update(thread_id, viewer=actor)
    member = policies.check_order(actor, thread)
    kept = selectors.timers_of(thread.pk)
    for what, at in wanted.items():
        if at == kept.get(what):
            continue
        if at is None:
            ThreadTimer.objects.filter(thread=thread, what=what).delete()
        else:
            check_time(at, what)
            ThreadTimer.objects.update_or_create(thread=thread, what=what, defaults={"at": at, "set_by": member})
        tell(ThreadTimed(thread_id=thread.pk), member)


def run_timers() -> int:
    """Do what is due, each in a transaction of its own; how many. Of a thread that was merged away it goes on waiting."""
    due = ThreadTimer.objects.filter(at__lte=clock.now(), thread__merged_into=None).order_by("at", "id")
    return sum(_run(pk, thread_id) for pk, thread_id in due.values_list("pk", "thread_id")[:200])


@transaction.atomic
def _run(timer_id: int, thread_id: int) -> bool:
    """Locks the thread's row, then the timer's. Whoever keeps order there no longer has no say in it either."""
    thread = selectors.thread_row_lock(thread_id)
    due = ThreadTimer.objects.select_for_update(of=("self",)).select_related("set_by")
    timer = due.filter(pk=timer_id, at__lte=clock.now()).first()
    if timer is None:
        return False
    timer.delete()
    if policies.refusal(policies.check_order, timer.set_by, thread) is not None:
        return False
    how, value = _DONE[TimedChange(timer.what)]
    stand(thread, how, value=value, by=None)
    return True
