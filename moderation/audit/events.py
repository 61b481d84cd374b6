"""What happens to the audit log itself, and what staff open that is not theirs."""

from dataclasses import dataclass

from forum.kernel.events import event


@event("audit_row_redacted", aggregate="number")
@dataclass(frozen=True, slots=True)
class AuditRowRedacted:
    """What a row said was taken away. Its leaf and its place in the chain stay."""

    number: int


@event("private_thing_opened", aggregate="thing")
@dataclass(frozen=True, slots=True)
class PrivateThingOpened:
    """A member of staff read something that is not meant for them alone: `thing` reads "report:17"."""

    thing: str
