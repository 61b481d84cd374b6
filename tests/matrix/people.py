"""The doors of accounts and of a member's own data, with what each is asked. docs/roles.md says what each role gets."""

import re
from pathlib import Path
from typing import Any

from accounts.members import services as members
from accounts.members.models import Invitation, WayBack
from accounts.verification import services as verification
from accounts.verification.models import Vouch
from tests.verification.cases import PDF, attest, with_document
from tests.world import World

DOC = Path(__file__).resolve().parents[2] / "docs" / "roles.md"
ROLES = {
    "nobody": "nobody", "member": "newcomer", "verified": "geologist", "guest": "guest", "editor": "editor",
    "moderator": "moderator", "admin": "admin",
}  # fmt: skip

# Door: what is sent. A page's form as text, an operation's body as JSON.
PAGES: dict[str, str] = {
    "POST settings/picture": "",
    "GET avatars/<str:name>.webp": "",
    "GET settings/sessions": "",
    "POST settings/sessions/end": "session=x",
    "POST settings/sessions/end-others": "",
    "GET settings/tokens": "",
    "POST settings/tokens": "name=x&scopes=me:read&days=7",
    "POST settings/tokens/revoke": "token=999999999",
    "GET settings/people": "",
    "POST settings/people": "handle=olga-operator&kind=block",
    "POST settings/people/reach": "reach=staff",
    "POST settings/people/untie": "handle=olga-operator&kind=block",
    "GET settings/protect": "",
    "POST settings/protect": "",
    "GET settings/invitations": "",
    "POST settings/invitations": "purpose=forum",
    "POST settings/invitations/revoke": "invitation={invitation_id}",
    "GET settings/verification": "",
    "GET settings/verification/new": "",
    "POST settings/verification/new": "position=analyst",
    "GET settings/verification/<uuid:request_id>": "",
    "POST settings/verification/<uuid:request_id>/evidence": "",
    "POST settings/verification/<uuid:request_id>/mail": "address=a@example.org",
    "POST settings/verification/<uuid:request_id>/mail/code": "code=x",
    "POST settings/verification/<uuid:request_id>/voucher": "handle=olga-operator",
    "POST settings/verification/<uuid:request_id>/withdrawal": "",
    "GET settings/verification/vouch/<int:vouch_id>": "",
    "POST settings/verification/vouch/<int:vouch_id>": "given=1&words=Met+her",
    "GET join/protected": "",
    "GET join/<str:secret>": "",
    "POST join/<str:secret>": "",
    "GET way-back": "",
    "POST way-back": "handle=nora-new&words=It+is+me",
    "GET way-back/open": "",
    "POST way-back/open": "secret=x&password=a+quiet+pit+at+dawn",
    "POST way-back/<int:way_back_id>/stop": "",
    "GET staff/sessions": "",
    "POST staff/sessions": "handle=nora-new",
    "GET staff/ways-back": "",
    "GET staff/ways-back/<int:way_back_id>": "",
    "POST staff/ways-back/<int:way_back_id>": "grant=1&reason=Known+to+me",
    "GET staff/verification": "",
    "GET staff/verification/<uuid:request_id>": "",
    "POST staff/verification/<uuid:request_id>": "accept=1&reason=Seen&no_interest=on",
    "POST staff/verification/<uuid:request_id>/take": "",
    "GET staff/verification/<uuid:request_id>/evidence/<uuid:evidence_id>": "",
    "POST staff/verification/<uuid:request_id>/evidence/<uuid:evidence_id>": "",
    "POST staff/verification/interest": "party_slug=aclara",
    "GET staff/verification/domains": "",
    "POST staff/verification/domains": "party_slug=aclara&domains=aclara.example",
    "GET staff/attestations/<int:attestation_id>/end": "",
    "POST staff/attestations/<int:attestation_id>/end": "reason=False",
    "GET settings/privacy": "",
    "POST settings/privacy/export": "",
    "GET settings/privacy/export/<uuid:export_id>": "",
    "GET settings/privacy/erasure": "",
    "POST settings/privacy/erasure": "handle=nora-new&when=later",
    "POST settings/privacy/erasure/stop": "",
    "POST settings/privacy/agree": "document=terms&version=1",
    "GET erasures/<str:secret>": "",
    "GET documents/<slug:name>": "",
    "GET documents/<slug:name>/<int:version>": "",
    "GET account/2fa/webauthn/": "",
    "GET account/2fa/webauthn/add/": "",
    "GET account/2fa/webauthn/reauthenticate/": "",
    "GET account/2fa/webauthn/login/": "",
    "GET account/2fa/webauthn/signup/": "",
    "GET account/2fa/webauthn/keys/<int:pk>/remove/": "",
    "GET account/2fa/webauthn/keys/<int:pk>/edit/": "",
    "GET account/signup/passkey/": "",
}
OPERATIONS: dict[str, str] = {
    "POST /api/v1/me/picture": "PICTURE",
    "DELETE /api/v1/me/picture": "",
    "GET /api/v1/me/tokens": "",
    "POST /api/v1/me/tokens": '{"name": "x", "scopes": ["me:read"], "days": 7}',
    "DELETE /api/v1/me/tokens/{token_id}": "",
    "GET /api/v1/me/sessions": "",
    "DELETE /api/v1/me/sessions": "",
    "DELETE /api/v1/me/sessions/{session_id}": "",
    "DELETE /api/v1/members/{handle}/sessions": "",
    "GET /api/v1/me/ties": "",
    "PUT /api/v1/me/{kind}/{handle}": "",
    "DELETE /api/v1/me/{kind}/{handle}": "",
    "GET /api/v1/me/verification": "",
    "POST /api/v1/me/verification": '{"position": "analyst"}',
    "GET /api/v1/me/verification/{request_id}": "",
    "DELETE /api/v1/me/verification/{request_id}": "",
    "POST /api/v1/me/verification/{request_id}/evidence": "FILE",
    "POST /api/v1/me/verification/{request_id}/work-mail": '{"address": "a@example.org"}',
    "PUT /api/v1/me/verification/{request_id}/work-mail": '{"code": "x"}',
    "PUT /api/v1/me/verification/{request_id}/vouchers/{handle}": "",
    "GET /api/v1/me/vouches": "",
    "PUT /api/v1/me/vouches/{vouch_id}": '{"given": true, "words": "Met her."}',
    "GET /api/v1/members/{handle}/attestations": "",
    "GET /api/v1/verification/cases": "",
    "GET /api/v1/verification/cases/{request_id}": "",
    "PUT /api/v1/verification/cases/{request_id}/assignment": "",
    "PUT /api/v1/verification/cases/{request_id}/vote": '{"accept": true, "reason": "Seen.", "no_interest": true}',
    "PUT /api/v1/verification/cases/{request_id}/return": '{"reason": "More."}',
    "POST /api/v1/verification/cases/{request_id}/evidence/{evidence_id}/openings": "",
    "PUT /api/v1/attestations/{attestation_id}/revocation": '{"reason": "False."}',
    "GET /api/v1/me/export": "",
    "POST /api/v1/me/export": "",
    "GET /api/v1/me/export/{export_id}": "",
    "GET /api/v1/me/erasure": "",
    "POST /api/v1/me/erasure": '{"handle": "nora-new"}',
    "DELETE /api/v1/me/erasure": "",
    "GET /api/v1/me/consents": "",
    "PUT /api/v1/me/consents": '{"document": "terms", "version": 1}',
}


