"""Every read of the audit log."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from accounts.members.models import Member, Role
from accounts.members.selectors import STAFF_ROLES, Viewer, level_of
from forum.kernel.errors import NotFound
from moderation.audit.models import AuditRoot, AuditRow

PAGE = 50
READERS = (Role.MODERATOR, Role.ADMIN)
UNNAMED = frozenset({"report_filed"})
"""Rows of which staff do not read whose they are: a moderator may be the one who was reported."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row as staff read it. `said` is the event as plain values, None when it was redacted."""

    number: int
    seq: int
    day: date
    name: str
    said: dict[str, Any] | None
    chain: str


@dataclass(frozen=True, slots=True)
class Root:
    """A day's root, for anybody to write down and compare later; hexadecimal."""

    day: date
    number: int
    root: str


def reads_audit(viewer: Viewer) -> bool:
    """Moderators and administrators read the log; editors, whose decisions it also holds, do not."""
    return level_of(viewer) > 0 and getattr(viewer, "role", "") in READERS


def redacts(viewer: Viewer) -> bool:
    """Only administrators redact."""
    return reads_audit(viewer) and getattr(viewer, "role", "") == Role.ADMIN


def entries(*, viewer: Viewer, name: str = "", before: int = 0, limit: int = PAGE) -> list[Entry]:
    """Rows, the newest first, below number `before` (0: from the newest); of one kind where `name` is given."""
    if not reads_audit(viewer):
        raise NotFound
    found = AuditRow.objects.order_by("-number")
    if name:
        found = found.filter(name=name)
    if before:
        found = found.filter(number__lt=before)
    return [_entry(row) for row in found[:limit]]


def entry(number: int, *, viewer: Viewer) -> Entry:
    """One row, or `NotFound`."""
    found = AuditRow.objects.filter(pk=number).first() if reads_audit(viewer) else None
    if found is None:
        raise NotFound
    return _entry(found)


def staff_names() -> dict[int, str]:
    """The handles of today's staff by their ids. Others stay ids: a row need not say who asked to be verified."""
    return dict(Member.objects.filter(role__in=STAFF_ROLES).values_list("pk", "handle"))


def _entry(row: AuditRow) -> Entry:
    said = None if row.body is None else orjson.loads(row.body)
    if said is not None and row.name in UNNAMED:
        said["actor"] = None
    return Entry(row.number, row.seq, row.day, row.name, said, bytes(row.chain).hex())


def roots(*, before: int = 0, limit: int = 31) -> list[Root]:
    """The newest days' roots, before the day of this ordinal. Public: they tell nothing but that nobody has rewritten the log."""
    found = AuditRoot.objects.order_by("-day")
    if before:
        found = found.filter(day__lt=date.fromordinal(before))
    return [Root(row.day, row.number, bytes(row.root).hex()) for row in found[:limit]]


def last_row(*, up_to: date | None = None) -> AuditRow | None:
    """The newest row there is, or the newest of a day or before."""
    found = AuditRow.objects.order_by("-number")
    return (found if up_to is None else found.filter(day__lte=up_to)).first()


def last_root() -> AuditRoot | None:
    return AuditRoot.objects.order_by("-day").first()


def all_rows() -> Iterator[AuditRow]:
    """Every row in order, few in memory at once."""
    return AuditRow.objects.order_by("number").iterator(chunk_size=2000)


def all_roots() -> list[AuditRoot]:
    return list(AuditRoot.objects.order_by("day"))


def row_for_update(number: int) -> AuditRow | None:
    """Locks the row."""
    return AuditRow.objects.select_for_update().filter(pk=number).first()
