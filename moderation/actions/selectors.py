"""Every read of actions and statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from accounts.members.models import Member, Role
from accounts.members.selectors import Person, Viewer
from forum.kernel import clock
from forum.kernel.errors import NotFound
from moderation.actions import strikes
from moderation.actions.kinds import KINDS, STRIKE_LIFE, ActionKind
from moderation.actions.kinds import TERM_CHOICES as TERM_CHOICES
from moderation.actions.models import Action, SealedText, State, Statement, Strike
from moderation.rules.reasons import REASONS

PAGE = 40
STAFF = (Role.MODERATOR, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action as staff see it."""

    id: int
    kind: str
    target_kind: str
    target_id: str
    target_title: str
    item_id: int | None
    member: Person | None
    board_id: int | None
    actor: Person
    seconded_by: Person | None
    two_people: bool
    alone: bool
    reason: str
    facts: str
    state: str
    at: datetime
    until: datetime | None
    ended_at: datetime | None
    bulk: UUID | None

    @property
    def done(self) -> str:
        kind = KINDS[self.kind]
        return str(kind.label if self.state == State.PROPOSED else kind.done)

    @property
    def reason_label(self) -> str:
        return str(REASONS[self.reason].label)

    @property
    def state_label(self) -> str:
        return str(State(self.state).label)

    @property
    def reversible(self) -> bool:
        return self.state == State.IN_FORCE


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement of reasons, as the member it is about reads it. It names nobody of staff, and no reporter."""

    id: int
    action_id: int
    kind: str
    target_title: str
    reason: str
    facts: str
    automation: str
    reported: bool
    board_id: int | None
    issued_at: datetime
    until: datetime | None
    state: str
    appeal_until: datetime
    read: bool

    @property
    def done(self) -> str:
        return str(KINDS[self.kind].done)

    @property
    def rule(self) -> str:
        return str(REASONS[self.reason].rule)

    @property
    def url(self) -> str:
        return f"/notices/{self.id}"

    @property
    def can_appeal(self) -> bool:
        return self.appeal_until > clock.now() and self.state in {State.IN_FORCE, State.ENDED}


@dataclass(frozen=True, slots=True)
class Record:
    """What staff know of a member before they decide: strikes that count, warnings, what is in force."""

    points: float
    warnings: int
    suggestion: str
    in_force: tuple[ActionRow, ...]


# --- what may be done -----------------------------------------------------------------------------------------------


def permitted(target_kind: str, *, author_role: str, own: bool, viewer: Viewer, there: bool = True) -> tuple[str, ...]:
    """The actions that `viewer` may take on such a thing by such an author, in their order. The server names them; pages ask.

    On what is no longer there, only what meets the person is left, and closing the matter.
    """
    if own or getattr(viewer, "role", "") not in STAFF:
        return ()
    met = author_role != Role.ADMIN or getattr(viewer, "role", "") == Role.ADMIN
    return tuple(
        kind.code for kind in KINDS.values()
        if target_kind in kind.targets and kind.code != "unseal" and (met or not kind.person)
        and (there or kind.person or kind.code == "approve") and (author_role or not kind.person)
    )  # fmt: skip


def permitted_on(target_kind: str, author: Person | None, *, viewer: Viewer, there: bool = True) -> list[ActionKind]:
    """The same for a page that shows them."""
    codes = permitted(
        target_kind, author_role=author.role if author else "", own=author is not None and author.id == viewer.pk,
        viewer=viewer, there=there,
    )  # fmt: skip
    return [KINDS[code] for code in codes]


def another_moderator(*, than: Sequence[int]) -> bool:
    """Whether there is anybody else to sign."""
    return Member.objects.filter(role__in=STAFF, standing="good").exclude(pk__in=than).exists()


# --- actions --------------------------------------------------------------------------------------------------------


def _person(member: Member | None) -> Person | None:
    return None if member is None else Person(member.pk, member.handle, member.role)


def _row(one: Action) -> ActionRow:
    return ActionRow(
        id=one.pk, kind=one.kind, target_kind=one.target_kind, target_id=one.target_id, target_title=one.target_title,
        item_id=one.item_id, member=_person(one.member), board_id=one.board_id,
        actor=Person(one.actor_id, one.actor.handle, one.actor.role), seconded_by=_person(one.seconded_by),
        two_people=one.two_people, alone=one.alone, reason=one.reason, facts=one.facts, state=one.state, at=one.at,
        until=one.until, ended_at=one.ended_at, bulk=one.bulk,
    )  # fmt: skip


def _seen(viewer: Viewer) -> QuerySet[Action]:
    """Moderators see all actions but those that meet themselves, which they read as everybody does."""
    if getattr(viewer, "role", "") not in STAFF or getattr(viewer, "standing", "") != "good":
        raise NotFound
    found = Action.objects.select_related("member", "actor", "seconded_by")
    return found.filter(~Q(member=viewer.pk) | Q(member=None))


def actions(
    *, viewer: Viewer, kind: str = "", member: str = "", state: str = "", before: int = 0, limit: int = PAGE
) -> list[ActionRow]:
    """Actions, the newest first, below action id `before`."""
    found = _seen(viewer).order_by("-id")
    if kind:
        found = found.filter(kind=kind)
    if member:
        found = found.filter(member__handle__iexact=member)
    if state:
        found = found.filter(state=state)
    if before:
        found = found.filter(pk__lt=before)
    return [_row(one) for one in found[:limit]]


def action_row(action_id: int, *, viewer: Viewer) -> ActionRow:
    found = _seen(viewer).filter(pk=action_id).first()
    if found is None:
        raise NotFound
    return _row(found)


def actions_of_item(item_id: int, *, viewer: Viewer) -> list[ActionRow]:
    return [_row(one) for one in _seen(viewer).filter(item=item_id).order_by("id")]


def record_of(member_id: int, *, viewer: Viewer) -> Record:
    """What a moderator should know of an author. Three queries."""
    found = _seen(viewer).filter(member=member_id)
    in_force = [_row(one) for one in found.filter(state=State.IN_FORCE, kind__in=("silence", "suspend", "ban"))]
    points = strike_points(member_id)
    warnings = found.filter(kind="warn", state=State.IN_FORCE).count()
    return Record(points, warnings, strikes.suggestion(points), tuple(in_force))


def strike_points(member_id: int) -> float:
    """What a member's strikes weigh today."""
    now = clock.now()
    given = Strike.objects.filter(member=member_id, withdrawn=False, given_at__gt=now - STRIKE_LIFE)
    return strikes.points_at(now, given.values_list("points", "given_at"))


