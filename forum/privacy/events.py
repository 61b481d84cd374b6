"""What happens to a member's own data."""

from dataclasses import dataclass
from uuid import UUID

from forum.kernel.events import event


@event("export_asked", aggregate="export_id")
@dataclass(frozen=True, slots=True)
class ExportAsked:
    """A member asked for everything about them."""

    export_id: UUID


@event("export_ready", aggregate="export_id")
@dataclass(frozen=True, slots=True)
class ExportReady:
    """A member's export can be fetched for a week."""

    export_id: UUID


@event("erasure_asked", aggregate="erasure_id")
@dataclass(frozen=True, slots=True)
class ErasureAsked:
    """A member asked to be erased."""

    erasure_id: UUID


@event("erasure_stopped", aggregate="erasure_id")
@dataclass(frozen=True, slots=True)
class ErasureStopped:
    """A member changed their mind before the day."""

    erasure_id: UUID


@event("consent_given", aggregate="member_id")
@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """A member agreed to a version of a document."""

    member_id: int
    document: str
    version: int
