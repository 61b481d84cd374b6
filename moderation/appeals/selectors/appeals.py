"""Appeals as their authors and as moderators see them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.members.selectors import Person, Viewer
from forum.kernel import clock
from forum.kernel.errors import NotFound
from moderation.actions import links
from moderation.actions.models import Statement
from moderation.actions.selectors import StatementRow, statement
from moderation.appeals.models import Appeal, AppealMessage, Outcome
from moderation.queue.policies import moderates

PAGE = 40


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A word in the dialogue. `author` is for moderators alone."""

    by_staff: bool
    text: str
    at: datetime
    author: Person | None = None


@dataclass(frozen=True, slots=True)
class AppealRow:
    """An appeal. `member` is who appeals; `outcome` is empty while it is open."""

    id: int
    action_id: int
    statement_id: int
    member: Person
    text: str
    filed_at: datetime
    outcome: str
    answer: str
    decided_at: datetime | None
    messages: tuple[MessageRow, ...] = ()

    @property
    def outcome_label(self) -> str:
        return str(Outcome(self.outcome).label) if self.outcome else ""


def _row(one: Appeal, messages: tuple[MessageRow, ...] = ()) -> AppealRow:
    return AppealRow(
        id=one.pk, action_id=one.action_id, statement_id=one.action.statement.pk,
        member=Person(one.member_id, one.member.handle, one.member.role), text=one.text, filed_at=one.filed_at,
        outcome=one.outcome, answer=one.answer, decided_at=one.decided_at, messages=messages,
    )  # fmt: skip


def message_rows(appeal_id: int, *, staff: bool) -> tuple[MessageRow, ...]:
    found = AppealMessage.objects.filter(appeal=appeal_id).select_related("author").order_by("id")
    return tuple(
        MessageRow(
            one.by_staff, one.text, one.at, Person(one.author_id, one.author.handle, one.author.role) if staff else None
        )
        for one in found
    )


def _all() -> QuerySet[Appeal]:
    return Appeal.objects.select_related("action__statement", "member")


def own_appeal(statement_id: int, *, member_id: int | None) -> AppealRow | None:
    """The member's appeal against what a statement says, with its dialogue; None if there is none."""
    found = _all().filter(action__statement=statement_id, member=member_id).first() if member_id else None
    return None if found is None else _row(found, message_rows(found.pk, staff=False))


def notice_by_link(token: str) -> tuple[StatementRow, AppealRow | None, int]:
    """What a sealed link shows: the statement, the appeal if there is one, and whose they are.

    Once the time to appeal is over, the link opens only where there is an appeal to read. Raises `NotFound`.
    """
    statement_id, member_id = links.opened(token)
    found, row = own_appeal(statement_id, member_id=member_id), statement(statement_id, member_id=member_id)
    if found is None and row.appeal_until <= clock.now():
        raise NotFound
    return row, found, member_id


def appeals(*, viewer: Viewer, before: int = 0, limit: int = PAGE) -> list[AppealRow]:
    """Moderators see all but their own; everybody else sees their own. The newest first."""
    if viewer.pk is None:
        return []
    found = _all().order_by("-id")
    found = found.exclude(member=viewer.pk) if moderates(viewer) else found.filter(member=viewer.pk)
    if before:
        found = found.filter(pk__lt=before)
    return [_row(one) for one in found[:limit]]


def appeal(appeal_id: int, *, viewer: Viewer) -> AppealRow:
    """One appeal with its dialogue, for its author or a moderator; else `NotFound`."""
    if viewer.pk is None:
        raise NotFound
    staff = moderates(viewer)
    found = _all().filter(Q() if staff else Q(member=viewer.pk), pk=appeal_id).first()
    if found is None:
        raise NotFound
    staff = staff and found.member_id != viewer.pk
    return _row(found, message_rows(found.pk, staff=staff))


def appeal_of_action(action_id: int) -> Appeal | None:
    return Appeal.objects.filter(action=action_id).first()


def appeal_for_update(appeal_id: int) -> Appeal:
    """Locks the appeal's row. Raises `NotFound`."""
    found = (
        Appeal.objects.select_for_update(of=("self",)).select_related("action", "member").filter(pk=appeal_id).first()
    )
    if found is None:
        raise NotFound
    return found


def statement_for_update(statement_id: int, *, member_id: int | None) -> Statement:
    """A statement to this member; locks its row, so that of two appeals at once one finds the other."""
    found = (
        Statement.objects.select_for_update(of=("self",)).select_related("action", "member")
        .filter(pk=statement_id, member=member_id or 0).first()
    )  # fmt: skip
    if found is None:
        raise NotFound
    return found


def open_actions() -> frozenset[int]:
    """The actions against which an appeal is open: nothing of theirs is destroyed meanwhile."""
    return frozenset(Appeal.objects.filter(outcome="").values_list("action", flat=True))
