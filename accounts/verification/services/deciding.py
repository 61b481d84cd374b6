"""What the staff does with a case."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from accounts.members.models import Member, Role
from accounts.members.policies import OwnInterest, check_admin, check_staff
from accounts.members.selectors import Viewer
from accounts.members.services import change_role, note_opening
from accounts.verification import policies, selectors, vault
from accounts.verification.events import (
    AttestationConfirmed,
    AttestationEnded,
    AttestationIssued,
    CaseTaken,
    EvidenceOpened,
    PartyDomainsSet,
    StaffInterestChanged,
    VerificationDecided,
    VerificationReturned,
    VerificationVoted,
)
from accounts.verification.models import (
    Assignment,
    Attestation,
    Opening,
    PartyDomain,
    StaffInterest,
    State,
    VerificationRequest,
    Vote,
)
from accounts.verification.services.asking import order_destruction
from forum.kernel import clock, text
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.events import publish

REASON_LONGEST = 2_000
LIFETIME = timedelta(days=365)


def open_case(*, actor: Viewer, request_id: UUID) -> VerificationRequest:
    """A case for the staff, never one's own; to look at one without being on it is told to the log, once an hour.

    Raises `NotSignedIn`, `NotFound`.
    """
    staff = check_staff(actor)
    found = selectors.case(request_id, viewer=staff)
    if found.member_id == staff.pk:
        raise NotFound
    if not selectors.on_case(found, staff):
        note_opening(actor_id=staff.pk, thing=f"verification:{found.pk}")
    return found


def open_cases(*, actor: Viewer, limit: int, after: tuple[date, str] | None = None) -> list[tuple[selectors.Case, int]]:
    """Open cases as `selectors.cases`, which say who asks; told to the log like one of them."""
    staff = check_staff(actor)
    note_opening(actor_id=staff.pk, thing="verification")
    return selectors.cases(viewer=staff, limit=limit, after=after)


@transaction.atomic
def take_case(*, actor: Viewer, request_id: UUID) -> None:
    """Go on a case, and so be allowed to open its evidence; again changes nothing. Locks the request.

    Raises `NotFound`, `NotOpen`, `OwnInterest`, `CaseFull`.
    """
    check_staff(actor)
    request = selectors.case_for_update(request_id)
    on_it = request.assignments.exclude(staff=actor.pk).count()
    staff = policies.check_take(actor, request, on_it=on_it)
    if not selectors.on_case(request, staff):
        if request.state != State.ACCEPTED or not _by_exception(request):
            policies.check_open(request)
        Assignment.objects.create(request=request, staff=staff)
        publish(CaseTaken(request_id=request.id), actor_id=staff.pk)


@transaction.atomic
def open_evidence(*, actor: Viewer, request_id: UUID, evidence_id: UUID) -> tuple[str, bytes]:
    """A document in the clear, with its kind, for somebody on the case. The opening is kept, and an event. Locks nothing.

    Raises `NotFound`, `NotOnCase`, `OwnInterest`, `Unavailable` when a key is missing.
    """
    check_staff(actor)
    request = selectors.case(request_id, viewer=actor)
    staff = policies.check_on_case(actor, request)
    found = selectors.evidence(evidence_id, request=request)
    Opening.objects.create(evidence=found, staff=staff)
    publish(EvidenceOpened(request_id=request.id, evidence_id=found.id), actor_id=staff.pk)
    return found.kind, vault.read(found.id, bytes(found.wrapped_key or b""))


@transaction.atomic
def return_request(*, actor: Viewer, request_id: UUID, reason: str) -> None:
    """Ask the member for more. Locks the request. Raises `NotFound`, `NotOnCase`, `OwnInterest`, `NotOpen`, `Invalid`."""
    check_staff(actor)
    reason = text.clean(reason, max_length=REASON_LONGEST)
    request = selectors.case_for_update(request_id)
    staff = policies.check_on_case(actor, request)
    policies.check_open(request)
    request.state, request.reason = State.RETURNED, reason
    request.save(update_fields=["state", "reason"])
    publish(VerificationReturned(request_id=request.id), actor_id=staff.pk)


@transaction.atomic
def cast_vote(*, actor: Viewer, request_id: UUID, accept: bool, reason: str, no_interest: bool) -> None:
    """Say what to make of a case. One refusal refuses; acceptance takes one, or two different ones for sensitive positions.

    Once decided, the evidence goes. The reason of a refusal is for the member to read. Locks the request.
    Raises `NotFound`, `NotOnCase`, `OwnInterest`, `NotOpen`, `Voted`, `NothingToDecide`, `Invalid` without a reason.
    """
    check_staff(actor)
    reason = text.clean(reason, max_length=REASON_LONGEST)
    request = selectors.case_for_update(request_id)
    staff = policies.check_on_case(actor, request)
    if not no_interest:
        raise OwnInterest
    second_look = _by_exception(request)
    if second_look is None:
        policies.check_open(request)
        if accept and not selectors.proofs_of(request).enough:
            raise policies.NothingToDecide
    if request.votes.filter(staff=staff).exists():
        raise policies.Voted
    Vote.objects.create(request=request, staff=staff, accept=accept, reason=reason, no_interest=True)
    publish(VerificationVoted(request_id=request.id, accept=accept), actor_id=staff.pk)
    if second_look is not None:
        _confirm(second_look, staff, accept=accept, reason=reason)
    elif not accept:
        _decide(request, staff, accepted=False, reason=reason)
    elif request.votes.filter(accept=True).count() >= selectors.votes_needed(request):
        _decide(request, staff, accepted=True, reason=reason)
    elif selectors.staff_count() == 1:
        _decide(request, staff, accepted=True, reason=reason, by_exception=True)


@transaction.atomic
def revoke_attestation(*, actor: Viewer, attestation_id: int, reason: str) -> None:
    """End an attestation before its time, with a reason that its member reads. Locks attestation and member.

    Raises `NotFound` for others than staff, `OwnInterest`, `EndedAlready`, `Invalid` without a reason.
    """
    check_staff(actor)
    reason = text.clean(reason, max_length=REASON_LONGEST)
    found = selectors.attestation_for_update(attestation_id)
    staff = policies.check_revoke(actor, found)
    end_attestation(found, end="revoked", reason=reason, actor_id=staff.pk)


@transaction.atomic
def declare_interest(*, staff: Member, party_slug: str, held: bool) -> None:
    """Note that a member of the staff has an interest in a party, or no longer. Disclosures call this, too. Locks nothing."""
    if held:
        _row, changed = StaffInterest.objects.get_or_create(staff=staff, party_slug=party_slug)
    else:
        changed = bool(StaffInterest.objects.filter(staff=staff, party_slug=party_slug).delete()[0])
    if changed:
        publish(StaffInterestChanged(staff_id=staff.pk, party_slug=party_slug), actor_id=staff.pk)


@transaction.atomic
def set_domains(*, actor: Viewer, party_slug: str, domains: Iterable[str]) -> None:
    """Say which mail domains a party gives to its own people. Administrators only. Raises `NotFound`, `Invalid`."""
    check_admin(actor)
    wanted = {domain.strip().casefold() for domain in domains if domain.strip()}
    if slugify(party_slug) != party_slug or any("." not in domain or "@" in domain for domain in wanted):
        raise Invalid
    PartyDomain.objects.filter(party_slug=party_slug).exclude(domain__in=wanted).delete()
    made = [PartyDomain(party_slug=party_slug, domain=domain) for domain in sorted(wanted)]
    PartyDomain.objects.bulk_create(made, ignore_conflicts=True)
    publish(PartyDomainsSet(party_slug=party_slug), actor_id=actor.pk)


def end_attestation(found: Attestation, *, end: str, reason: str = "", actor_id: int | None = None) -> None:
    """End a locked attestation; a member without another is no verified member any more. Locks the member's row."""
    found.ended_on, found.end, found.reason = clock.today(), end, reason
    found.save(update_fields=["ended_on", "end", "reason"])
    member = Member.objects.get(pk=found.member_id)
    left = Attestation.objects.filter(member=member, ended_on=None).exists()
    if not left and end != "renewed" and member.role == Role.VERIFIED:
        change_role(member=member, role=Role.MEMBER, actor_id=actor_id)
    publish(
        AttestationEnded(member_id=member.pk, attestation_id=found.pk, end=end),
        actor_id=actor_id,
        coarse=member.protected,
    )


