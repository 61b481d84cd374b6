"""What happens to review items and reports. Nothing here names a reporter but `ReportFiled`'s actor, whom staff alone see."""

from dataclasses import dataclass

from forum.kernel.events import event


@event("report_filed", aggregate="item_id")
@dataclass(frozen=True, slots=True)
class ReportFiled:
    """Somebody said that something is not right; by a guest, nobody did."""

    item_id: int
    report_id: int


@event("item_opened", aggregate="item_id")
@dataclass(frozen=True, slots=True)
class ItemOpened:
    """Something waits for a decision."""

    item_id: int
    kind: str


@event("item_leased", aggregate="item_id")
@dataclass(frozen=True, slots=True)
class ItemLeased:
    """A moderator has an item before them."""

    item_id: int


@event("item_released", aggregate="item_id")
@dataclass(frozen=True, slots=True)
class ItemReleased:
    """A moderator handed an item back undecided; `recused` when they have a part or an interest in it."""

    item_id: int
    recused: bool


@event("item_noted", aggregate="item_id")
@dataclass(frozen=True, slots=True)
class ItemNoted:
    """Staff wrote a note to an item."""

    item_id: int
    note_id: int


@event("item_resolved", aggregate="item_id")
@dataclass(frozen=True, slots=True)
class ItemResolved:
    """An item is decided, with all reports on it. `outcome` is a value of `Outcome`."""

    item_id: int
    outcome: str


@event("item_reopened", aggregate="item_id")
@dataclass(frozen=True, slots=True)
class ItemReopened:
    """A decision on an item was taken back."""

    item_id: int


@event("decision_refused", aggregate="item_id")
@dataclass(frozen=True, slots=True)
class DecisionRefused:
    """A decision, a signature or an answer to an appeal came too late, or on something that had changed.

    `code` is the refusal's; `item_id` is 0 where no item was ever about the thing.
    """

    item_id: int
    code: str
