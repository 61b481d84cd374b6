"""Every read of verification. A case is seen by its member and by the staff; an attestation by everybody."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from accounts.members.models import Level, Member
from accounts.members.selectors import STAFF_ROLES, Person, Viewer, is_staff, level_of, person_of
from accounts.verification.models import (
    SENSITIVE,
    Attestation,
    Evidence,
    MailProof,
    PartyDomain,
    Position,
    StaffInterest,
    State,
    VerificationRequest,
    Vouch,
)
from forum.kernel import clock
from forum.kernel.errors import NotFound

VOUCHES_NEEDED = 2


@dataclass(frozen=True, slots=True)
class Badge:
    """An attestation in force, as everybody may see it. `party` is empty where the member keeps it to themselves."""

    id: int
    position: str
    label: str
    scope: str
    party: str
    issued_on: date
    expires_on: date
    by_exception: bool

    @property
    def words(self) -> str:
        """The position with its party, where it is shown: "Geologist · Halleck Creek"."""
        return f"{self.label} · {self.party}" if self.party else self.label


@dataclass(frozen=True, slots=True)
class Document:
    """A piece of evidence without its content."""

    id: UUID
    kind: str
    size: int
    added_on: date
    destroyed_on: date | None
    opened_on: list[date]


@dataclass(frozen=True, slots=True)
class Word:
    """Somebody who was asked to vouch. `words` are for the staff alone."""

    voucher: Person
    state: str
    state_label: str
    words: str


@dataclass(frozen=True, slots=True)
class Proofs:
    """What speaks for a request so far."""

    documents: list[Document]
    mail_domain: str
    mail_proven: bool
    vouches: list["Word"]

    @property
    def enough(self) -> bool:
        """Whether there is anything to decide on: a document, proven work mail, or two members who vouch."""
        given = sum(one.state == Vouch.State.GIVEN for one in self.vouches)
        kept = any(one.destroyed_on is None for one in self.documents)
        return kept or self.mail_proven or given >= VOUCHES_NEEDED


@dataclass(frozen=True, slots=True)
class Case:
    """A request as its member and the staff see it."""

    id: UUID
    member: Person
    position: str
    label: str
    scope: str
    party_slug: str
    party_name: str
    party_shown: bool
    statement: str
    state: str
    state_label: str
    reason: str
    asked_on: date
    decided_on: date | None
    sensitive: bool

    @property
    def is_open(self) -> bool:
        return self.state in {State.OPEN, State.RETURNED}


# --- attestations ---------------------------------------------------------------------------------------------------


def badges_of(member_ids: set[int]) -> dict[int, list[Badge]]:
    """The attestations in force of each of these members, oldest first. One query for a whole page of posts."""
    found: dict[int, list[Badge]] = {member_id: [] for member_id in member_ids}
    rows = Attestation.objects.filter(member__in=member_ids, ended_on=None, expires_on__gte=clock.today())
    for row in rows.order_by("id"):
        found[row.member_id].append(badge_of(row))
    return found


def badge_of(row: Attestation) -> Badge:
    party = (row.party_name or row.party_slug) if row.party_shown else ""
    return Badge(
        id=row.pk,
        position=row.position,
        label=str(Position(row.position).label),
        scope=row.scope,
        party=party,
        issued_on=row.issued_on,
        expires_on=row.expires_on,
        by_exception=row.by_exception,
    )


def attestations_of(member: Member) -> list[Attestation]:
    """All of a member's attestations, for themselves: in force first, then the ended ones. One query."""
    rows = Attestation.objects.filter(member=member).order_by("ended_on", "-id")
    return sorted(rows, key=lambda row: row.ended_on is not None)


def attested_as(member: Member) -> set[str]:
    """The positions in which `member` is attested today. One query. Claims and interviews weigh voices by it."""
    in_force = Attestation.objects.filter(member=member, ended_on=None, expires_on__gte=clock.today())
    return set(in_force.values_list("position", flat=True))


def attestation_for_update(attestation_id: int) -> Attestation:
    """Locks the row. Raises `NotFound`."""
    found = Attestation.objects.select_for_update().filter(pk=attestation_id).first()
    if found is None:
        raise NotFound
    return found


def attestations_by_exception() -> list[tuple[Attestation, Person]]:
    """Those that one accepted alone, for the second of the staff to look at. One query."""
    rows = Attestation.objects.filter(by_exception=True, ended_on=None).select_related("member").order_by("id")
    return [(row, person_of(row.member)) for row in rows]


# --- cases ----------------------------------------------------------------------------------------------------------


def case_of(row: VerificationRequest) -> Case:
    return Case(
        id=row.id,
        member=person_of(row.member),
        position=row.position,
        label=str(Position(row.position).label),
        scope=row.scope,
        party_slug=row.party_slug,
        party_name=row.party_name,
        party_shown=row.party_shown,
        statement=row.statement,
        state=row.state,
        state_label=str(State(row.state).label),
        reason=row.reason,
        asked_on=row.asked_on,
        decided_on=row.decided_on,
        sensitive=row.sensitive,
    )


def requests_of(member: Member) -> list[Case]:
    """The member's own requests, newest first. One query."""
    rows = VerificationRequest.objects.filter(member=member).select_related("member").order_by("-asked_on", "id")
    return [case_of(row) for row in rows[:50]]


def cases(*, viewer: Viewer, limit: int = 50, after: tuple[date, str] | None = None) -> list[tuple[Case, int]]:
    """Open cases for the staff, oldest first, each with how many are on it; not their own. One query."""
    if not is_staff(viewer):
        raise NotFound
    rows = VerificationRequest.objects.filter(state=State.OPEN).exclude(member=viewer.pk).select_related("member")
    if after is not None:
        rows = rows.filter(Q(asked_on__gt=after[0]) | Q(asked_on=after[0], id__gt=after[1]))
    rows = rows.annotate(on_it=Count("assignments")).order_by("asked_on", "id")
    return [(case_of(row), row.on_it) for row in rows[:limit]]


