"""Verification over REST, as a member meets it."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request

from accounts.members.policies import check_member
from accounts.members.selectors import profile
from accounts.members.shapes import person_shape
from accounts.verification import selectors, services
from accounts.verification.services.asking import STATEMENT_LONGEST, WORDS_LONGEST
from accounts.verification.shapes import (
    POSITIONS,
    AttestationShape,
    VerificationRequestShape,
    VerificationShape,
    VouchShape,
    attestation_shape,
    request_shape,
)
from forum.http.api import Call, Created, Endpoint, NoContent, operation
from forum.http.fields import StrictSerializer, TextField
from forum.kernel.errors import NotFound


class RequestInput(StrictSerializer):
    position = serializers.ChoiceField(choices=POSITIONS)
    scope = TextField(max_length=160, lines=False, allow_blank=True, default="", help_text="What the word is good for.")
    party_slug = serializers.SlugField(max_length=80, allow_blank=True, default="")
    party_name = TextField(max_length=120, lines=False, allow_blank=True, default="")
    party_shown = serializers.BooleanField(default=False, help_text="Whether the badge names the party.")
    statement = TextField(max_length=STATEMENT_LONGEST, allow_blank=True, default="", help_text="For the staff alone.")


class EvidenceInput(StrictSerializer):
    document = serializers.FileField(help_text="PDF, JPEG or PNG, up to 8 MB, of the media type that it says.")


class WorkMailInput(StrictSerializer):
    address = serializers.EmailField(max_length=254, help_text="Not kept.")


class CodeInput(StrictSerializer):
    code = serializers.CharField(max_length=20)


class VouchInput(StrictSerializer):
    given = serializers.BooleanField()
    words = TextField(max_length=WORDS_LONGEST, allow_blank=True, default="", help_text="How you know them.")


class Verification(Endpoint):
    @operation(summary="Your verification", out=VerificationShape, scope="me:read")
    def get(self, request: Request, call: Call) -> VerificationShape:
        """What is attested of you, and what you asked for."""
        me = check_member(request.user)
        return VerificationShape(
            attestations=[attestation_shape(one) for one in selectors.badges_of({me.pk})[me.pk]],
            requests=[
                request_shape(one, selectors.proofs_of(selectors.case(one.id, viewer=me)))
                for one in selectors.requests_of(me)[:10]
            ],
        )

    @operation(
        summary="Ask to be verified", body=RequestInput, out=VerificationRequestShape, status=201, scope="me:write",
        limit="write", idempotent=True, errors=("too_many_requests_open",),
    )  # fmt: skip
    def post(self, request: Request, call: Call) -> Created[VerificationRequestShape]:
        """Of each kind one request can be open, so asking twice makes one."""
        made = call.once(lambda: str(services.request_verification(actor=request.user, **call.body)))
        return Created(_shown(request, UUID(made)), location=f"/api/v1/me/verification/{made}")


class VerificationById(Endpoint):
    @operation(
        summary="A request of yours",
        name="me_verification_one",
        out=VerificationRequestShape,
        scope="me:read",
        errors=("not_found",),
    )
    def get(self, request: Request, call: Call, request_id: UUID) -> VerificationRequestShape:
        """Where it stands, and what speaks for it."""
        return _shown(request, request_id)

    @operation(
        summary="Withdraw a request", status=204, scope="me:write", limit="write", errors=("not_found", "case_not_open")
    )
    def delete(self, request: Request, call: Call, request_id: UUID) -> NoContent:
        """Its documents are destroyed."""
        services.withdraw_request(actor=request.user, request_id=request_id)
        return NoContent()


class Evidence(Endpoint):
    @operation(
        summary="Add a document", body=EvidenceInput, files=True, out=VerificationRequestShape, status=201, limit="upload",
        scope="me:write", idempotent=True, errors=("not_found", "case_not_open", "too_much_evidence", "bad_document"),
    )  # fmt: skip
    def post(self, request: Request, call: Call, request_id: UUID) -> Created[VerificationRequestShape]:
        """Sealed before it is stored. It cannot be read back, not by you either."""
        file = call.body["document"]
        call.once(
            lambda: str(
                services.add_evidence(
                    actor=request.user, request_id=request_id, content=file.read(), claimed=file.content_type or ""
                )
            )
        )
        return Created(_shown(request, request_id), location=f"/api/v1/me/verification/{request_id}")


class WorkMail(Endpoint):
    @operation(
        summary="Prove mail at work", body=WorkMailInput, status=204, scope="me:write", limit="sign_up",
        errors=("not_found", "case_not_open", "unknown_domain", "too_much_evidence"),
    )  # fmt: skip
    def post(self, request: Request, call: Call, request_id: UUID) -> NoContent:
        """We mail a code to an address at a known domain of the party. A repeat mails another, five at most."""
        services.send_work_mail(actor=request.user, request_id=request_id, address=call.body["address"])
        return NoContent()

    @operation(
        summary="Say the mailed code", body=CodeInput, status=204, scope="me:write", limit="sign_in",
        errors=("not_found", "case_not_open", "wrong_code"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, request_id: UUID) -> NoContent:
        """Five tries a code."""
        services.prove_work_mail(actor=request.user, request_id=request_id, code=call.body["code"])
        return NoContent()


class VoucherByHandle(Endpoint):
    @operation(
        summary="Ask a member to vouch", status=204, scope="me:write", limit="write",
        errors=("not_found", "case_not_open", "cannot_vouch", "too_much_evidence"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, request_id: UUID, handle: str) -> NoContent:
        """Two verified members are needed. They see your request, and you do not see their answer."""
        services.ask_voucher(actor=request.user, request_id=request_id, handle=handle)
        return NoContent()


class Vouches(Endpoint):
    @operation(summary="Who asks for your word", out=list[VouchShape], scope="me:read")
    def get(self, request: Request, call: Call) -> list[VouchShape]:
        """Oldest first."""
        return [_vouch(one) for one in selectors.vouches_asked(check_member(request.user))]


class VouchById(Endpoint):
    @operation(
        summary="Give your word, or decline", body=VouchInput, status=204, scope="me:write", limit="write",
        errors=("not_found", "case_not_open", "cannot_vouch", "silenced"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, vouch_id: int) -> NoContent:
        """Only the staff sees your answer."""
        services.answer_vouch(actor=request.user, vouch_id=vouch_id, given=call.body["given"], words=call.body["words"])
        return NoContent()


class Attestations(Endpoint):
    @operation(
        summary="What is attested of a member", out=list[AttestationShape], scope="members:read", public=True,
        errors=("not_found",),
    )  # fmt: skip
    def get(self, request: Request, call: Call, handle: str) -> list[AttestationShape]:
        """Those in force."""
        found = profile(handle, viewer=request.user)
        return [attestation_shape(one) for one in selectors.badges_of({found.person.id})[found.person.id]]


def _shown(request: Request, request_id: UUID) -> VerificationRequestShape:
    me = check_member(request.user)
    found = selectors.case(request_id, viewer=me)
    if found.member_id != me.pk:
        raise NotFound
    return request_shape(selectors.case_of(found), selectors.proofs_of(found))


def _vouch(one: Any) -> VouchShape:
    case = selectors.case_of(one.request)
    return VouchShape(
        one.pk, person_shape(case.member), case.position, case.scope, case.party_name or case.party_slug, one.asked_on
    )
