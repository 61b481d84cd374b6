"""Where a row of the catalogue stands, and the row as columns: on a deposit, at a party, or, a price, at neither."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from accounts.parties import selectors as parties
from accounts.parties.models import Party
from forum.kernel.errors import NotFound
from threads.deposits import rows
from threads.deposits.models import (
    OF_DEPOSITS,
    Change,
    Control,
    Deposit,
    ElementGrades,
    Output,
    Price,
    ResourceStatement,
    Target,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place whose rows are changed. One that is yet to come has neither deposit nor party; `slug` is to be its own."""

    slug: str
    deposit: Deposit | None = None
    party: Party | None = None

    @property
    def yet_to_come(self) -> bool:
        return bool(self.slug) and self.deposit is None and self.party is None

    @property
    def gone(self) -> bool:
        """Whether it was added by mistake and taken back."""
        thing = self.deposit or self.party
        return thing is not None and thing.gone

    @property
    def version(self) -> int:
        """What moves with every change here: the deposit's, the party's (0 before it is there), the price list's."""
        if self.deposit is not None:
            return self.deposit.version
        if self.party is not None:
            return self.party.version
        return 0 if self.slug else prices_version()


def place(target: Target, slug: str, *, new: bool = False) -> Place:
    """The place behind a slug; `new` for a deposit or party that may not be there yet, and an empty slug for prices.

    Raises `NotFound`.
    """
    return _place(target, slug, new=new, lock=False, gone=False)


def place_for_update(target: Target, slug: str, *, new: bool = False, gone: bool = False) -> Place:
    """Locks the deposit's or the party's row, or the list of prices as a whole; `gone`: also what was taken back.

    Raises `NotFound`.
    """
    return _place(target, slug, new=new, lock=True, gone=gone)


def _place(target: Target, slug: str, *, new: bool, lock: bool, gone: bool) -> Place:
    if target in OF_DEPOSITS:
        deposits = Deposit.everything.all() if gone else Deposit.objects.all()
        deposits = deposits.select_for_update() if lock else deposits
        deposit = deposits.filter(slug=slug).first()
        if deposit is None and not (new and target is Target.DEPOSIT):
            raise NotFound
        return Place(slug, deposit=deposit)
    if target is Target.PARTY:
        found = Party.everything.all() if gone else Party.objects.all()
        found = found.select_for_update() if lock else found
        party = found.filter(slug=slug).first()
        if party is None and not new:
            raise NotFound
        return Place(slug, party=party)
    if lock:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('assay prices'))")
    return Place("")


def prices_version() -> int:
    """Moves with every change of a price. One query."""
    return Change.objects.filter(target=Target.PRICE, deposit=None).count() + 1


def columns_of_party(party: Party) -> rows.Columns:
    """A party as columns. One query."""
    return rows.party_columns(party, parties.aliases_of(party.pk))


def columns_of_row(found: Place, target: Target, target_id: int) -> rows.Columns:
    """One row of a place as columns. One query. Raises `NotFound` for another place's row, and for none."""
    if target not in _READ:
        raise NotFound
    wanted, columns = _READ[target][0]().filter(pk=target_id), _READ[target][1]
    row = (wanted if target is Target.PRICE else wanted.filter(deposit=found.deposit)).first()
    if row is None:
        raise NotFound
    return columns(row)


def _statement(row: ResourceStatement) -> rows.Columns:
    return rows.statement_columns(row, row.supersedes.ref if row.supersedes else "")


def _control(row: Control) -> rows.Columns:
    return rows.control_columns(row, row.party.slug)


# All rows of a table, and one of them as columns.
_READ: dict[Target, tuple[Callable[[], QuerySet[Any]], Callable[[Any], rows.Columns]]] = {
    Target.STATEMENT: (lambda: ResourceStatement.objects.select_related("supersedes"), _statement),
    Target.CONTROL: (lambda: Control.objects.select_related("party"), _control),
    Target.ELEMENTS: (ElementGrades.objects.all, rows.elements_columns),
    Target.OUTPUT: (Output.objects.all, rows.output_columns),
    Target.PRICE: (Price.objects.all, rows.price_columns),
}
