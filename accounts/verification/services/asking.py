"""What a member does to be verified."""

import secrets
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from accounts.members.models import Member
from accounts.members.policies import check_member, check_write
from accounts.members.selectors import Viewer, member_by_handle
from accounts.parties.selectors import held_party
from accounts.verification import policies, selectors, uploads, vault
from accounts.verification.events import (
    EvidenceAdded,
    VerificationRequested,
    VerificationWithdrawn,
    VouchAnswered,
    VouchAsked,
    WorkMailProven,
)
from accounts.verification.models import (
    NAME_LONGEST,
    SCOPE_LONGEST,
    Evidence,
    MailProof,
    Position,
    State,
    VerificationRequest,
    Vouch,
)
from forum.kernel import clock, ids, text
from forum.kernel.errors import FieldError, Invalid
from forum.kernel.events import publish
from forum.kernel.jobs import enqueue
from forum.kernel.screening import Draft, screen

STATEMENT_LONGEST = 4_000
WORDS_LONGEST = 2_000
CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"
CODE_LENGTH = 8
CODE_TRIES = 5
CODES_MOST = 5


@transaction.atomic
def request_verification(
    *,
    actor: Viewer,
    position: Position,
    scope: str = "",
    party_slug: str = "",
    party_name: str = "",
    party_shown: bool = False,
    statement: str = "",
) -> UUID:
    """Ask to be verified, as a silenced member may, too; the id of the request.

    Locks the party against being taken back. The database lets one open request of a kind stand.

    Raises `NotSignedIn`, `TooManyRequests`, `Invalid`.
    """
    member = check_member(actor)
    mine = VerificationRequest.objects.filter(member=member, state__in=[State.OPEN, State.RETURNED]).count()
    policies.check_request(open_ones=mine)
    party_name = _name_of(party_slug) if party_slug else party_name
    cleaned = _cleaned(member, scope=scope, party_name=party_name, statement=statement)
    try:
        with transaction.atomic():
            made = VerificationRequest.objects.create(
                member=member, position=position, party_slug=party_slug, party_shown=party_shown, **cleaned
            )
    except IntegrityError as twice:
        raise policies.TooManyRequests from twice
    publish(
        VerificationRequested(request_id=made.id, position=str(position)), actor_id=member.pk, coarse=member.protected
    )
    return made.id


@transaction.atomic
def withdraw_request(*, actor: Viewer, request_id: UUID) -> None:
    """Withdraw one's own request; its evidence is destroyed by the next job. Locks the request. Raises `NotFound`, `NotOpen`."""
    member = check_member(actor)
    request = selectors.own_request(request_id, member=member)
    policies.check_open(request)
    request.state, request.decided_on = State.WITHDRAWN, clock.today()
    request.save(update_fields=["state", "decided_on"])
    order_destruction(request)
    publish(VerificationWithdrawn(request_id=request.id), actor_id=member.pk, coarse=member.protected)


@transaction.atomic
def add_evidence(*, actor: Viewer, request_id: UUID, content: bytes, claimed: str) -> UUID:
    """Add a document to one's own request, sealed; its id. Locks the request.

    Raises `NotFound`, `NotOpen`, `TooMuchEvidence`, `BadDocument`. A file whose transaction fails is swept up within a day.
    """
    member = check_member(actor)
    document = uploads.accept(content, claimed=claimed)
    request = selectors.own_request(request_id, member=member)
    policies.check_open(request)
    if request.evidence.count() >= policies.MOST_DOCUMENTS:
        raise policies.TooMuchEvidence
    evidence_id = ids.random_id()
    wrapped_key, digest = vault.store(evidence_id, document.content)
    Evidence.objects.create(
        id=evidence_id,
        request=request,
        kind=document.kind,
        size=len(document.content),
        ciphertext_sha256=digest,
        wrapped_key=wrapped_key,
    )
    _reopened(request)
    publish(EvidenceAdded(request_id=request.id, evidence_id=evidence_id), actor_id=member.pk, coarse=member.protected)
    return evidence_id


@transaction.atomic
def send_work_mail(*, actor: Viewer, request_id: UUID, address: str) -> None:
    """Mail a code to an address at a known domain of the request's party. Locks the request.

    Raises `NotFound`, `NotOpen`, `UnknownDomain`, `TooMuchEvidence` after five mails. The address is not kept.
    """
    member = check_member(actor)
    request = selectors.own_request(request_id, member=member)
    policies.check_open(request)
    domain = address.rpartition("@")[2].casefold()
    if domain not in selectors.domains_of(request.party_slug):
        raise policies.UnknownDomain
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    earlier = MailProof.objects.filter(request=request).first()
    if earlier is not None and (earlier.sent >= CODES_MOST or earlier.proven_on):
        raise policies.TooMuchEvidence
    MailProof.objects.update_or_create(
        request=request,
        defaults={
            "domain": domain,
            "code_hash": _hashed(request.id, code),
            "tries": 0,
            "sent": (earlier.sent if earlier else 0) + 1,
            "expires_at": clock.hour_of(clock.now()) + timedelta(hours=2),
        },
    )
    transaction.on_commit(partial(_mail, address, code))


