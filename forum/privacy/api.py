"""Your own data over REST. A session is needed: no access token takes everything along, or erases anybody."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request

from accounts.members import confirming
from accounts.members.policies import check_member
from forum.http.api import Accepted, Call, Created, Endpoint, NoContent, operation
from forum.http.fields import StrictSerializer, TextField
from forum.kernel.errors import NotFound
from forum.privacy import selectors, services


@dataclass(frozen=True, slots=True)
class ExportShape:
    """An export: `done` of `total` stores are gathered. `file` is its address once `state` is "ready", until `ends_on`."""

    id: UUID
    state: str
    done: int
    total: int
    size: int
    asked_on: date
    ends_on: date | None
    file: str | None


@dataclass(frozen=True, slots=True)
class ErasureShape:
    """The erasure that you asked for, and its day."""

    asked_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class NewErasureShape:
    """An erasure, with the address of its certificate, which is shown this once."""

    due_on: date
    certificate: str


@dataclass(frozen=True, slots=True)
class ConsentShape:
    """A document in a version. `agreed_on` is null where you have not agreed to it yet."""

    document: str
    version: int
    agreed_on: date | None


class ErasureInput(StrictSerializer):
    handle = TextField(max_length=40, lines=False, help_text="Your own, to say that you mean it.")
    at_once = serializers.BooleanField(default=False, help_text="Without the seven days in which you could stop it.")


class ConsentInput(StrictSerializer):
    document = serializers.CharField(max_length=12)
    version = serializers.IntegerField(min_value=1, max_value=32767)


class Exports(Endpoint):
    @operation(summary="Your exports", out=list[ExportShape])
    def get(self, request: Request, call: Call) -> list[ExportShape]:
        """Those under way, and those that can be fetched."""
        return [_export(one) for one in selectors.exports_of(check_member(request.user))]

    @operation(
        summary="Export everything about you", out=ExportShape, status=202, limit="export", idempotent=True,
        errors=("export_under_way", "confirm_first"),
    )  # fmt: skip
    def post(self, request: Request, call: Call) -> Accepted[ExportShape]:
        """Gathered in the background; one at a time, so that a repeat makes no second."""
        me = check_member(request.user)
        confirming.require_session(request.auth, me)
        made = call.once(lambda: str(services.ask_export(actor=me)))
        found = next((one for one in selectors.exports_of(me) if str(one.id) == made), None)
        if found is None:
            raise NotFound
        return Accepted(_export(found), location="/api/v1/me/export")


class ExportFile(Endpoint):
    @operation(
        summary="Fetch an export",
        out=bytes,
        media="application/zip",
        limit="export",
        errors=("not_found", "confirm_first"),
    )
    def get(self, request: Request, call: Call, export_id: UUID) -> HttpResponse:
        """A zip of JSON files and a page, for a week."""
        me = check_member(request.user)
        confirming.require_session(request.auth, me)
        content = services.read_export(selectors.export(export_id, member=me))
        headers = {"Cache-Control": "no-store", "Content-Disposition": 'attachment; filename="assay-export.zip"'}
        return HttpResponse(content, content_type="application/zip", headers=headers)


class Erasure(Endpoint):
    @operation(summary="Your erasure", out=ErasureShape, errors=("not_found",))
    def get(self, request: Request, call: Call) -> ErasureShape:
        """Whether one is waiting, and for which day."""
        found = selectors.erasure_waiting(check_member(request.user))
        if found is None:
            raise NotFound
        return ErasureShape(found.asked_on, found.due_on)

    @operation(
        summary="Be erased", body=ErasureInput, out=NewErasureShape, status=201, limit="export",
        errors=("erasure_waiting", "staff_first", "confirm_first"),
    )  # fmt: skip
    def post(self, request: Request, call: Call) -> Created[NewErasureShape]:
        """In seven days, or at once. What you wrote stays, without your name.

        The link is shown this once, so this takes no idempotency key: a repeat is refused while an erasure waits.
        """
        me = check_member(request.user)
        confirming.require_session(request.auth, me)
        made, secret = services.ask_erasure(actor=me, handle=call.body["handle"], at_once=call.body["at_once"])
        return Created(NewErasureShape(made.due_on, f"/erasures/{secret}"), location="/api/v1/me/erasure")

    @operation(summary="Stay after all", status=204, limit="write", errors=("not_found",))
    def delete(self, request: Request, call: Call) -> NoContent:
        """Stop an erasure before its day."""
        services.stop_erasure(actor=request.user)
        return NoContent()


class Consents(Endpoint):
    @operation(summary="What you agreed to", out=list[ConsentShape], scope="me:read")
    def get(self, request: Request, call: Call) -> list[ConsentShape]:
        """Newest first, and before them what waits for your word."""
        me = check_member(request.user)
        waiting = [ConsentShape(one.name, one.version, None) for one in selectors.outstanding(me)]
        return waiting + [ConsentShape(one.document, one.version, one.agreed_on) for one in selectors.consents_of(me)]

    @operation(summary="Agree", body=ConsentInput, status=204, scope="me:write", limit="write", errors=("not_found",))
    def put(self, request: Request, call: Call) -> NoContent:
        """To one version of one document; again changes nothing."""
        services.agree(actor=request.user, document=call.body["document"], version=call.body["version"])
        return NoContent()


def _export(one: Any) -> ExportShape:
    file = f"/api/v1/me/export/{one.id}" if one.state == "ready" else None
    return ExportShape(one.id, one.state, one.done, one.total, one.size, one.asked_on, one.ends_on, file)
