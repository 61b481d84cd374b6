"""How actions and statements look over REST."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from rest_framework import serializers

from accounts.members.shapes import PersonShape, person_shape
from forum.http.fields import CountField, StrictSerializer, TextField
from moderation.actions import kinds
from moderation.actions.models import FACTS_LONGEST
from moderation.actions.selectors import ActionRow, StatementRow
from moderation.actions.services import Choice
from moderation.queue import targets
from moderation.rules import reasons

# Unsealing has an address of its own.
DECIDED = tuple(code for code in kinds.CODES if code != "unseal")


@dataclass(frozen=True, slots=True)
class ActionShape:
    """An action of staff. `until` is null where it holds until somebody lifts it; `item` where it was taken without one."""

    id: int
    kind: str
    target_kind: str
    target_id: str
    title: str
    item: int | None
    member: PersonShape | None
    board: int | None
    actor: PersonShape
    seconded_by: PersonShape | None
    two_people: bool
    alone: bool
    reason: str
    facts: str
    state: str
    at: datetime
    until: datetime | None
    ended_at: datetime | None
    bulk: str | None


@dataclass(frozen=True, slots=True)
class NoticeShape:
    """What was decided about you and why. It can be appealed until `appeal_until`; `read` once it was before you."""

    id: int
    kind: str
    title: str
    reason: str
    rule: str
    facts: str
    automation: str
    board: int | None
    issued_at: datetime
    until: datetime | None
    state: str
    appeal_until: datetime
    can_appeal: bool
    read: bool


@dataclass(frozen=True, slots=True)
class SealedShape:
    """What a removed post said."""

    source: str
    html: str


@dataclass(frozen=True, slots=True)
class BulkShape:
    """What came of deciding many at once. `refused` holds items with the code of what stood against it."""

    bulk: str
    decided: list[int]
    refused: dict[str, str]


class ChoiceInput(StrictSerializer):
    kind = serializers.ChoiceField(choices=DECIDED, help_text="One of the actions that the item names.")
    reason = serializers.ChoiceField(choices=reasons.CODES, default="other", help_text="Which rule.")
    facts = TextField(
        max_length=FACTS_LONGEST, allow_blank=True, default="", help_text="What the member is told it rests on."
    )
    days = serializers.IntegerField(
        min_value=1, max_value=366, required=False, help_text="How long; without it and `hours`, until it is lifted."
    )
    hours = serializers.IntegerField(
        min_value=1, max_value=23, required=False, help_text="How long, or added to `days`."
    )
    on_board = serializers.BooleanField(default=False, help_text="A silence on the board of the thing alone.")
    board = serializers.SlugField(required=False, help_text="Where a thread moves to.")
    seen = CountField(default=0, help_text="The version of the thing that you looked at; 0 for whatever it says now.")


class ActionInput(ChoiceInput):
    target_kind = serializers.ChoiceField(choices=tuple(map(str, targets.REPORTED)))
    target_id = serializers.RegexField(r"^[0-9]{1,18}$")


class BulkItemInput(StrictSerializer):
    item = CountField(min_value=1)
    version = CountField(min_value=1)


class BulkInput(ChoiceInput):
    items = BulkItemInput(many=True, min_length=1, max_length=100)


def choice_of(body: dict[str, Any]) -> Choice:
    return Choice(
        kind=body["kind"], reason=body["reason"], facts=body["facts"],
        term=timedelta(days=body.get("days", 0), hours=body.get("hours", 0)) or None,
        on_board=body["on_board"], board=body.get("board", ""), seen=body["seen"],
    )  # fmt: skip


def action_shape(row: ActionRow) -> ActionShape:
    return ActionShape(
        id=row.id, kind=row.kind, target_kind=row.target_kind, target_id=row.target_id, title=row.target_title, item=row.item_id,
        member=person_shape(row.member) if row.member else None, board=row.board_id, actor=person_shape(row.actor),
        seconded_by=person_shape(row.seconded_by) if row.seconded_by else None, two_people=row.two_people, alone=row.alone,
        reason=row.reason, facts=row.facts, state=row.state, at=row.at, until=row.until, ended_at=row.ended_at,
        bulk=str(row.bulk) if row.bulk else None,
    )  # fmt: skip


def statement_shape(row: StatementRow) -> NoticeShape:
    return NoticeShape(
        id=row.id, kind=row.kind, title=row.target_title, reason=row.reason, rule=row.rule, facts=row.facts,
        automation=row.automation, board=row.board_id, issued_at=row.issued_at, until=row.until, state=row.state,
        appeal_until=row.appeal_until, can_appeal=row.can_appeal, read=row.read,
    )  # fmt: skip
