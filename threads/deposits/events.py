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


@event("deposit_start_level_set", aggregate="deposit_id")
@dataclass(frozen=True, slots=True)
class StartLevelSet:
    """An editor said from which level on one may start threads on a deposit: 1 members, 2 verified members, 3 staff."""

    deposit_id: int
    level: int


@event("party_changed", aggregate="party_id")
@dataclass(frozen=True, slots=True)
class PartyChanged:
    """An editor added a party or changed what its page says; the change says by which source."""

    party_id: int
    change_id: int


@event("price_changed", aggregate="price_id")
@dataclass(frozen=True, slots=True)
class PriceChanged:
    """A price was added, changed or removed."""

    price_id: int
    change_id: int


@event("change_proposed", aggregate="proposal_id")
@dataclass(frozen=True, slots=True)
class ChangeProposed:
    """A member proposed a change, to a deposit, a party or a price."""

    proposal_id: int


@event("proposal_decided", aggregate="proposal_id")
@dataclass(frozen=True, slots=True)
class ProposalDecided:
    """A proposal was accepted, declined or withdrawn."""

    proposal_id: int
