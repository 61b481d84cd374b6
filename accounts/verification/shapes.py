"""How verification looks over REST."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accounts.members.shapes import PersonShape, person_shape
from accounts.verification.models import Position
from accounts.verification.selectors import Badge, Case, Proofs

POSITIONS = Position.choices


@dataclass(frozen=True, slots=True)
class AttestationShape:
    """Who the staff attests somebody to be. `party` is empty where the member does not show it."""

    id: int
    position: str
    label: str
    scope: str
    party: str
    issued_on: date
    expires_on: date
    by_exception: bool


@dataclass(frozen=True, slots=True)
class DocumentShape:
    """A document of a request, without its content. `opened_on`: the days on which the staff looked at it."""

    id: UUID
    kind: str
    size: int
    added_on: date
    destroyed_on: date | None
    opened_on: list[date]


@dataclass(frozen=True, slots=True)
class ProofsShape:
    """What speaks for a request; `enough` says whether the staff can decide on it."""

    documents: list[DocumentShape]
    mail_domain: str
    mail_proven: bool
    vouchers: list[PersonShape]
    enough: bool


@dataclass(frozen=True, slots=True)
class VerificationRequestShape:
    """A request to be verified. `statement` is empty for staff who have not taken the case."""

    id: UUID
    member: PersonShape
    position: str
    scope: str
    party_slug: str
    party_name: str
    party_shown: bool
    statement: str
    state: str
    reason: str
    asked_on: date
    decided_on: date | None
    votes_needed: int
    proofs: ProofsShape


@dataclass(frozen=True, slots=True)
class CaseShape:
    """A case in the staff's list."""

    id: UUID
    member: PersonShape
    position: str
    party_slug: str
    party_name: str
    asked_on: date
    votes_needed: int
    on_it: int


@dataclass(frozen=True, slots=True)
class VerificationShape:
    """Where you stand: what is attested of you, and your requests."""

    attestations: list[AttestationShape]
    requests: list[VerificationRequestShape]


@dataclass(frozen=True, slots=True)
class VouchShape:
    """Somebody asks for your word."""

    id: int
    member: PersonShape
    position: str
    scope: str
    party_name: str
    asked_on: date


def attestation_shape(badge: Badge) -> AttestationShape:
    return AttestationShape(
        badge.id,
        badge.position,
        badge.label,
        badge.scope,
        badge.party,
        badge.issued_on,
        badge.expires_on,
        badge.by_exception,
    )


def request_shape(case: Case, proofs: Proofs, *, in_full: bool = True) -> VerificationRequestShape:
    return VerificationRequestShape(
        id=case.id,
        member=person_shape(case.member),
        position=case.position,
        scope=case.scope,
        party_slug=case.party_slug,
        party_name=case.party_name,
        party_shown=case.party_shown,
        statement=case.statement if in_full else "",
        state=case.state,
        reason=case.reason,
        asked_on=case.asked_on,
        decided_on=case.decided_on,
        votes_needed=2 if case.sensitive else 1,
        proofs=ProofsShape(
            documents=[
                DocumentShape(one.id, one.kind, one.size, one.added_on, one.destroyed_on, one.opened_on)
                for one in proofs.documents
            ],
            mail_domain=proofs.mail_domain,
            mail_proven=proofs.mail_proven,
            vouchers=[person_shape(one.voucher) for one in proofs.vouches],
            enough=proofs.enough,
        ),
    )