# --- statements -----------------------------------------------------------------------------------------------------


def _statement(one: Statement) -> StatementRow:
    action = one.action
    return StatementRow(
        id=one.pk, action_id=action.pk, kind=action.kind, target_title=action.target_title, reason=action.reason,
        facts=one.facts, automation=action.automation, reported=action.reported_at is not None, board_id=action.board_id,
        issued_at=one.issued_at, until=action.until, state=action.state, appeal_until=one.appeal_until, read=one.read,
    )  # fmt: skip


def statements(*, viewer: Viewer, before: int = 0, limit: int = PAGE) -> list[StatementRow]:
    """What `viewer` was told, the newest first, below statement id `before`."""
    found = Statement.objects.filter(member=viewer.pk).select_related("action").order_by("-id")
    if before:
        found = found.filter(pk__lt=before)
    return [_statement(one) for one in found[:limit]] if viewer.pk else []


def statement(statement_id: int, *, member_id: int | None) -> StatementRow:
    """One statement to this member, or `NotFound`."""
    found = Statement.objects.filter(pk=statement_id, member=member_id).select_related("action").first()
    if found is None or member_id is None:
        raise NotFound
    return _statement(found)


def letter(statement_id: int) -> tuple[Statement, str] | None:
    """A statement with the address it goes to; None where there is no address."""
    found = Statement.objects.select_related("action", "member").filter(pk=statement_id).first()
    return (found, found.member.email) if found is not None and found.member.email else None


# --- for services ---------------------------------------------------------------------------------------------------


def action_for_update(action_id: int) -> Action:
    """Locks the action's row. Raises `NotFound`."""
    found = (
        Action.objects.select_for_update(of=("self",)).select_related("member", "actor").filter(pk=action_id).first()
    )
    if found is None:
        raise NotFound
    return found


def bulk_for_update(bulk: UUID) -> list[Action]:
    """The actions taken at once that are in force; locks their rows, the newest first."""
    found = Action.objects.select_for_update(of=("self",)).select_related("member", "actor")
    return list(found.filter(bulk=bulk, state=State.IN_FORCE).order_by("-id"))


def sealed_for_update(action_id: int) -> SealedText | None:
    return SealedText.objects.select_for_update(of=("self",)).filter(pk=action_id).first()


def asked_unsealing(action_id: int) -> int | None:
    """The unsealing of this removal that waits for its second signature."""
    waiting = Action.objects.filter(kind="unseal", target_kind="action", target_id=str(action_id), state=State.PROPOSED)
    return waiting.values_list("pk", flat=True).first()


def sealed_texts(action_id: int) -> dict[str, Any] | None:
    """What is sealed, while it is open; None while it is not."""
    found = SealedText.objects.filter(pk=action_id, open_until__gt=clock.now(), texts__isnull=False).first()
    return found.texts if found is not None else None


def sealed_of(member_id: int) -> tuple[int, datetime | None]:
    """How many removed texts of a member are still sealed, and when the last of them is to be destroyed. One query."""
    found = SealedText.objects.filter(action__member_id=member_id, texts__isnull=False)
    told = found.aggregate(count=Count("pk"), last=Max("destroy_at"))
    return told["count"], told["last"]
