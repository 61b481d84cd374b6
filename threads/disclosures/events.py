"""What happens to stated interests."""

from dataclasses import dataclass

from forum.kernel.events import event


@event("disclosure_stated", aggregate="disclosure_id")
@dataclass(frozen=True, slots=True)
class DisclosureStated:
    """Somebody stated an interest, or that there is none."""

    disclosure_id: int


@event("disclosure_ended", aggregate="disclosure_id")
@dataclass(frozen=True, slots=True)
class DisclosureEnded:
    """A stated interest no longer holds."""

    disclosure_id: int
