"""The REST door of appeals, and of what everybody may know of moderation."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from accounts.members.policies import check_member
from accounts.members.shapes import PersonShape, person_shape
from forum.http.api import Call, Created, Cursor, Endpoint, NoContent, Page, operation, page_url
from forum.http.fields import PageQuery, StrictSerializer, TextField
from forum.kernel import clock
from forum.kernel.errors import NotFound
from moderation.actions.shapes import ChoiceInput, choice_of
from moderation.appeals import selectors, services
from moderation.appeals.selectors import AppealRow, LogRow
from moderation.queue.policies import check_moderate

STAFF = ("moderators_only", "not_found")
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class AppealMessageShape:
    """A word in an appeal's dialogue. Moderators see who of staff wrote it."""

    by_staff: bool
    text: str
    at: datetime
    author: PersonShape | None


@dataclass(frozen=True, slots=True)
class AppealShape:
    """An appeal. `outcome` is empty while it is open, else upheld, overturned, changed or withdrawn."""

    id: int
    notice: int
    member: PersonShape
    text: str
    filed_at: datetime
    outcome: str
    answer: str
    decided_at: datetime | None
    messages: list[AppealMessageShape]


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


class AppealInput(StrictSerializer):
    text = TextField(max_length=LONGEST, help_text="Why it should be looked at again.")


class AppealMessageInput(StrictSerializer):
    text = TextField(max_length=LONGEST)


class AppealDecisionInput(StrictSerializer):
    outcome = serializers.ChoiceField(choices=("upheld", "overturned", "changed"))
    answer = TextField(max_length=LONGEST, help_text="What the member is told.")
    instead = ChoiceInput(required=False, help_text="With `changed`: the milder action.")


class SpanQuery(StrictSerializer):
    since = serializers.DateField(required=False, help_text="The first day; without it, 183 days before the last.")
    until = serializers.DateField(required=False, help_text="The day after the last; without it, tomorrow.")


class StatementsQuery(SpanQuery, PageQuery):
    pass


def _span(query: dict[str, Any]) -> tuple[datetime, datetime]:
    last = query.get("until") or clock.today() + timedelta(days=1)
    first = query.get("since") or last - timedelta(days=min(183, (last - date.min).days))
    return _midnight(first), _midnight(last)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _shape(row: AppealRow) -> AppealShape:
    return AppealShape(
        id=row.id, notice=row.statement_id, member=person_shape(row.member), text=row.text, filed_at=row.filed_at,
        outcome=row.outcome, answer=row.answer, decided_at=row.decided_at,
        messages=[
            AppealMessageShape(one.by_staff, one.text, one.at, person_shape(one.author) if one.author else None)
            for one in row.messages
        ],
    )  # fmt: skip


class OwnAppeal(Endpoint):
    @operation(summary="Your appeal", out=AppealShape, scope="me:read", errors=("not_found",))
    def get(self, request: Request, call: Call, statement_id: int) -> AppealShape:
        """Your appeal against a decision, with its dialogue."""
        found = selectors.own_appeal(statement_id, member_id=check_member(request.user).pk)
        if found is None:
            raise NotFound
        return _shape(found)

    @operation(
        summary="Appeal", body=AppealInput, out=AppealShape, status=201, scope="me:write", limit="report", idempotent=True,
        errors=("not_found", "appeal_term_over", "nothing_to_appeal", "already_appealed"),
    )  # fmt: skip
    def post(self, request: Request, call: Call, statement_id: int) -> Created[AppealShape]:
        """Ask that another moderator looks at a decision about you. A silenced member may."""
        me = check_member(request.user)
        made = services.file_appeal(member_id=me.pk, statement_id=statement_id, words=call.body["text"], key=call.key)
        return Created(_shape(selectors.appeal(made, viewer=me)), location=f"/api/v1/me/notices/{statement_id}/appeal")

    @operation(
        summary="Take your appeal back",
        status=204,
        scope="me:write",
        limit="write",
        errors=("not_found", "appeal_closed"),
    )
    def delete(self, request: Request, call: Call, statement_id: int) -> NoContent:
        """The decision stands then."""
        me = check_member(request.user)
        services.withdraw_appeal(member_id=me.pk, appeal_id=_own(statement_id, me.pk).id)
        return NoContent()


def _own(statement_id: int, member_id: int) -> AppealRow:
    found = selectors.own_appeal(statement_id, member_id=member_id)
    if found is None:
        raise NotFound
    return found


