"""The REST door of what everybody may know of moderation."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from forum.http.api import Call, Endpoint, Page, operation
from forum.http.fields import PageQuery, StrictSerializer
from forum.http.lists import page_below
from moderation.appeals import selectors
from moderation.appeals.selectors import LogRow


@dataclass(frozen=True, slots=True)
class LogEntryShape:
    """One action as everybody may read it. `days` is its term, null without one; `appeal` is empty without one."""

    id: int
    day: date
    kind: str
    target_kind: str
    reason: str
    days: float | None
    automation: str
    two_people: bool
    alone: bool
    state: str
    appeal: str


@dataclass(frozen=True, slots=True)
class TransparencyShape:
    """A span in figures. Hours are medians, null where there is nothing to measure."""

    since: date
    until: date
    by_kind: dict[str, int]
    by_reason: dict[str, int]
    automation: dict[str, int]
    reports: int
    reports_by_guests: int
    reports_upheld: int
    median_hours_to_decide: float | None
    appeals: int
    appeals_won: int
    appeals_open: int
    median_hours_to_answer: float | None
    alone: int


class SpanQuery(StrictSerializer):
    since = serializers.DateField(required=False, help_text="The first day; without it, 183 days before the last.")
    until = serializers.DateField(required=False, help_text="The day after the last; without it, tomorrow.")


class StatementsQuery(SpanQuery, PageQuery):
    pass


class Log(Endpoint):
    @operation(
        summary="What staff do",
        query=PageQuery,
        out=Page[LogEntryShape],
        scope="moderation:read",
        public=True,
        errors=("bad_cursor",),
    )
    def get(self, request: Request, call: Call) -> Page[LogEntryShape]:
        """Every action with its rule and what became of it, the newest first. Nobody is named."""
        return page_below(
            request, call, purpose="moderation-log", number=lambda row: row.id, shape=_log_shape,
            read=lambda before, limit: selectors.log(before=before, limit=limit),
        )  # fmt: skip


def _log_shape(row: LogRow) -> LogEntryShape:
    return LogEntryShape(
        id=row.id, day=row.day, kind=row.kind, target_kind=row.target_kind, reason=row.reason, days=row.days,
        automation=row.automation, two_people=row.two_people, alone=row.alone, state=row.state, appeal=row.appeal,
    )  # fmt: skip


class Transparency(Endpoint):
    @operation(
        summary="Transparency report", query=SpanQuery, out=TransparencyShape, scope="moderation:read", public=True
    )
    def get(self, request: Request, call: Call) -> TransparencyShape:
        """What was done, how long it took, and how it held on appeal."""
        since, until = selectors.span(call.query.get("since"), call.query.get("until"))
        found = selectors.figures(since=since, until=until)
        return TransparencyShape(
            since=found.since, until=found.until, by_kind=dict(found.by_kind), by_reason=dict(found.by_reason),
            automation=dict(found.automation), reports=found.reports, reports_by_guests=found.reports_by_guests,
            reports_upheld=found.reports_upheld, median_hours_to_decide=found.median_hours_to_decide, appeals=found.appeals,
            appeals_won=found.appeals_won, appeals_open=found.appeals_open, median_hours_to_answer=found.median_hours_to_answer,
            alone=found.alone,
        )  # fmt: skip


class Statements(Endpoint):
    @operation(
        summary="Statements of reasons in the DSA's form", query=StatementsQuery, out=Page[dict[str, Any]],
        scope="moderation:read", public=True, errors=("bad_cursor",),
    )  # fmt: skip
    def get(self, request: Request, call: Call) -> Page[dict[str, Any]]:
        """As the DSA Transparency Database takes them: no names, no texts, no reporters. The newest first."""
        since, until = selectors.span(call.query.get("since"), call.query.get("until"))
        return page_below(
            request, call, purpose="statements", number=lambda row: row[0], shape=lambda row: row[1],
            read=lambda before, limit: selectors.statements_of_reasons(since=since, until=until, before=before, limit=limit),
        )  # fmt: skip
