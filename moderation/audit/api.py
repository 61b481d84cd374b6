"""The REST door of the audit log."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from forum.http.api import Call, Cursor, Endpoint, NoContent, Page, operation, page_url
from forum.http.fields import PageQuery
from moderation.audit import selectors, services


@dataclass(frozen=True, slots=True)
class AuditEntryShape:
    """A row of the audit log. `said` is null when it was redacted; `chain` is hexadecimal."""

    number: int
    seq: int
    day: date
    name: str
    said: dict[str, Any] | None
    chain: str


class AuditQuery(PageQuery):
    name = serializers.RegexField(r"^[a-z0-9_]{1,80}$", required=False, help_text="Only events of this name.")


def _shape(row: selectors.Entry) -> AuditEntryShape:
    return AuditEntryShape(row.number, row.seq, row.day, row.name, row.said, row.chain)


class Audit(Endpoint):
    @operation(
        summary="The audit log", query=AuditQuery, out=Page[AuditEntryShape], scope="moderation:read",
        errors=("not_found", "bad_cursor"),
    )  # fmt: skip
    def get(self, request: Request, call: Call) -> Page[AuditEntryShape]:
        """What was done, the newest first; rows stand here seconds after the deed."""
        query = call.query
        name = query.get("name", "")
        purpose = f"audit:{name}"
        before = Cursor.open(query["cursor"], purpose=purpose)["before"] if "cursor" in query else 0
        found = selectors.entries(viewer=request.user, name=name, before=before, limit=query["limit"] + 1)
        rows = found[: query["limit"]]
        after = Cursor.seal({"before": rows[-1].number}, purpose=purpose) if len(found) > len(rows) else None
        return Page(results=[_shape(row) for row in rows], next=page_url(request, after))


class AuditByNumber(Endpoint):
    @operation(summary="One row of the audit log", out=AuditEntryShape, scope="moderation:read", errors=("not_found",))
    def get(self, request: Request, call: Call, number: int) -> AuditEntryShape:
        """A row by its number."""
        return _shape(selectors.entry(number, viewer=request.user))


class Redaction(Endpoint):
    @operation(
        summary="Redact a row", status=204, scope="moderation:write", limit="write",
        errors=("not_found", "may_not_redact", "already_redacted", "silenced"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, number: int) -> NoContent:
        """Take away what a row says, for good; the chain holds, and the redaction is a row of its own. Administrators only."""
        services.redact_row(actor=request.user, number=number)
        return NoContent()
