"""Every change to review items. Locks: the item's row, before anything that it is about."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member, Role
from accounts.members.selectors import Viewer
from forum.kernel import clock, idempotency, ids, text
from forum.kernel.errors import FieldError, Invalid, NotFound, Words
from forum.kernel.events import publish
from moderation.audit.services import note_opening
from moderation.queue import policies, scoring, selectors, targets
from moderation.queue.events import (
    ItemLeased,
    ItemNoted,
    ItemOpened,
    ItemReleased,
    ItemReopened,
    ItemResolved,
    ReportFiled,
)
from moderation.queue.models import (
    NOTE_LONGEST,
    Kind,
    Note,
    Outcome,
    Recusal,
    Report,
    ReviewItem,
    SavedView,
    State,
)
from moderation.queue.scoring import Part
from moderation.queue.selectors import EVERYTHING, Filters
from moderation.queue.targets import Target
from moderation.rules.reasons import REASONS

LEASE = timedelta(minutes=10)
"""How long an item is one moderator's own."""

TOKEN_PREFIX = "report_"
GOAL_HOURS = {
    Kind.HELD: 12,
    Kind.GUEST_REPLY: 24,
    Kind.VERIFICATION: 72,
    Kind.APPEAL: 72,
    Kind.SECOND: 24,
    Kind.WAVE: 6,
}


@dataclass(frozen=True, slots=True)
class Filed:
    """A report that was taken. A guest gets `token`, shown this once, to ask for the outcome with."""

    report_id: int
    token: str = ""


# --- reports --------------------------------------------------------------------------------------------------------


@transaction.atomic
def file_report(
    *, actor: Viewer, kind: str, target_id: str, reason: str, note: str, key: idempotency.Key | None = None
) -> Filed:
    """Report something the actor can see; the text is kept as it is now. Locks the item's row.

    A second report of the same thing by the same member changes nothing. Raises `NotFound`, `OwnThing`, `Invalid`.
    """
    note = text.clean(note, max_length=NOTE_LONGEST)
    if reason not in REASONS:
        detail: Words = _("Choose one of the reasons.")
        raise Invalid(detail, errors=[FieldError("reason", "unknown_reason", detail)])
    if kind not in targets.REPORTED:
        raise NotFound
    target = targets.find(kind, target_id, viewer=actor)
    policies.check_report(actor, target.author.id if target.author else None)
    if not target.there:
        raise NotFound
    if (earlier := idempotency.claim(key)) is not None:
        return Filed(int(earlier.resource))
    reporter = actor if isinstance(actor, Member) else None
    discreet = reporter is not None and reporter.protected
    item = _item(target, kind=Kind.REPORT, reason=reason, discreet=discreet)
    known = Report.objects.filter(item=item, reporter=reporter).first() if reporter else None
    if known is not None:
        idempotency.keep(key, status=201, resource=str(known.pk))
        return Filed(known.pk)
    token = "" if reporter else ids.new_secret(TOKEN_PREFIX)
    report = Report.objects.create(
        item=item, reporter=reporter, token=ids.digest(token) if token else None, reason=reason, note=note,
        weight=_weight(reporter), title=target.title, html=target.html, source=target.source,
        target_version=target.version, filed_at=clock.hour_of(clock.now()) if discreet else clock.now(),
    )  # fmt: skip
    _settle_score(item)
    filed = ReportFiled(item_id=item.pk, report_id=report.pk)
    publish(filed, actor_id=reporter.pk if reporter else None, coarse=discreet)
    idempotency.keep(key, status=201, resource=str(report.pk))
    return Filed(report.pk, token)


def _weight(reporter: Member | None) -> float:
    """A guest has no record, and counts as little as anybody may."""
    if reporter is None:
        return scoring.FLOOR
    upheld, decided = selectors.record_of(reporter.pk)
    return scoring.reporter_weight(upheld=upheld, decided=decided)


# --- items ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def open_item(
    *, target: Target, kind: Kind, parts: Iterable[Part] = (), reason: str = "", barred: Iterable[int] = (),
    discreet: bool = False,
) -> ReviewItem:  # fmt: skip
    """The open item about a thing, made if there is none, with these parts of its score. Locks its row.

    `barred` are members who had a part in it. `discreet`: a protected member caused it, and nothing exact is kept of when.
    """
    item = _item(target, kind=kind, reason=reason, barred=barred, discreet=discreet)
    told = {part["code"]: part for part in item.parts}
    told.update({part.code: {"code": part.code, "value": round(part.value, 4)} for part in parts})
    item.parts = list(told.values())
    _settle_score(item)
    return item


def _item(target: Target, *, kind: Kind, reason: str, barred: Iterable[int] = (), discreet: bool = False) -> ReviewItem:
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
        return _item(target, kind=kind, reason=reason, barred=barred, discreet=discreet)
    item.barred = sorted({*item.barred, *barred})
    if item.version == 1 and not item.parts and item.opened_at == now:
        publish(ItemOpened(item_id=item.pk, kind=str(kind)), coarse=discreet)
    elif reason and (not item.reason or REASONS[reason].severity > REASONS[item.reason].severity):
        item.reason = reason
        item.due_at = min(item.due_at, now + timedelta(hours=hours))
    return item


def _settle_score(item: ReviewItem) -> None:
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


# --- leases ---------------------------------------------------------------------------------------------------------


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


# --- what staff write -----------------------------------------------------------------------------------------------


@transaction.atomic
def add_note(*, actor: Viewer, item_id: int, words: str) -> int:
    """Write a note for other staff; its id. Locks the item's row.

    Raises `NotSignedIn`, `ModeratorsOnly`, `NotFound`, `Invalid`.
    """
    member = policies.check_moderate(actor)
    cleaned = text.clean(words, max_length=NOTE_LONGEST)
    if not cleaned:
        raise text.TextEmpty
    item = selectors.item_for_update(item_id, viewer=member)
    note = Note.objects.create(item=item, author=member, text=cleaned, at=clock.now())
    publish(ItemNoted(item_id=item.pk, note_id=note.pk), actor_id=member.pk)
    return note.pk


@transaction.atomic
def save_view(*, actor: Viewer, name: str, filters: Filters) -> int:
    """Keep filters under a name, in place of those that had it; its id. Locks nothing.

    Raises `NotSignedIn`, `ModeratorsOnly`, `TooManyViews`, `Invalid`.
    """
    member = policies.check_moderate(actor)
    cleaned = text.clean(name, max_length=60, lines=False)
    if not cleaned:
        raise text.TextEmpty
    policies.check_save_view(others=SavedView.objects.filter(member=member).exclude(name=cleaned).count())
    made, _new = SavedView.objects.update_or_create(member=member, name=cleaned, defaults={"filters": asdict(filters)})
    return made.pk


@transaction.atomic
def drop_view(*, actor: Viewer, view_id: int) -> None:
    """Forget saved filters. Raises `NotSignedIn`, `ModeratorsOnly`, `NotFound`."""
    member = policies.check_moderate(actor)
    if not SavedView.objects.filter(member=member, pk=view_id).delete()[0]:
        raise NotFound


# --- decisions: `moderation.actions` calls these inside its transaction ------------------------------------------------


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
