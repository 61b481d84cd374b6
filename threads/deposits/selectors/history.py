"""What was changed, by whom and why, and what is proposed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.members.models import Member
from accounts.members.selectors import Person, Viewer, person_of
from accounts.parties.policies import is_editor
from forum.kernel import clock
from forum.kernel.errors import NotFound
from threads.deposits.mapping import CONFLICT_COUNTRIES
from threads.deposits.models import WHOLE, Change, Deposit, Proposal, Target

PAGE = 50
PLACE_COLUMNS = ("latitude", "longitude", "precision")


@dataclass(frozen=True, slots=True)
class Difference:
    """One column that is not what it was; empty where there was or is nothing."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What a change is about. `deposit` and `party` are slugs, empty where it is the other, a price, or yet to come."""

    name: str
    url: str
    deposit: str = ""
    party: str = ""


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A change as its followers are told of it: a title, where it can be read, and when it was made."""

    deposit_slug: str
    title: str
    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class News:
    """A deposit that editors changed of late; `line` says what, in two words or three."""

    name: str
    url: str
    line: str


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
    subject: "Subject"
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
    hidden = hides_place(deposit, viewer)
    return _changes(Change.objects.filter(deposit=deposit), before, limit, hidden=hidden)


def changes_of_party(slug: str, *, viewer: Viewer, before: int = 0, limit: int = PAGE) -> list[ChangeRow]:
    """A party's history, as a deposit's. One query; none for a party that is not there."""
    return _changes(Change.objects.filter(party__slug=slug, deposit=None, target=Target.PARTY), before, limit)


def changes_of_prices(*, viewer: Viewer, before: int = 0, limit: int = PAGE) -> list[ChangeRow]:
    """The history of the list of prices, as a deposit's. One query."""
    return _changes(Change.objects.filter(deposit=None, target=Target.PRICE), before, limit)


def _changes(found: QuerySet[Change], before: int, limit: int, *, hidden: bool = False) -> list[ChangeRow]:
    rows = found.select_related("editor", "undone_by").order_by("-id")
    if before:
        rows = rows.filter(pk__lt=before)
    return [_change_row(row, hidden=hidden) for row in rows[:limit]]


def lately_changed(*, days: int = 30, limit: int = 4) -> list[News]:
    """Deposits by their newest change of the last `days`, among the last 40 changes. What an import brought is no news."""
    since = clock.now() - timedelta(days=days)
    rows = Change.objects.filter(editor__isnull=False, deposit__gone=False, at__gte=since).order_by("-id")
    found: dict[str, News] = {}
    for name, slug, target in rows.values_list("deposit__name", "deposit__slug", "target")[:40]:
        found.setdefault(slug, News(name, f"/deposits/{slug}", str(Target(target).label)))
    return list(found.values())[:limit]


def change(change_id: int) -> Change:
    """The row with its deposit and party. Raises `NotFound`."""
    found = Change.objects.select_related("deposit", "party").filter(pk=change_id).first()
    if found is None:
        raise NotFound
    return found


def told_change(change_id: int) -> ToldChange | None:
    """A change of a deposit as its followers are told of it, None for others and for none. One query."""
    row = Change.objects.select_related("deposit").filter(pk=change_id).first()
    if row is None or row.deposit is None:
        return None
    words = {
        "added": _("%(place)s: %(what)s added"),
        "changed": _("%(place)s: %(what)s changed"),
        "removed": _("%(place)s: %(what)s removed"),
    }[_kind(row.before, row.after)]
    title = words % {"place": row.deposit.name, "what": str(Target(row.target).label).lower()}
    return ToldChange(row.deposit.slug, title, f"/deposits/{row.deposit.slug}/changes#c{row.pk}", row.at)


def slug_of(row: Change | Proposal) -> str:
    """The slug of the place that a change or proposal is about; of one to come, the one it will have; none of prices."""
    if row.deposit is not None:
        return row.deposit.slug
    if row.party is not None:
        return row.party.slug
    if row.target in WHOLE:
        return slug_to_be(Target(row.target), (row.after or {}).get("name", ""))
    return ""


