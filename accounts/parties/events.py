"""What happens to parties."""

from dataclasses import dataclass

from forum.kernel.events import event


@event("party_added", aggregate="party_id")
@dataclass(frozen=True, slots=True)
class PartyAdded:
    """A party has a page."""

    party_id: int


@event("party_edited", aggregate="party_id")
@dataclass(frozen=True, slots=True)
class PartyEdited:
    """What a party's page says has changed."""

    party_id: int
