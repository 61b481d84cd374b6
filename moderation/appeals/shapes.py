"""How appeals look over REST."""

from dataclasses import dataclass
from datetime import datetime

from accounts.members.shapes import PersonShape, person_shape
from forum.http.fields import StrictSerializer, TextField
from moderation.appeals.models import TEXT_LONGEST
from moderation.appeals.selectors import AppealRow


@dataclass(frozen=True, slots=True)
class AppealMessageShape:
    """A word in an appeal's dialogue. Moderators see who of staff wrote it."""

    by_staff: bool
    text: str
    at: datetime
    author: PersonShape | None


@dataclass(frozen=True, slots=True)
class AppealShape:
    """An appeal against an action. `outcome` is empty while it is open, else upheld, overturned, changed or withdrawn."""

    id: int
    action: int
    notice: int
    member: PersonShape
    text: str
    filed_at: datetime
    outcome: str
    answer: str
    decided_at: datetime | None
    messages: list[AppealMessageShape]


class AppealInput(StrictSerializer):
    text = TextField(max_length=TEXT_LONGEST, help_text="Why it should be looked at again.")


class AppealMessageInput(StrictSerializer):
    text = TextField(max_length=TEXT_LONGEST)


def appeal_shape(row: AppealRow) -> AppealShape:
    return AppealShape(
        id=row.id, action=row.action_id, notice=row.statement_id, member=person_shape(row.member), text=row.text,
        filed_at=row.filed_at, outcome=row.outcome, answer=row.answer, decided_at=row.decided_at,
        messages=[
            AppealMessageShape(one.by_staff, one.text, one.at, person_shape(one.author) if one.author else None)
            for one in row.messages
        ],
    )  # fmt: skip