def slug_to_be(target: Target, name: str) -> str:
    """What a deposit or party of this name is called in addresses. A name without a letter of ours gives a digest of itself."""
    return slugify(name)[:80].strip("-") or f"{target}-{sha256(name.encode()).hexdigest()[:10]}"


def subject_of(row: Change | Proposal) -> Subject:
    """What a change or proposal is about."""
    if row.deposit is not None:
        return Subject(row.deposit.name, f"/deposits/{row.deposit.slug}", deposit=row.deposit.slug)
    if row.party is not None:
        return Subject(row.party.name, f"/parties/{row.party.slug}", party=row.party.slug)
    columns = row.after or row.before or {}
    if row.target in WHOLE:
        return Subject(columns.get("name", ""), "/proposals")
    return Subject(f"{columns.get('oxide', '')} {columns.get('year', '')}", "/prices")


def proposals(
    *, viewer: Viewer, slug: str = "", party: str = "", status: str = "", before: int = 0, limit: int = PAGE
) -> list[ProposalRow]:
    """Proposals, the newest first. Everybody may read them. One query."""
    found = Proposal.objects.select_related("deposit", "party", "author", "decided_by").order_by("-id")
    if slug:
        found = found.filter(deposit__slug=slug)
    if party:
        found = found.filter(party__slug=party)
    if status:
        found = found.filter(status=status)
    if before:
        found = found.filter(pk__lt=before)
    return [_proposal_row(row, viewer) for row in found[:limit]]


def proposal(proposal_id: int, *, viewer: Viewer) -> ProposalRow:
    """One proposal. Raises `NotFound`."""
    found = Proposal.objects.select_related("deposit", "party", "author", "decided_by").filter(pk=proposal_id).first()
    if found is None:
        raise NotFound
    return _proposal_row(found, viewer)


def proposal_for_update(proposal_id: int) -> Proposal:
    """Locks the proposal's row. Raises `NotFound`."""
    found = (
        Proposal.objects.select_related("deposit", "party")
        .select_for_update(of=("self",))
        .filter(pk=proposal_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def open_proposal_count() -> int:
    return Proposal.objects.filter(status=Proposal.Status.OPEN).count()


def _deposit(slug: str) -> Deposit:
    found = Deposit.everything.filter(slug=slug).first()
    if found is None:
        raise NotFound
    return found


def hides_place(deposit: Deposit | None, viewer: Viewer) -> bool:
    """Whether positions in the history are kept from the viewer: a coarse place must not leak through an old version."""
    if deposit is None or is_editor(viewer):
        return False
    return deposit.coarse if deposit.coarse is not None else deposit.country in CONFLICT_COUNTRIES


def _proposal_hides_place(row: Proposal, viewer: Viewer) -> bool:
    """A place that is coarse now, or would be once the proposal stands, is not told by the proposal either."""
    if row.target != Target.DEPOSIT or is_editor(viewer):
        return False
    would_be = row.after.get("coarse", "")
    return (
        hides_place(row.deposit, viewer)
        or would_be == "1"
        or (not would_be and row.after.get("country_iso2", "") in CONFLICT_COUNTRIES)
    )


def _differences(
    before: dict[str, str] | None, after: dict[str, str] | None, *, hidden: bool
) -> tuple[Difference, ...]:
    old, new = before or {}, after or {}
    names = [name for name in dict.fromkeys([*old, *new]) if old.get(name, "") != new.get(name, "")]
    return tuple(
        Difference(name, old.get(name, ""), new.get(name, ""))
        for name in names
        if not (hidden and name in PLACE_COLUMNS)
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


def _proposal_row(row: Proposal, viewer: Viewer) -> ProposalRow:
    return ProposalRow(
        id=row.pk,
        subject=subject_of(row),
        target=row.target,
        target_label=str(Target(row.target).label),
        kind=_kind(row.before, row.after),
        differences=_differences(row.before, row.after, hidden=_proposal_hides_place(row, viewer)),
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
