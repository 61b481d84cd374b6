"""What happens in the catalogue."""

from dataclasses import dataclass

from forum.kernel.events import event


@event("deposit_added", aggregate="deposit_id")
@dataclass(frozen=True, slots=True)
class DepositAdded:
    """A deposit stands in the catalogue."""

    deposit_id: int


@event("deposit_changed", aggregate="deposit_id")
@dataclass(frozen=True, slots=True)
class DepositChanged:
    """What the catalogue says of a deposit is not what it was; `target` says which part (facts, statement, control, output)."""

    deposit_id: int
    change_id: int
    target: str


@event("change_proposed", aggregate="deposit_id")
@dataclass(frozen=True, slots=True)
class ChangeProposed:
    """A member proposed a change."""

    deposit_id: int
    proposal_id: int


@event("proposal_decided", aggregate="deposit_id")
@dataclass(frozen=True, slots=True)
class ProposalDecided:
    """A proposal was accepted, declined or withdrawn."""

    deposit_id: int
    proposal_id: int
