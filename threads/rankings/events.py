"""What happens to the lists."""

from dataclasses import dataclass

from forum.kernel.events import event


@event("ranking_taken", aggregate="snapshot_id")
@dataclass(frozen=True, slots=True)
class RankingTaken:
    """A snapshot of the list by resource stands."""

    snapshot_id: int
