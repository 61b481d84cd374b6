"""What staff do, and what becomes of it. The audit log is made from these."""

from dataclasses import dataclass

from forum.kernel.events import event


@event("action_taken", aggregate="action_id")
@dataclass(frozen=True, slots=True)
class ActionTaken:
    """An action is in force. `member_id` is whom it meets, None where nobody."""

    action_id: int
    kind: str
    target: str
    member_id: int | None
    reason: str
    seconded_by: int | None = None
    alone: bool = False


@event("action_proposed", aggregate="action_id")
@dataclass(frozen=True, slots=True)
class ActionProposed:
    """An action waits for a second signature."""

    action_id: int
    kind: str


@event("action_declined", aggregate="action_id")
@dataclass(frozen=True, slots=True)
class ActionDeclined:
    """The second member of staff did not sign, or the first took the proposal back."""

    action_id: int


@event("action_ended", aggregate="action_id")
@dataclass(frozen=True, slots=True)
class ActionEnded:
    """An action's term ran out."""

    action_id: int
    member_id: int | None


@event("action_reversed", aggregate="action_id")
@dataclass(frozen=True, slots=True)
class ActionReversed:
    """An action was undone: its effect, its strike, its reports' outcome."""

    action_id: int
    member_id: int | None


@event("statement_issued", aggregate="statement_id")
@dataclass(frozen=True, slots=True)
class StatementIssued:
    """A member is told of a decision about them, and why."""

    statement_id: int
    action_id: int
    member_id: int


@event("sealed_text_read", aggregate="action_id")
@dataclass(frozen=True, slots=True)
class SealedTextRead:
    """A member of staff read a removed text that two had unsealed."""

    action_id: int


@event("sealed_text_destroyed", aggregate="action_id")
@dataclass(frozen=True, slots=True)
class SealedTextDestroyed:
    """The window for appeals has closed, and what was sealed is gone."""

    action_id: int