def lay_out(world: World) -> dict[str, Any]:
    """The newcomer asks to be verified; the moderator is on the case. What the addresses name."""
    request_id, piece = with_document(world.newcomer)
    verification.take_case(actor=world.moderator, request_id=request_id)
    attestation = attest(world, world.geologist)
    vouch = Vouch.objects.create(request_id=request_id, voucher=world.geologist)
    members.ask_way_back(handle=world.newcomer.handle, words="It is me.")
    _, secret = members.invite(actor=world.admin, purpose=Invitation.Purpose.BOARD, target="core-shed")
    return {
        "request_id": request_id, "evidence_id": piece.id, "vouch_id": vouch.pk, "attestation_id": attestation.pk,
        "way_back_id": WayBack.objects.get().pk, "secret": secret, "export_id": request_id, "name": "terms", "version": 1,
        "invitation_id": Invitation.objects.latest("pk").pk, "token_id": 0, "session_id": "0" * 32, "kind": "blocked",
        "handle": world.operator.handle, "pk": 1,
    }  # fmt: skip


def address(door: str, values: dict[str, Any]) -> tuple[str, str]:
    """Method and path of a door."""
    method, route = door.split()
    path = re.sub(r"<\w+:(\w+)>|\{(\w+)\}", lambda found: str(values[found[1] or found[2]]), route)
    return method, path if path.startswith("/") else f"/{path}"


def documented() -> dict[str, dict[str, int]]:
    """The table of docs/roles.md: door, then role, then status."""
    table: dict[str, dict[str, int]] = {}
    for line in DOC.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `") and len(cells) == len(ROLES) + 1:
            table[cells[0].strip("`")] = {role: int(cell) for role, cell in zip(ROLES, cells[1:], strict=True)}
    return table


FILE = {"content": PDF, "type": "application/pdf"}
