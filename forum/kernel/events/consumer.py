"""Who reacts: the rows of the table in `forum.wiring`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from forum.kernel.events.definition import definition_of


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of an event besides its ids.

    `seq` is its place in the one order. `at` is when it was sequenced, or only the hour where it was published `coarse`.
    `actor_id` is the member who did it, None where nobody did.
    """

    seq: int
    at: datetime
    actor_id: int | None


type Reaction = Callable[[Any, Context], None]


@dataclass(frozen=True, slots=True)
class Consumer:
    """One reader of the log, with a position of its own.

    `name` is its row's key and never changes. `start` says where it begins when it is new: at the oldest event that is
    kept, or behind the newest. `reactions` run in the order given, inside the transaction that moves the position; they
    write rows and enqueue jobs, and never talk to the outside.
    """

    name: str
    start: Literal["beginning", "now"]
    reactions: Mapping[type, tuple[Reaction, ...]]

    def __post_init__(self) -> None:
        for cls in self.reactions:
            definition_of(cls)
