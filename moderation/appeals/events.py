"""What happens to appeals."""

from dataclasses import dataclass

from forum.kernel.events import event


@event("appeal_filed", aggregate="appeal_id")
@dataclass(frozen=True, slots=True)
class AppealFiled:
    """A member asks for a decision about them to be looked at again, by another."""

    appeal_id: int
    action_id: int


@event("appeal_message_written", aggregate="appeal_id")
@dataclass(frozen=True, slots=True)
class AppealMessageWritten:
    """A word in the dialogue of an appeal, by its author or by who decides on it."""

    appeal_id: int
    message_id: int


@event("appeal_decided", aggregate="appeal_id")
@dataclass(frozen=True, slots=True)
class AppealDecided:
    """An appeal is decided. `outcome` is a value of `Outcome`."""

    appeal_id: int
    action_id: int
    outcome: str


@event("appeal_withdrawn", aggregate="appeal_id")
@dataclass(frozen=True, slots=True)
class AppealWithdrawn:
    """A member took the appeal back."""

    appeal_id: int
