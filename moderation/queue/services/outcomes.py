"""What becomes of items. `moderation.actions` calls these inside its transaction."""

from django.db import transaction

from forum.kernel import clock
from forum.kernel.events import publish
from moderation.queue import selectors
from moderation.queue.events import ItemReopened, ItemResolved
from moderation.queue.models import Outcome, Report, ReviewItem, State


@transaction.atomic
def resolve_item(*, item: ReviewItem, outcome: Outcome, decided_by: int | None) -> None:
    """Close an item and all reports on it. The caller holds the row's lock and has checked that this may be."""
    now = clock.now()
    item.state, item.outcome, item.decided_at = State.DECIDED, outcome, now
    item.decided_by_id, item.holder, item.leased_until, item.version = decided_by, None, None, item.version + 1
    item.save()
    Report.objects.filter(item=item).update(outcome=outcome, decided_at=now)
    publish(ItemResolved(item_id=item.pk, outcome=str(outcome)), actor_id=decided_by)


@transaction.atomic
def close_item(*, kind: str, target_id: str, outcome: Outcome = Outcome.GONE, decided_by: int | None = None) -> None:
    """Close the item about something that is settled already, or was decided on its own page. Locks its row."""
    item = selectors.open_item_for_update(kind, target_id)
    if item is not None and item.state == State.OPEN:
        resolve_item(item=item, outcome=outcome, decided_by=decided_by)


@transaction.atomic
def await_second(*, item: ReviewItem) -> None:
    """Take an item out of the queue until a second member of staff has signed. The caller holds the row's lock."""
    item.state, item.holder, item.leased_until, item.version = State.PENDING, None, None, item.version + 1
    item.save()


@transaction.atomic
def revise_outcome(*, item_id: int, outcome: Outcome) -> None:
    """Give a decided item, and its reports, another outcome: its decision was overturned. Locks its row."""
    item = ReviewItem.objects.select_for_update().get(pk=item_id)
    if item.state == State.DECIDED:
        item.outcome, item.version = outcome, item.version + 1
        item.save(update_fields=["outcome", "version"])
        Report.objects.filter(item=item).update(outcome=outcome)


@transaction.atomic
def reopen_item(*, item_id: int, actor_id: int | None) -> bool:
    """Take back a decision: the item waits again, and its reports have no outcome. Locks its row.

    False when another item about the same thing waits by now, or it was open.
    """
    item = ReviewItem.objects.select_for_update().get(pk=item_id)
    other = selectors.open_item_for_update(item.target_kind, item.target_id)
    if item.state == State.OPEN or (other is not None and other.pk != item.pk):
        return False
    item.state, item.outcome, item.decided_at, item.decided_by = State.OPEN, "", None, None
    item.version += 1
    item.save()
    Report.objects.filter(item=item).update(outcome="", decided_at=None)
    publish(ItemReopened(item_id=item.pk), actor_id=actor_id)
    return True