def _decide(
    request: VerificationRequest, staff: Member, *, accepted: bool, reason: str, by_exception: bool = False
) -> None:
    """The request's row is locked."""
    request.state = State.ACCEPTED if accepted else State.REFUSED
    request.reason = "" if accepted else reason
    request.decided_on = clock.today()
    request.save(update_fields=["state", "reason", "decided_on"])
    publish(VerificationDecided(request_id=request.id, accepted=accepted), actor_id=staff.pk)
    if accepted:
        _attest(request, by_exception=by_exception)
    if not by_exception:
        order_destruction(request)


def _attest(request: VerificationRequest, *, by_exception: bool) -> None:
    same = Attestation.objects.select_for_update().filter(
        member=request.member, position=request.position, party_slug=request.party_slug,
        party_name=request.party_name, ended_on=None,
    )  # fmt: skip
    for earlier in same:
        end_attestation(earlier, end="renewed")
    made = Attestation.objects.create(
        member=request.member, request=request, position=request.position, scope=request.scope,
        party_slug=request.party_slug, party_name=request.party_name, party_shown=request.party_shown,
        expires_on=clock.today() + LIFETIME, by_exception=by_exception,
    )  # fmt: skip
    member = Member.objects.get(pk=request.member_id)
    if member.role == Role.MEMBER:
        change_role(member=member, role=Role.VERIFIED, actor_id=None)
    publish(AttestationIssued(member_id=member.pk, attestation_id=made.pk, by_exception=by_exception))


def _by_exception(request: VerificationRequest) -> Attestation | None:
    """The attestation that one accepted alone and nobody has confirmed yet."""
    return Attestation.objects.select_for_update().filter(request=request, by_exception=True, ended_on=None).first()


def _confirm(found: Attestation, staff: Member, *, accept: bool, reason: str) -> None:
    """The second look at what one accepted alone: it stands now, or ends."""
    order_destruction(found.request)
    if not accept:
        end_attestation(found, end="revoked", reason=reason, actor_id=staff.pk)
        return
    found.by_exception = False
    found.save(update_fields=["by_exception"])
    publish(AttestationConfirmed(member_id=found.member_id, attestation_id=found.pk), actor_id=staff.pk)
