"""Requests and documents for the tests of verification."""

import io
from uuid import UUID

from PIL import Image

from accounts.members.models import Member
from accounts.parties.models import Party
from accounts.verification import services
from accounts.verification.models import Attestation, Evidence, Position
from tests.world import World

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, format=kind, **options)  # type: ignore[arg-type]
    return out.getvalue()


def ask(member: Member, position: Position = Position.GEOLOGIST, **more: object) -> UUID:
    """A request by `member`; a party it names is put into the catalogue first."""
    if slug := more.get("party_slug"):
        Party.objects.get_or_create(
            slug=slug, defaults={"name": slug, "kind": "company", "source_url": "https://x.example"}
        )
    return services.request_verification(actor=member, position=position, **more)  # type: ignore[arg-type]


def with_document(member: Member, position: Position = Position.GEOLOGIST, **more: object) -> tuple[UUID, Evidence]:
    """A request with a sealed document."""
    request_id = ask(member, position, **more)
    evidence_id = services.add_evidence(actor=member, request_id=request_id, content=PDF, claimed="application/pdf")
    return request_id, Evidence.objects.get(pk=evidence_id)


def vote(staff: Member, request_id: UUID, *, accept: bool = True, no_interest: bool = True) -> None:
    """Take the case and decide."""
    services.take_case(actor=staff, request_id=request_id)
    services.cast_vote(
        actor=staff, request_id=request_id, accept=accept, reason="Seen the degree.", no_interest=no_interest
    )


def attest(world: World, member: Member, position: Position = Position.GEOLOGIST, **more: object) -> Attestation:
    """`member` as attested by the staff."""
    request_id, _ = with_document(member, position, **more)
    vote(world.moderator, request_id)
    if position in {Position.OFFICIAL, Position.ARMED_GROUP}:
        vote(world.second_moderator, request_id)
    return Attestation.objects.get(request=request_id)