class OwnMessages(Endpoint):
    @operation(
        summary="Write in your appeal", body=AppealMessageInput, out=AppealShape, status=201, scope="me:write", limit="message",
        idempotent=True,
        errors=("not_found", "appeal_closed"),
    )  # fmt: skip
    def post(self, request: Request, call: Call, statement_id: int) -> Created[AppealShape]:
        """A word to the moderator who looks at it."""
        me = check_member(request.user)
        appeal = _own(statement_id, me.pk)
        call.once(lambda: services.write_message(member_id=me.pk, appeal_id=appeal.id, words=call.body["text"]))
        return Created(_shape(_own(statement_id, me.pk)), location=f"/api/v1/me/notices/{statement_id}/appeal")


class Appeals(Endpoint):
    @operation(
        summary="Appeals",
        query=PageQuery,
        out=Page[AppealShape],
        scope="moderation:read",
        errors=("moderators_only", "bad_cursor"),
    )
    def get(self, request: Request, call: Call) -> Page[AppealShape]:
        """All appeals but your own, the newest first, without their dialogues."""
        me, query = check_moderate(request.user), call.query
        before = Cursor.open(query["cursor"], purpose="appeals")["before"] if "cursor" in query else 0
        found = selectors.appeals(viewer=me, before=before, limit=query["limit"] + 1)
        rows = found[: query["limit"]]
        after = Cursor.seal({"before": rows[-1].id}, purpose="appeals") if len(found) > len(rows) else None
        return Page(results=[_shape(row) for row in rows], next=page_url(request, after))


class AppealById(Endpoint):
    @operation(summary="One appeal", out=AppealShape, scope="moderation:read", errors=STAFF)
    def get(self, request: Request, call: Call, appeal_id: int) -> AppealShape:
        """An appeal with its dialogue."""
        return _shape(selectors.appeal(appeal_id, viewer=check_moderate(request.user)))


class Messages(Endpoint):
    @operation(
        summary="Ask in an appeal", body=AppealMessageInput, out=AppealShape, status=201, scope="moderation:write",
        limit="message", idempotent=True, errors=(*STAFF, "had_a_part", "appeal_closed"),
    )  # fmt: skip
    def post(self, request: Request, call: Call, appeal_id: int) -> Created[AppealShape]:
        """A word to whoever appeals; they do not learn whose."""
        call.once(lambda: services.ask(actor=request.user, appeal_id=appeal_id, words=call.body["text"]))
        row = selectors.appeal(appeal_id, viewer=request.user)
        return Created(_shape(row), location=f"/api/v1/moderation/appeals/{appeal_id}")


class Decision(Endpoint):
    @operation(
        summary="Decide an appeal", body=AppealDecisionInput, status=204, scope="moderation:write", limit="write", if_match=True,
        errors=(*STAFF, "had_a_part", "appeal_closed", "lease_lost", "stale_decision"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, appeal_id: int) -> NoContent:
        """Uphold, overturn (the action is undone) or change; you hold its item, and `If-Match` names the item's version."""
        body = call.body
        instead = choice_of(body["instead"]) if "instead" in body else None
        services.decide_appeal(
            actor=request.user, appeal_id=appeal_id, version=call.version, outcome=body["outcome"], answer=body["answer"],
            instead=instead,
        )  # fmt: skip
        return NoContent()


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
        query = call.query
        before = Cursor.open(query["cursor"], purpose="moderation-log")["before"] if "cursor" in query else 0
        found = selectors.log(before=before, limit=query["limit"] + 1)
        rows = found[: query["limit"]]
        after = Cursor.seal({"before": rows[-1].id}, purpose="moderation-log") if len(found) > len(rows) else None
        return Page(results=[_log_shape(row) for row in rows], next=page_url(request, after))


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
        since, until = _span(call.query)
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
        since, until = _span(call.query)
        query = call.query
        before = Cursor.open(query["cursor"], purpose="statements")["before"] if "cursor" in query else 0
        found = selectors.statements_of_reasons(since=since, until=until, before=before, limit=query["limit"] + 1)
        rows = found[: query["limit"]]
        after = Cursor.seal({"before": rows[-1][0]}, purpose="statements") if len(found) > len(rows) else None
        return Page(results=[made for _id, made in rows], next=page_url(request, after))
