"""What happens in verification. Every opening of evidence is an event, and so a row of the audit log."""

from dataclasses import dataclass
from uuid import UUID

from forum.kernel.events import event


@event("verification_requested", aggregate="request_id")
@dataclass(frozen=True, slots=True)
class VerificationRequested:
    """A member asks to be verified."""

    request_id: UUID
    position: str


@event("verification_withdrawn", aggregate="request_id")
@dataclass(frozen=True, slots=True)
class VerificationWithdrawn:
    """The member withdrew the request; its evidence goes."""

    request_id: UUID


@event("verification_returned", aggregate="request_id")
@dataclass(frozen=True, slots=True)
class VerificationReturned:
    """The staff needs more before it can decide."""

    request_id: UUID


@event("verification_decided", aggregate="request_id")
@dataclass(frozen=True, slots=True)
class VerificationDecided:
    """A request was accepted or refused."""

    request_id: UUID
    accepted: bool


@event("verification_voted", aggregate="request_id")
@dataclass(frozen=True, slots=True)
class VerificationVoted:
    """Somebody of the staff said what to make of a case."""

    request_id: UUID
    accept: bool


@event("case_taken", aggregate="request_id")
@dataclass(frozen=True, slots=True)
class CaseTaken:
    """Somebody of the staff is on the case now."""

    request_id: UUID


@event("evidence_added", aggregate="request_id")
@dataclass(frozen=True, slots=True)
class EvidenceAdded:
    """A document was added to a case, sealed."""

    request_id: UUID
    evidence_id: UUID


@event("evidence_opened", aggregate="request_id")
@dataclass(frozen=True, slots=True)
class EvidenceOpened:
    """Somebody of the staff looked at a document."""

    request_id: UUID
    evidence_id: UUID


@event("evidence_destroyed", aggregate="request_id")
@dataclass(frozen=True, slots=True)
class EvidenceDestroyed:
    """A document's key and file are gone, and the job looked that they are. `ciphertext` is the SHA-256 of what was."""

    request_id: UUID
    evidence_id: UUID
    ciphertext: str


@event("vouch_asked", aggregate="request_id")
@dataclass(frozen=True, slots=True)
class VouchAsked:
    """A verified member was asked to vouch for another."""

    request_id: UUID
    voucher_id: int


@event("vouch_answered", aggregate="request_id")
@dataclass(frozen=True, slots=True)
class VouchAnswered:
    """Somebody vouched, or declined to."""

    request_id: UUID
    given: bool


@event("work_mail_proven", aggregate="request_id")
@dataclass(frozen=True, slots=True)
class WorkMailProven:
    """The member reads mail at a domain of the party."""

    request_id: UUID


@event("attestation_issued", aggregate="member_id")
@dataclass(frozen=True, slots=True)
class AttestationIssued:
    """The staff attests who a member is. `by_exception`: one accepted alone where two were needed."""

    member_id: int
    attestation_id: int
    by_exception: bool


@event("attestation_confirmed", aggregate="member_id")
@dataclass(frozen=True, slots=True)
class AttestationConfirmed:
    """A second member of the staff confirmed what one had accepted alone."""

    member_id: int
    attestation_id: int


@event("attestation_expiring", aggregate="member_id")
@dataclass(frozen=True, slots=True)
class AttestationExpiring:
    """An attestation ends in thirty days; its member may ask for another."""

    member_id: int
    attestation_id: int


@event("attestation_ended", aggregate="member_id")
@dataclass(frozen=True, slots=True)
class AttestationEnded:
    """An attestation holds no longer: "expired", "revoked" or "renewed"."""

    member_id: int
    attestation_id: int
    end: str


@event("staff_interest_changed", aggregate="staff_id")
@dataclass(frozen=True, slots=True)
class StaffInterestChanged:
    """A member of the staff declared an interest in a party, or no longer has it."""

    staff_id: int
    party_slug: str


@event("party_domains_set", aggregate="party_slug")
@dataclass(frozen=True, slots=True)
class PartyDomainsSet:
    """An administrator said which mail domains prove that somebody works for a party."""

    party_slug: str
