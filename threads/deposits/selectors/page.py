"""One deposit with everything that is stated of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.members.models import Level
from accounts.members.selectors import Viewer
from accounts.parties.selectors import WasTakenBack
from forum.kernel.errors import NotFound
from forum.kernel.holding import held
from threads.deposits import rows
from threads.deposits.models import (
    Control,
    Deposit,
    DepositName,
    ElementGrades,
    Follow,
    Output,
    ResourceStatement,
    Target,
)
from threads.deposits.selectors.figures import (
    ControlRow,
    ElementRow,
    OutputRow,
    StatementRow,
    control_row,
    element_row,
    output_row,
    statement_rows,
)
from threads.deposits.selectors.lists import DepositRow, deposits_by_slug
from threads.deposits.selectors.places import Place, columns_of_row


@dataclass(frozen=True, slots=True)
class DepositPage:
    """A deposit's own page. Controls by role, those in force first, then by when they began."""

    row: DepositRow
    aliases: tuple[str, ...]
    hreo_share_pct: str
    notes: str
    start_level: Level
    statements: tuple[StatementRow, ...]
    controls: tuple[ControlRow, ...]
    elements: tuple[ElementRow, ...]
    outputs: tuple[OutputRow, ...]
    followers: int
    following: bool


def deposit(slug: str, *, viewer: Viewer) -> DepositPage:
    """Everything on one deposit. Nine queries at most, however much is stated. Raises `NotFound`, `WasTakenBack`."""
    row = deposits_by_slug([slug], viewer=viewer).get(slug)
    if row is None:
        raise WasTakenBack if Deposit.everything.filter(slug=slug, gone=True).exists() else NotFound
    found = Deposit.objects.get(pk=row.id)
    statements = list(ResourceStatement.objects.filter(deposit=found))
    controls = [control_row(one) for one in Control.objects.filter(deposit=found).select_related("party", "deposit")]
    controls.sort(key=lambda c: (c.role != "operator", bool(c.until), tuple(-ord(x) for x in c.since), c.id))
    elements = ElementGrades.objects.filter(deposit=found).order_by("zone", "record_id")
    outputs = Output.objects.filter(deposit=found).select_related("deposit").order_by("-year", "id")
    follower_ids = set(Follow.objects.filter(deposit=found).values_list("member_id", flat=True))
    return DepositPage(
        row=row,
        aliases=aliases_of(found.pk),
        hreo_share_pct=rows.deposit_columns(found, ())["hreo_share_pct"],
        notes=found.notes,
        start_level=Level(found.start_level),
        statements=tuple(statement_rows(statements)),
        controls=tuple(controls),
        elements=tuple(element_row(one) for one in elements),
        outputs=tuple(output_row(one) for one in outputs),
        followers=len(follower_ids),
        following=viewer.pk in follower_ids,
    )


def deposit_row(slug: str, *, history: bool = False) -> Deposit:
    """The row itself, for services; for its `history` also one that was taken back. Raises `NotFound`."""
    found = (Deposit.everything if history else Deposit.objects).filter(slug=slug).first()
    if found is None:
        raise NotFound
    return found


def deposit_for_update(slug: str) -> Deposit:
    """Locks the deposit's row. Raises `NotFound`."""
    found = Deposit.objects.select_for_update().filter(slug=slug).first()
    if found is None:
        raise NotFound
    return found


def deposit_id(slug: str) -> int:
    """Raises `NotFound`."""
    return deposit_row(slug).pk


def slugs() -> frozenset[str]:
    return frozenset(Deposit.objects.values_list("slug", flat=True))


def aliases_of(deposit_pk: int) -> tuple[str, ...]:
    """Aliases in the order they were given."""
    found = DepositName.objects.filter(deposit_id=deposit_pk, main=False).order_by("id")
    return tuple(found.values_list("name", flat=True))


def row_columns(slug: str, target: Target, target_id: int | None, *, viewer: Viewer) -> rows.Columns:
    """One row as columns to edit, empty for a new one. The exact position is for editors; others edit around it.

    Raises `NotFound`.
    """
    found = deposit_row(slug)
    if target is Target.DEPOSIT:
        columns = rows.deposit_columns(found, aliases_of(found.pk))
        shown = deposits_by_slug([slug], viewer=viewer)[slug].position
        if shown is not None and shown.coarse_by:
            columns |= {"latitude": "", "longitude": "", "precision": ""}
        return columns
    return {} if target_id is None else columns_of_row(Place(slug, deposit=found), target, target_id)


def controls_of_party(party_slug: str, *, viewer: Viewer) -> list[ControlRow]:
    """What a party operates or controls, or did, by the deposit's name. One query."""
    found = Control.objects.filter(party__slug=party_slug).select_related("party", "deposit")
    return [control_row(one) for one in found.order_by("until", "deposit__name", "role", "id")]


def held_deposits(wanted: Iterable[str]) -> dict[str, Deposit]:
    """Those of these slugs that stand, held: whatever is to point to a deposit takes it from here. One query, none for none."""
    return held(Deposit, wanted)


def deposits_for_thread(wanted: Iterable[str]) -> list[Deposit]:
    """The deposits behind slugs as `held_deposits`, each once, in the order given. One query. Raises `NotFound` for none."""
    order = list(dict.fromkeys(wanted))
    found = held_deposits(order)
    if len(found) < len(order):
        raise NotFound
    return [found[slug] for slug in order]


def follower_ids(deposit_ids: Iterable[int]) -> set[int]:
    """The members who follow any of these deposits. One query."""
    return set(Follow.objects.filter(deposit_id__in=list(deposit_ids)).values_list("member_id", flat=True))