def prove_work_mail(*, actor: Viewer, request_id: UUID, code: str) -> None:
    """Say the mailed code, once. A wrong one counts, whatever else happens. Locks the request.

    Raises `NotFound`, `NotOpen`, `WrongCode`.
    """
    member = check_member(actor)
    if not _code_holds(member, request_id, code):
        raise policies.WrongCode


@transaction.atomic
def _code_holds(member: Member, request_id: UUID, code: str) -> bool:
    """The count of tries commits with the transaction even when the code is wrong, which is why this does not raise then."""
    request = selectors.own_request(request_id, member=member)
    policies.check_open(request)
    proof = MailProof.objects.filter(request=request, proven_on=None).exclude(code_hash="").first()
    if proof is None or proof.tries >= CODE_TRIES or proof.expires_at < clock.now():
        return False
    proof.tries += 1
    given = _hashed(request.id, "".join(code.split()).upper())
    right = constant_time_compare(proof.code_hash, given)
    if right:
        proof.proven_on, proof.code_hash = clock.today(), ""
        _reopened(request)
        publish(WorkMailProven(request_id=request.id), actor_id=member.pk, coarse=member.protected)
    proof.save()
    return right


@transaction.atomic
def ask_voucher(*, actor: Viewer, request_id: UUID, handle: str) -> None:
    """Ask a verified member to vouch; asking again changes nothing. Locks the request.

    Raises `NotFound`, `NotOpen`, `CannotVouch`, `TooMuchEvidence`.
    """
    member = check_member(actor)
    request = selectors.own_request(request_id, member=member)
    policies.check_open(request)
    voucher = policies.check_voucher(member_by_handle(handle), request)
    if not request.vouches.filter(voucher=voucher).exists():
        if request.vouches.count() >= policies.MOST_VOUCHERS:
            raise policies.TooMuchEvidence
        Vouch.objects.create(request=request, voucher=voucher)
        publish(VouchAsked(request_id=request.id, voucher_id=voucher.pk), actor_id=member.pk, coarse=member.protected)


@transaction.atomic
def answer_vouch(*, actor: Viewer, vouch_id: int, given: bool, words: str = "") -> None:
    """Vouch for somebody, or decline. Locks the vouch. Raises `NotFound`, `NotOpen`, `CannotVouch`, `Invalid` without words."""
    voucher = check_write(actor)
    vouch = selectors.vouch_for_update(vouch_id, voucher=voucher)
    policies.check_vouch(vouch)
    vouch.words = text.clean(words, max_length=WORDS_LONGEST) if given or words.strip() else ""
    vouch.state = Vouch.State.GIVEN if given else Vouch.State.DECLINED
    vouch.save(update_fields=["state", "words"])
    publish(VouchAnswered(request_id=vouch.request_id, given=given), actor_id=voucher.pk, coarse=voucher.protected)


def order_destruction(request: VerificationRequest) -> None:
    """Have the request's evidence destroyed as soon as this transaction has committed."""
    enqueue("verification.destroy_evidence", key=f"destroy:{request.id}", payload={"request_id": str(request.id)})


def _reopened(request: VerificationRequest) -> None:
    """A returned request goes back to the staff with the first thing that is added."""
    if request.state == State.RETURNED:
        request.state = State.OPEN
        request.save(update_fields=["state"])


def _cleaned(member: Member, *, scope: str, party_name: str, statement: str) -> dict[str, str]:
    cleaned = {
        "scope": text.clean(scope, max_length=SCOPE_LONGEST, lines=False) if scope.strip() else "",
        "party_name": text.clean(party_name, max_length=NAME_LONGEST, lines=False) if party_name.strip() else "",
        "statement": text.clean(statement, max_length=STATEMENT_LONGEST) if statement.strip() else "",
    }
    for value in (cleaned["scope"], cleaned["party_name"]):
        if value and screen(Draft(kind="attestation", text=value, author_id=member.pk)).effect == "hold":
            raise Invalid(_("These words cannot stand on a badge."))
    return cleaned


def _name_of(party_slug: str) -> str:
    """The name of a party of the catalogue, which stands until the request is made. One query. Raises `Invalid` for none."""
    found = held_party(party_slug)
    if found is None:
        detail = _("There is no such organisation in the catalogue. Leave this empty, and write its name below.")
        raise Invalid(detail, errors=[FieldError("party_slug", "unknown_party", detail)])
    return found.name[:NAME_LONGEST]


def _hashed(request_id: UUID, code: str) -> str:
    return salted_hmac(f"work mail {request_id}", code, algorithm="sha256").hexdigest()


def _mail(address: str, code: str) -> None:
    body = render_to_string("accounts/email/work_mail.txt", {"code": code, "origin": settings.ORIGIN})
    EmailMessage(subject=_("Your code for Assay"), body=body, to=[address]).send()
