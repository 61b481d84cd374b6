"""What happens to the audit log itself."""

from dataclasses import dataclass

from forum.kernel.events import event


@event("audit_row_redacted", aggregate="number")
@dataclass(frozen=True, slots=True)
class AuditRowRedacted:
    """What a row said was taken away. Its leaf and its place in the chain stay."""

    number: int
