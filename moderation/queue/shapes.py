"""How review items, reports and statements look over REST."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rest_framework import serializers

from accounts.members.shapes import PersonShape, person_shape
from forum.http.fields import StrictSerializer, TextField
from moderation.queue.models import NOTE_LONGEST
from moderation.queue.selectors import Desk, ItemRow, OwnReport, ViewRow
from moderation.rules import reasons


@dataclass(frozen=True, slots=True)
class PartShape:
    """A part of a score: a stable code, and a value from 0 to 1."""

    code: str
    value: float


@dataclass(frozen=True, slots=True)
class ItemShape:
    """Something that waits for a decision. `actions` are those that you may take on it while it is there for its readers."""

    id: int
    kind: str
    target_kind: str
    target_id: str
    title: str
    excerpt: str
    author: PersonShape | None
    reason: str
    score: float
    parts: list[PartShape]
    report_count: int
    opened_at: datetime
    due_at: datetime
    held_by: PersonShape | None
    held_until: datetime | None
    state: str
    outcome: str
    version: int
    actions: list[str]


@dataclass(frozen=True, slots=True)
class RuleHitShape:
    """Why a screening rule held: its version, its conditions in words, and what each rested on."""

    rule: str
    version: int
    sentences: list[str]
    inputs: list[dict[str, Any]]
    effect: str
    score: float
    label: str


@dataclass(frozen=True, slots=True)
class ReportShape:
    """A report as moderators see it. `html` is the text as it was then. `reporter` is told to whoever holds the item."""

    reporter: PersonShape | None
    by_guest: bool
    reason: str
    note: str
    weight: float
    html: str
    filed_at: datetime
    outcome: str


@dataclass(frozen=True, slots=True)
class NoteShape:
    """What staff wrote beside an item."""

    author: PersonShape
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AuthorRecordShape:
    """What staff know of an author: strike points that count today, warnings, the strictest action these call for, and the
    kinds of actions in force against them.
    """

    points: float
    warnings: int
    suggestion: str
    in_force: list[str]


@dataclass(frozen=True, slots=True)
class PostBeforeShape:
    """A post that stands before the one that is judged. `author` is null where they are not told to you."""

    number: int
    author: PersonShape | None
    html: str


@dataclass(frozen=True, slots=True)
class QueueCountsShape:
    """How many items wait: all of them, and by kind; a kind of which none waits is left out."""

    all: int
    kinds: dict[str, int]


@dataclass(frozen=True, slots=True)
class DeskShape:
    """An item with everything a decision needs. `seen` is the version of the thing itself, for the decision to name.

    `before` are the posts before it in its thread; `record` is what staff know of its author.
    """

    item: ItemShape
    html: str
    url: str
    there: bool
    seen: int
    reports: list[ReportShape]
    hits: list[RuleHitShape]
    notes: list[NoteShape]
    actions: list[str]
    before: list[PostBeforeShape]
    record: AuthorRecordShape | None


@dataclass(frozen=True, slots=True)
class QueueFiltersShape:
    """What of the queue to show; empty, 0 and false leave nothing out."""

    kind: str
    reason: str
    board: int
    overdue: bool


@dataclass(frozen=True, slots=True)
class QueueViewShape:
    """Filters that you kept under a name."""

    id: int
    name: str
    filters: QueueFiltersShape


@dataclass(frozen=True, slots=True)
class OwnReportShape:
    """What you reported, and what came of it: empty while it waits, else upheld, not_upheld or gone."""

    id: int
    title: str
    reason: str
    note: str
    filed_at: datetime
    outcome: str


@dataclass(frozen=True, slots=True)
class FiledShape:
    """A report was taken. Without an account you get `token`, shown this once: `/reports/by/{token}` tells the outcome."""

    id: int
    token: str


class ReportInput(StrictSerializer):
    reason = serializers.ChoiceField(choices=reasons.CODES, help_text="Which rule.")
    note = TextField(max_length=NOTE_LONGEST, allow_blank=True, default="", help_text="What is wrong with it.")


def item_shape(row: ItemRow, actions: list[str]) -> ItemShape:
    return ItemShape(
        id=row.id, kind=row.kind, target_kind=row.target_kind, target_id=row.target_id, title=row.title, excerpt=row.excerpt,
        author=person_shape(row.author) if row.author else None, reason=row.reason, score=row.score,
        parts=[PartShape(code, value) for code, value in row.parts], report_count=row.report_count, opened_at=row.opened_at,
        due_at=row.due_at, held_by=person_shape(row.holder) if row.holder else None, held_until=row.leased_until,
        state=row.state, outcome=row.outcome, version=row.version, actions=actions,
    )  # fmt: skip


def desk_shape(found: Desk, actions: list[str], record: AuthorRecordShape | None) -> DeskShape:
    target = found.target
    return DeskShape(
        item=item_shape(found.item, actions), html=target.html if target else "", url=target.url if target else "",
        there=target is not None and target.there, seen=target.version if target else 0,
        reports=[
            ReportShape(person_shape(one.reporter) if one.reporter else None, one.by_guest, one.reason, one.note, one.weight,
                        one.html, one.filed_at, one.outcome)
            for one in found.reports
        ],
        hits=[
            RuleHitShape(one.rule, one.version, list(one.sentences), list(one.inputs), one.effect, one.score, one.label)
            for one in found.hits
        ],
        notes=[NoteShape(person_shape(one.author), one.text, one.at) for one in found.notes],
        actions=actions, record=record,
        before=[
            PostBeforeShape(one.number, person_shape(one.author) if one.author else None, one.html) for one in found.before
        ],
    )  # fmt: skip


def view_shape(row: ViewRow) -> QueueViewShape:
    one = row.filters
    return QueueViewShape(row.id, row.name, QueueFiltersShape(one.kind, one.reason, one.board, one.overdue))


def own_report_shape(row: OwnReport) -> OwnReportShape:
    return OwnReportShape(row.id, row.title, row.reason, row.note, row.filed_at, row.outcome)
