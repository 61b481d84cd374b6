"""What was changed, by whom and why, and what is proposed."""

from dataclasses import dataclass
from datetime import datetime

from accounts.members.models import Member
from accounts.members.selectors import Person, Viewer, person_of
from accounts.parties.policies import is_editor
from forum.kernel.errors import NotFound
from threads.deposits.mapping import CONFLICT_COUNTRIES
from threads.deposits.models import Change, Deposit, Proposal, Target

PAGE = 50
_PLACE = ("latitude", "longitude")


@dataclass(frozen=True, slots=True)
class Difference:
    """One column that is not what it was; empty where there was or is nothing."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change. `editor` is None for an import. `kind` is added, changed or removed."""

    id: int
    target: str
    target_label: str
    kind: str
    differences: tuple[Difference, ...]
    editor: Person | None
    reason: str
    source_url: str
    at: datetime
    undoes: int | None
    undone: bool


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """One proposal. `author` is who made it; `decided_by` and `answer` are empty while it is open."""

    id: int
    deposit_slug: str
    deposit_name: str
    target: str
    target_label: str
    kind: str
    differences: tuple[Difference, ...]
    author: Person
    reason: str
    source_url: str
    made_at: datetime
    status: str
    status_label: str
    decided_by: Person | None
    decided_at: datetime | None
    answer: str


def changes_of(slug: str, *, viewer: Viewer, before: int = 0, limit: int = PAGE) -> list[ChangeRow]:
    """A deposit's history, the newest first, below id `before` (0: from the newest). Two queries. Raises `NotFound`."""
    deposit = _deposit(slug)
    found = Change.objects.filter(deposit=deposit).select_related("editor", "undone_by").order_by("-id")
    if before:
        found = found.filter(pk__lt=before)
    hidden = _hides_place(deposit, viewer)
    return [_change_row(row, hidden=hidden) for row in found[:limit]]


def change(change_id: int) -> Change:
    """The row with its deposit. Raises `NotFound`."""
    found = Change.objects.select_related("deposit").filter(pk=change_id).first()
    if found is None:
        raise NotFound
    return found


def proposals(
    *, viewer: Viewer, slug: str = "", status: str = "", before: int = 0, limit: int = PAGE
) -> list[ProposalRow]:
    """Proposals, the newest first. Everybody may read them. One query."""
    found = Proposal.objects.select_related("deposit", "author", "decided_by").order_by("-id")
    if slug:
        found = found.filter(deposit__slug=slug)
    if status:
        found = found.filter(status=status)
    if before:
        found = found.filter(pk__lt=before)
    return [_proposal_row(row, hidden=_hides_place(row.deposit, viewer)) for row in found[:limit]]


def proposal(proposal_id: int, *, viewer: Viewer) -> ProposalRow:
    """One proposal. Raises `NotFound`."""
    found = Proposal.objects.select_related("deposit", "author", "decided_by").filter(pk=proposal_id).first()
    if found is None:
        raise NotFound
    return _proposal_row(found, hidden=_hides_place(found.deposit, viewer))


def proposal_for_update(proposal_id: int) -> Proposal:
    """Locks the proposal's row. Raises `NotFound`."""
    found = Proposal.objects.select_related("deposit").select_for_update(of=("self",)).filter(pk=proposal_id).first()
    if found is None:
        raise NotFound
    return found


def open_proposal_count() -> int:
    return Proposal.objects.filter(status=Proposal.Status.OPEN).count()


def _deposit(slug: str) -> Deposit:
    found = Deposit.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound
    return found


def _hides_place(deposit: Deposit, viewer: Viewer) -> bool:
    """Whether positions in the history are kept from the viewer: a coarse place must not leak through an old version."""
    coarse = deposit.coarse if deposit.coarse is not None else deposit.country in CONFLICT_COUNTRIES
    return coarse and not is_editor(viewer)


def _differences(
    before: dict[str, str] | None, after: dict[str, str] | None, *, hidden: bool
) -> tuple[Difference, ...]:
    old, new = before or {}, after or {}
    names = [name for name in dict.fromkeys([*old, *new]) if old.get(name, "") != new.get(name, "")]
    return tuple(
        Difference(name, old.get(name, ""), new.get(name, "")) for name in names if not (hidden and name in _PLACE)
    )


def _kind(before: object, after: object) -> str:
    if before is None:
        return "added"
    return "removed" if after is None else "changed"


def _person(member: Member | None) -> Person | None:
    return None if member is None else person_of(member)


def _change_row(row: Change, *, hidden: bool) -> ChangeRow:
    return ChangeRow(
        id=row.pk,
        target=row.target,
        target_label=str(Target(row.target).label),
        kind=_kind(row.before, row.after),
        differences=_differences(row.before, row.after, hidden=hidden),
        editor=_person(row.editor),
        reason=row.reason,
        source_url=row.source_url,
        at=row.at,
        undoes=row.undoes_id,
        undone=hasattr(row, "undone_by"),
    )


def _proposal_row(row: Proposal, *, hidden: bool) -> ProposalRow:
    return ProposalRow(
        id=row.pk,
        deposit_slug=row.deposit.slug,
        deposit_name=row.deposit.name,
        target=row.target,
        target_label=str(Target(row.target).label),
        kind=_kind(row.before, row.after),
        differences=_differences(row.before, row.after, hidden=hidden),
        author=person_of(row.author),
        reason=row.reason,
        source_url=row.source_url,
        made_at=row.made_at,
        status=row.status,
        status_label=str(Proposal.Status(row.status).label),
        decided_by=_person(row.decided_by),
        decided_at=row.decided_at,
        answer=row.answer,
    )
