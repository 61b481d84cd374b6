"""One item with everything that a decision needs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.members.selectors import Person, Viewer, person_of
from moderation.queue.models import Note, Report, TargetKind
from moderation.queue.selectors.items import ItemRow, item_row
from moderation.queue.targets import Target, seen
from moderation.rules.reasons import REASONS
from moderation.rules.selectors import HitRow, hits_on
from threads.discussion import selectors as discussion

AROUND = 3
"""Posts of context before the one that is judged."""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report as staff see it: with what weight, why, and the text as it was. `reporter` is set for whoever holds the item."""

    id: int
    reporter: Person | None
    by_guest: bool
    reason: str
    note: str
    weight: float
    title: str
    source: str
    html: str
    target_version: int
    filed_at: datetime
    outcome: str

    @property
    def reason_label(self) -> str:
        return str(REASONS[self.reason].label)


@dataclass(frozen=True, slots=True)
class NoteRow:
    id: int
    author: Person
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    """An item with everything a decision needs: the thing as its readers see it, what came before it, and why it is here."""

    item: ItemRow
    target: Target | None
    before: Sequence[Any]
    reports: tuple[ReportRow, ...]
    notes: tuple[NoteRow, ...]
    hits: tuple[HitRow, ...]


def desk(item_id: int, *, viewer: Viewer) -> Desk:
    """An item with everything a decision needs, or `NotFound`."""
    item = item_row(item_id, viewer=viewer)
    target = seen(item.target_kind, item.target_id, viewer=viewer)
    before: Sequence[Any] = ()
    if target is not None and target.number > 1 and target.thread_id is not None:
        first = max(1, target.number - AROUND)
        before = discussion.posts_of(target.thread_id, viewer=viewer, first=first, limit=min(AROUND, target.number - 1))
    held = item.holder is not None and item.holder.id == viewer.pk
    reports = tuple(_as_shown(reports_on(item_id, named=held), item, viewer))
    return Desk(item, target, before, reports, tuple(notes_on(item_id)), tuple(_hits_on(item)))


def _as_shown(reports: list[ReportRow], item: ItemRow, viewer: Viewer) -> list[ReportRow]:
    """What a reported post said then, without quotes of what nobody reads any more."""
    if item.target_kind != TargetKind.POST or not any("<blockquote" in one.html for one in reports):
        return reports
    copies = discussion.copies_of(int(item.target_id), [(one.source, one.html) for one in reports], viewer=viewer)
    return [replace(one, html=html) for one, (_, html) in zip(reports, copies, strict=True)]


def _hits_on(item: ItemRow) -> list[HitRow]:
    """What rules found about a post, or a text that waits."""
    if item.target_kind == TargetKind.POST:
        return hits_on(post_id=int(item.target_id))
    return hits_on(submission_id=UUID(item.target_id)) if item.target_kind == TargetKind.SUBMISSION else []


def reports_on(item_id: int, *, named: bool) -> list[ReportRow]:
    """The reports on an item. Who reported is told to whoever holds it and to nobody else: taking it is audited."""
    found = Report.objects.filter(item=item_id).select_related("reporter").order_by("id")
    return [
        ReportRow(
            id=one.pk, reporter=person_of(one.reporter) if named and one.reporter else None, by_guest=one.token is not None,
            reason=one.reason, note=one.note, weight=one.weight, title=one.title, source=one.source,
            html=one.html,
            target_version=one.target_version, filed_at=one.filed_at, outcome=one.outcome,
        )
        for one in found
    ]  # fmt: skip


def notes_on(item_id: int) -> list[NoteRow]:
    found = Note.objects.filter(item=item_id).select_related("author").order_by("id")
    return [
        NoteRow(one.id, Person(one.author_id, one.author.handle, one.author.role), one.text, one.at) for one in found
    ]
