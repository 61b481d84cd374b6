"""The REST door of the audit log."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from forum.http.api import Call, Endpoint, NoContent, Page, operation
from forum.http.fields import PageQuery
from forum.http.lists import page_below
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


@dataclass(frozen=True, slots=True)
class AuditRootShape:
    """The audit log as it stood when a day was over: its last number, and the root over all days up to then, in hexadecimal."""

    day: date
    number: int
    root: str


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
        name = call.query.get("name", "")
        return page_below(
            request, call, purpose=f"audit:{name}", number=lambda row: row.number, shape=_shape,
            read=lambda before, limit: selectors.entries(viewer=request.user, name=name, before=before, limit=limit),
        )  # fmt: skip


class AuditRoots(Endpoint):
    @operation(
        summary="Daily roots of the audit log", query=PageQuery, out=Page[AuditRootShape], scope="moderation:read", public=True,
        errors=("bad_cursor",),
    )  # fmt: skip
    def get(self, request: Request, call: Call) -> Page[AuditRootShape]:
        """Keep one, and you can tell later whether anything before it was rewritten. The newest day first."""
        return page_below(
            request, call, purpose="audit-roots", number=lambda row: row.day.toordinal(),
            shape=lambda row: AuditRootShape(row.day, row.number, row.root),
            read=lambda before, limit: selectors.roots(before=before, limit=limit),
        )  # fmt: skip


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