def case(request_id: UUID, *, viewer: Viewer) -> VerificationRequest:
    """A request for its member or the staff; for everybody else it does not exist. The staff does not see withdrawn ones."""
    found = VerificationRequest.objects.select_related("member").filter(pk=request_id).first()
    mine = found is not None and found.member_id == viewer.pk
    if found is None or not (mine or (is_staff(viewer) and found.state != State.WITHDRAWN)):
        raise NotFound
    return found


def own_request(request_id: UUID, *, member: Member) -> VerificationRequest:
    """One of the member's own requests; locks the row. Raises `NotFound`."""
    rows = VerificationRequest.objects.select_for_update(of=("self",)).select_related("member")
    found = rows.filter(pk=request_id, member=member).first()
    if found is None:
        raise NotFound
    return found


def case_for_update(request_id: UUID) -> VerificationRequest:
    """A request for the staff; locks the row. Raises `NotFound`."""
    rows = VerificationRequest.objects.select_for_update(of=("self",)).select_related("member")
    found = rows.filter(pk=request_id).exclude(state=State.WITHDRAWN).first()
    if found is None:
        raise NotFound
    return found


def proofs_of(request: VerificationRequest) -> Proofs:
    """What speaks for a request. Four queries."""
    documents = [
        Document(
            row.id, row.kind, row.size, row.added_on, row.destroyed_on, [one.opened_on for one in row.openings.all()]
        )
        for row in Evidence.objects.filter(request=request).order_by("added_on", "id").prefetch_related("openings")
    ]
    mail = MailProof.objects.filter(request=request).first()
    vouches = Vouch.objects.filter(request=request).select_related("voucher").order_by("id")
    return Proofs(
        documents=documents,
        mail_domain=mail.domain if mail else "",
        mail_proven=bool(mail and mail.proven_on),
        vouches=[Word(person_of(one.voucher), one.state, one.get_state_display(), one.words) for one in vouches],
    )


def on_case(request: VerificationRequest, staff: Member) -> bool:
    """Whether `staff` has taken this case."""
    return bool(request.assignments.filter(staff=staff).exists())


def votes_of(request: VerificationRequest) -> list[tuple[Person, bool, str]]:
    """Who voted how and why, for the staff. One query."""
    return [
        (person_of(one.staff), one.accept, one.reason) for one in request.votes.select_related("staff").order_by("id")
    ]


def votes_needed(request: VerificationRequest) -> int:
    """How many of the staff must accept: two for sensitive positions."""
    return 2 if request.position in SENSITIVE else 1


def has_interest(staff: Member, request: VerificationRequest) -> bool:
    """Whether `staff` must keep out of this case, as the database itself would say when they vote. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT accounts_has_interest(%s, %s)", [staff.pk, request.pk])
        (held,) = cursor.fetchone()
    return bool(held)


def staff_count() -> int:
    """How many could decide at all."""
    return Member.objects.filter(role__in=STAFF_ROLES, standing__in=["good", "silenced"]).count()


def evidence(evidence_id: UUID, *, request: VerificationRequest) -> Evidence:
    """A piece of evidence of this case that still exists, or `NotFound`."""
    found = Evidence.objects.filter(pk=evidence_id, request=request, destroyed_on=None).first()
    if found is None:
        raise NotFound
    return found


def evidence_left(request: VerificationRequest) -> list[Evidence]:
    """What of a case's evidence is not destroyed; locks the rows."""
    return list(Evidence.objects.select_for_update().filter(request=request, destroyed_on=None).order_by("id"))


# --- vouching, interests, domains -----------------------------------------------------------------------------------


def vouches_asked(member: Member) -> list[Vouch]:
    """Whom the member is asked to vouch for. One query."""
    waiting = Vouch.objects.filter(
        voucher=member, state=Vouch.State.ASKED, request__state__in=[State.OPEN, State.RETURNED]
    )
    return list(waiting.select_related("request__member").order_by("id"))


def vouch_for_update(vouch_id: int, *, voucher: Member) -> Vouch:
    """A vouch that this member was asked for; locks the row. Raises `NotFound`."""
    rows = Vouch.objects.select_for_update(of=("self",)).select_related("request__member")
    found = rows.filter(pk=vouch_id, voucher=voucher).first()
    if found is None:
        raise NotFound
    return found


def may_vouch(candidate: Member) -> bool:
    """Whether a member's word counts: verified, with an attestation in force. One query."""
    return level_of(candidate) >= Level.VERIFIED and bool(attested_as(candidate))


def names_party(slug: str) -> bool:
    """Whether a request, an attestation, an interest or a mail domain names this party. Four queries at most."""
    naming = (VerificationRequest, Attestation, StaffInterest, PartyDomain)
    return any(one._default_manager.filter(party_slug=slug).exists() for one in naming)


def domains_of(party_slug: str) -> frozenset[str]:
    """The mail domains known of a party. One query."""
    if not party_slug:
        return frozenset()
    return frozenset(PartyDomain.objects.filter(party_slug=party_slug).values_list("domain", flat=True))


def interests_of(staff: Member) -> list[str]:
    """The parties in which a member of the staff declared an interest. One query."""
    return list(StaffInterest.objects.filter(staff=staff).order_by("party_slug").values_list("party_slug", flat=True))


def member_of_request(request_id: UUID) -> int | None:
    """Who asked, None where the request is gone."""
    return VerificationRequest.objects.filter(pk=request_id).values_list("member_id", flat=True).first()
