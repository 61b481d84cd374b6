"""Verification over REST, as the staff meets it. A session is needed: no access token opens a case."""

from uuid import UUID

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request

from accounts.members import confirming
from accounts.members.policies import check_staff
from accounts.members.shapes import person_shape
from accounts.verification import policies, selectors, services
from accounts.verification.services.deciding import REASON_LONGEST
from accounts.verification.shapes import CaseShape, VerificationRequestShape, request_shape
from forum.http.api import Call, Cursor, Endpoint, NoContent, Page, operation, page_url
from forum.http.fields import PageQuery, StrictSerializer, TextField

MEDIA = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}


class VoteInput(StrictSerializer):
    accept = serializers.BooleanField()
    reason = TextField(max_length=REASON_LONGEST, help_text="Of a refusal, the member reads it.")
    no_interest = serializers.BooleanField(
        help_text="That you have no interest of your own. Without it nothing is decided."
    )


class ReasonInput(StrictSerializer):
    reason = TextField(max_length=REASON_LONGEST, help_text="The member reads it.")


class Cases(Endpoint):
    @operation(summary="Open cases", query=PageQuery, out=Page[CaseShape], errors=("not_found",))
    def get(self, request: Request, call: Call) -> Page[CaseShape]:
        """For the staff: requests to be verified, oldest first, never one's own. That you looked is in the log, once an hour."""
        limit = call.query["limit"]
        place = Cursor.open(call.query["cursor"], purpose="api-cases") if "cursor" in call.query else {}
        after = (place["asked_on"], place["id"]) if place else None
        found = services.open_cases(actor=request.user, limit=limit + 1, after=after)
        rows = found[:limit]
        following = None
        if len(found) > limit:
            last = rows[-1][0]
            seal = Cursor.seal({"asked_on": last.asked_on.isoformat(), "id": str(last.id)}, purpose="api-cases")
            following = page_url(request, seal)
        return Page(
            [
                CaseShape(
                    one.id, person_shape(one.member), one.position, one.party_slug, one.party_name, one.asked_on,
                    2 if one.sensitive else 1, on_it,
                )
                for one, on_it in rows
            ],
            next=following,
        )  # fmt: skip


class CaseById(Endpoint):
    @operation(summary="A case", out=VerificationRequestShape, errors=("not_found",))
    def get(self, request: Request, call: Call, request_id: UUID) -> VerificationRequestShape:
        """What speaks for it. The statement shows to those on the case; that others looked is in the log, once an hour."""
        me = check_staff(request.user)
        found = services.open_case(actor=me, request_id=request_id)
        mine = selectors.on_case(found, me) and not selectors.has_interest(me, found)
        return request_shape(selectors.case_of(found), selectors.proofs_of(found), in_full=mine)


class CaseAssignment(Endpoint):
    @operation(
        summary="Take a case",
        status=204,
        limit="write",
        errors=("not_found", "own_interest", "case_full", "case_not_open"),
    )
    def put(self, request: Request, call: Call, request_id: UUID) -> NoContent:
        """Written down in the audit log."""
        services.take_case(actor=request.user, request_id=request_id)
        return NoContent()


class CaseEvidence(Endpoint):
    @operation(
        summary="Open a document", out=bytes, media="application/octet-stream", limit="write", status=201,
        errors=("not_found", "own_interest", "not_on_case", "confirm_first"),
    )  # fmt: skip
    def post(self, request: Request, call: Call, request_id: UUID, evidence_id: UUID) -> HttpResponse:
        """A POST, since each opening is written down and its owner sees the day; a repeat is another one.

        The answer says its true media type.
        """
        me = check_staff(request.user)
        policies.check_on_case(me, selectors.case(request_id, viewer=me))
        confirming.require_session(request.auth, me)
        kind, content = services.open_evidence(actor=me, request_id=request_id, evidence_id=evidence_id)
        headers = {"Cache-Control": "no-store", "X-Evidence-Type": MEDIA[kind]}
        return HttpResponse(content, content_type="application/octet-stream", status=201, headers=headers)


class CaseVote(Endpoint):
    @operation(
        summary="Decide on a case", body=VoteInput, status=204, limit="write",
        errors=("not_found", "own_interest", "not_on_case", "case_not_open", "voted", "nothing_to_decide", "confirm_first"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, request_id: UUID) -> NoContent:
        """One vote each. A refusal refuses; sensitive positions take two acceptances."""
        me = check_staff(request.user)
        confirming.require_session(request.auth, me)
        services.cast_vote(
            actor=me, request_id=request_id, accept=call.body["accept"], reason=call.body["reason"],
            no_interest=call.body["no_interest"],
        )  # fmt: skip
        return NoContent()


class CaseReturn(Endpoint):
    @operation(
        summary="Ask for more", body=ReasonInput, status=204, limit="write",
        errors=("not_found", "own_interest", "not_on_case", "case_not_open"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, request_id: UUID) -> NoContent:
        """The member reads the reason and can add to the request."""
        services.return_request(actor=request.user, request_id=request_id, reason=call.body["reason"])
        return NoContent()


class Revocation(Endpoint):
    @operation(
        summary="End an attestation", body=ReasonInput, status=204, limit="write",
        errors=("not_found", "own_interest", "attestation_ended", "confirm_first"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, attestation_id: int) -> NoContent:
        """Before its time, for a reason that the member reads."""
        me = check_staff(request.user)
        confirming.require_session(request.auth, me)
        services.revoke_attestation(actor=me, attestation_id=attestation_id, reason=call.body["reason"])
        return NoContent()
