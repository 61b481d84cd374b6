"""The public log, and the transparency report: what was done, and how it held. Nothing here names a member or a reporter."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection

from forum.kernel import clock
from moderation.actions.kinds import KINDS
from moderation.actions.models import Action, State
from moderation.rules.reasons import REASONS

LOG_PAGE = 50
HALF_A_YEAR = 183
DONE = (State.IN_FORCE, State.ENDED, State.REVERSED)


@dataclass(frozen=True, slots=True)
class LogRow:
    """One action as everybody may read it: its day, what was done to what kind of thing, why, and what became of it."""

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

    @property
    def done(self) -> str:
        return str(KINDS[self.kind].done)

    @property
    def rule(self) -> str:
        return str(REASONS[self.reason].label)


@dataclass(frozen=True, slots=True)
class Figures:
    """A span in numbers. Hours are medians; None where there is nothing to measure."""

    since: date
    until: date
    by_kind: tuple[tuple[str, int], ...]
    by_reason: tuple[tuple[str, int], ...]
    automation: tuple[tuple[str, int], ...]
    reports: int
    reports_by_guests: int
    reports_upheld: int
    median_hours_to_decide: float | None
    appeals: int
    appeals_won: int
    appeals_open: int
    median_hours_to_answer: float | None
    alone: int


def log(*, before: int = 0, limit: int = LOG_PAGE) -> list[LogRow]:
    """Actions that state reasons, the newest first, below action id `before`. One query."""
    kinds = [kind.code for kind in KINDS.values() if kind.states_reasons or kind.code == "unseal"]
    found = Action.objects.filter(kind__in=kinds, state__in=DONE).order_by("-id")
    if before:
        found = found.filter(pk__lt=before)
    rows = found.values_list(
        "id", "at", "kind", "target_kind", "reason", "until", "automation", "two_people", "alone", "state", "appeal__outcome",
        "appeal__id",
    )  # fmt: skip
    return [_log_row(row) for row in rows[:limit]]


def _log_row(row: tuple[Any, ...]) -> LogRow:
    pk, at, kind, target_kind, reason, until, automation, two, alone, state, outcome, appeal_id = row
    days = round((until - at).total_seconds() / 86_400, 2) if until is not None else None
    appeal = "" if appeal_id is None else outcome or "open"
    return LogRow(pk, at.date(), kind, target_kind, reason, days, automation, two, alone, state, appeal)


_ACTIONS = """
    SELECT kind, reason, automation, count(*), count(*) FILTER (WHERE alone) FROM moderation_action
    WHERE state IN ('in_force', 'ended', 'reversed') AND at >= %s AND at < %s GROUP BY 1, 2, 3
"""
_REPORTS = """
    SELECT count(*), count(*) FILTER (WHERE reporter_id IS NULL AND token IS NOT NULL),
           count(*) FILTER (WHERE outcome = 'upheld'),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM decided_at - filed_at) / 3600)
               FILTER (WHERE decided_at IS NOT NULL)
    FROM moderation_report WHERE filed_at >= %s AND filed_at < %s
"""
_APPEALS = """
    SELECT count(*), count(*) FILTER (WHERE outcome IN ('overturned', 'changed')), count(*) FILTER (WHERE outcome = ''),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM decided_at - filed_at) / 3600)
               FILTER (WHERE outcome NOT IN ('', 'withdrawn'))
    FROM moderation_appeal WHERE filed_at >= %s AND filed_at < %s
"""


def span(since: date | None, until: date | None) -> tuple[datetime, datetime]:
    """From the first day to the one after the last, as times; of what is not said, the last half year."""
    last = until or clock.today() + timedelta(days=1)
    first = since or last - timedelta(days=min(HALF_A_YEAR, (last - date.min).days))
    return _midnight(first), _midnight(last)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def figures(*, since: datetime, until: datetime) -> Figures:
    """The report for a span. Three queries, however much there was."""
    span = [since, until]
    with connection.cursor() as cursor:
        cursor.execute(_ACTIONS, span)
        actions = cursor.fetchall()
        cursor.execute(_REPORTS, span)
        reports = cursor.fetchone()
        cursor.execute(_APPEALS, span)
        appeals = cursor.fetchone()
    return Figures(
        since=since.date(), until=until.date(), by_kind=_counted(actions, 0), by_reason=_counted(actions, 1),
        automation=_counted(actions, 2), reports=reports[0], reports_by_guests=reports[1], reports_upheld=reports[2],
        median_hours_to_decide=_hours(reports[3]), appeals=appeals[0], appeals_won=appeals[1], appeals_open=appeals[2],
        median_hours_to_answer=_hours(appeals[3]), alone=sum(row[4] for row in actions),
    )  # fmt: skip


def _counted(rows: list[tuple[Any, ...]], column: int) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row[column]] = counts.get(row[column], 0) + row[3]
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _hours(value: Any) -> float | None:
    return None if value is None else round(float(value), 1)
