"""Holding an item, so that two moderators never work on one."""

from datetime import timedelta

from django.db import transaction

from accounts.members.models import Member
from accounts.members.selectors import Viewer
from accounts.members.services import note_opening
from forum.kernel import clock
from forum.kernel.events import publish
from moderation.queue import policies, selectors
from moderation.queue.events import ItemLeased, ItemReleased
from moderation.queue.models import Recusal, Report, ReviewItem, State
from moderation.queue.selectors import EVERYTHING, Desk, Filters

LEASE = timedelta(minutes=10)
"""How long an item is one moderator's own."""


@transaction.atomic
def take_next(*, actor: Viewer, filters: Filters = EVERYTHING, skip: int = 0) -> int | None:
    """Take the most urgent item that nobody is at, and return its id; None when nothing waits. Locks its row.

    Raises `NotSignedIn`, `ModeratorsOnly`.
    """
    member = policies.check_moderate(actor)
    item = selectors.next_for_update(viewer=member, filters=filters, skip=skip)
    if item is None:
        return None
    _lease(item, member)
    return item.pk


@transaction.atomic
def take_item(*, actor: Viewer, item_id: int) -> ReviewItem:
    """Take this item, or hold it for longer. Locks its row.

    Raises `NotSignedIn`, `ModeratorsOnly`, `NotFound`, `ItemDecided`, `ItemTaken`.
    """
    member = policies.check_moderate(actor)
    item = selectors.item_for_update(item_id, viewer=member)
    policies.check_take(item, member)
    _lease(item, member)
    return item


def _lease(item: ReviewItem, member: Member) -> None:
    fresh = item.holder_id != member.pk
    item.holder, item.leased_until = member, clock.now() + LEASE
    item.save(update_fields=["holder", "leased_until"])
    if fresh:
        publish(ItemLeased(item_id=item.pk), actor_id=member.pk)
    if fresh and Report.objects.filter(item=item, reporter__isnull=False).exists():
        note_opening(actor_id=member.pk, thing=f"reports_on:{item.pk}")


@transaction.atomic
def release_item(*, actor: Viewer, item_id: int, recuse: bool = False) -> None:
    """Hand an item back; with `recuse` for good, since the actor has a part or an interest in it. Locks its row.

    Raises `NotSignedIn`, `ModeratorsOnly`, `NotFound`, `LeaseLost` when another has it.
    """
    member = policies.check_moderate(actor)
    item = selectors.item_for_update(item_id, viewer=member)
    if item.state != State.OPEN:
        raise policies.ItemDecided
    if policies.held_by_another(item, member):
        raise policies.LeaseLost
    item.holder = item.leased_until = None
    item.save(update_fields=["holder", "leased_until"])
    if recuse:
        Recusal.objects.get_or_create(item=item, member=member)
    publish(ItemReleased(item_id=item.pk, recused=recuse), actor_id=member.pk)


def open_desk(*, actor: Viewer, item_id: int) -> Desk:
    """An item with everything a decision needs. To look at one without holding it is told to the log, once an hour.

    Raises `NotSignedIn`, `ModeratorsOnly`, `NotFound`.
    """
    member = policies.check_moderate(actor)
    found = selectors.desk(item_id, viewer=member)
    if found.item.holder is None or found.item.holder.id != member.pk:
        note_opening(actor_id=member.pk, thing=f"item:{item_id}")
    return found
