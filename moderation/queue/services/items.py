"""Items: opened, scored, and moved with what they are about."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction

from accounts.members.models import Member, Role
from forum.kernel import clock
from forum.kernel.events import publish
from moderation.queue import scoring, selectors, targets
from moderation.queue.events import ItemOpened
from moderation.queue.models import Kind, Report, ReviewItem, State
from moderation.queue.scoring import Part
from moderation.queue.targets import Target
from moderation.rules.reasons import REASONS

GOAL_HOURS = {
    Kind.HELD: 12,
    Kind.GUEST_REPLY: 24,
    Kind.VERIFICATION: 72,
    Kind.APPEAL: 72,
    Kind.SECOND: 24,
    Kind.WAVE: 6,
}


@transaction.atomic
def open_item(
    *, target: Target, kind: Kind, parts: Iterable[Part] = (), reason: str = "", barred: Iterable[int] = (),
    discreet: bool = False,
) -> ReviewItem:  # fmt: skip
    """The open item about a thing, made if there is none, with these parts of its score. Locks its row.

    `barred` are members who had a part in it. `discreet`: a protected member caused it, and nothing exact is kept of when.
    """
    item = ensure_item(target, kind=kind, reason=reason, barred=barred, discreet=discreet)
    told = {part["code"]: part for part in item.parts}
    told.update({part.code: {"code": part.code, "value": round(part.value, 4)} for part in parts})
    item.parts = list(told.values())
    settle_score(item)
    return item


def ensure_item(
    target: Target, *, kind: Kind, reason: str, barred: Iterable[int] = (), discreet: bool = False
) -> ReviewItem:
    """The open item about a thing; locks its row. Two who come at once get the same one."""
    hours = REASONS[reason].hours if reason else GOAL_HOURS.get(kind, 48)
    now = clock.hour_of(clock.now()) if discreet else clock.now()
    made = ReviewItem(
        kind=kind, target_kind=target.kind, target_id=target.id, author_id=target.author.id if target.author else None,
        board_id=target.board_id, thread_id=target.thread_id, barred=sorted(set(barred)), reason=reason,
        title=target.title[:200], excerpt=target.excerpt[:300], opened_at=now, due_at=now + timedelta(hours=hours),
    )  # fmt: skip
    ReviewItem.objects.bulk_create([made], ignore_conflicts=True)
    item = selectors.open_item_for_update(target.kind, target.id)
    if item is None:
        return ensure_item(target, kind=kind, reason=reason, barred=barred, discreet=discreet)
    item.barred = sorted({*item.barred, *barred})
    if item.version == 1 and not item.parts and item.opened_at == now:
        publish(ItemOpened(item_id=item.pk, kind=str(kind)), coarse=discreet)
    elif reason and (not item.reason or REASONS[reason].severity > REASONS[item.reason].severity):
        item.reason = reason
        item.due_at = min(item.due_at, now + timedelta(hours=hours))
    return item


def settle_score(item: ReviewItem) -> None:
    """Reckon the score anew and save. The caller holds the row's lock."""
    parts = {part["code"]: float(part["value"]) for part in item.parts}
    reports = [(one.weight, REASONS[one.reason].severity) for one in Report.objects.filter(item=item)]
    if reports:
        parts["reports"] = scoring.reports_part(reports)
    if item.author_id is not None:
        record = min(0.3, 0.1 * selectors.upheld_against(item.author_id))
        parts.update({"record": record} if record else {})
    item.parts = [{"code": code, "value": round(value, 4)} for code, value in parts.items()]
    item.score = scoring.total([Part(code, value) for code, value in parts.items()])
    item.version += 1
    item.save()


@transaction.atomic
def note_change_of(*, kind: str, target_id: str) -> None:
    """Something happened to a thing that an open item is about: who has it before them must look again. Locks its row."""
    item = selectors.open_item_for_update(kind, target_id)
    if item is not None:
        _follow(item)


@transaction.atomic
def follow_target(*, item_id: int) -> None:
    """Let an item stand where its thing stands now, in a new version. Locks its row."""
    item = ReviewItem.objects.select_for_update().filter(pk=item_id).exclude(state=State.DECIDED).first()
    if item is not None:
        _follow(item)


@transaction.atomic
def follow_thread(*, thread_id: int) -> None:
    """A thread was moved, or posts were moved out of it: the items in it go with what they are about. Locks their rows."""
    for item in selectors.open_items_in_for_update(thread_id):
        _follow(item)


def _follow(item: ReviewItem) -> None:
    """Another version of an item, which stands where its thing stands now. The caller holds the row's lock."""
    target = targets.seen(item.target_kind, item.target_id, viewer=Member(role=Role.MODERATOR))
    if target is not None:
        item.thread_id, item.board_id = target.thread_id, target.board_id
    item.version += 1
    item.save(update_fields=["version", "thread_id", "board_id"])
