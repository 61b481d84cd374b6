"""Rows of the catalogue as they stand, and how one is written. `editing` says who may, and keeps the history."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.parties import services as parties
from accounts.parties.selectors import held_party
from forum.kernel import clock
from forum.kernel.errors import Conflict, FieldError, Invalid, NotFound
from forum.kernel.names import fold
from threads.deposits import rows, selectors
from threads.deposits.importing import (
    ControlRecord,
    DepositRecord,
    ElementRecord,
    OutputRecord,
    PartyRecord,
    PriceRecord,
    StatementRecord,
)
from threads.deposits.models import (
    Control,
    Deposit,
    DepositName,
    ElementGrades,
    Output,
    Price,
    ResourceStatement,
    Target,
)
from threads.deposits.selectors import Place


class AlreadyStands(Conflict):
    """409: the catalogue has this row already."""

    code = "already_stands"
    title = _("The catalogue has this already.")


def name_taken() -> FieldError:
    return FieldError(
        "columns.name", "already_stands", _("Something of this name has a page already. Say which is meant.")
    )


TABLES: dict[Target, type[ResourceStatement | Control | ElementGrades | Output | Price]] = {
    Target.STATEMENT: ResourceStatement,
    Target.CONTROL: Control,
    Target.ELEMENTS: ElementGrades,
    Target.OUTPUT: Output,
    Target.PRICE: Price,
}


def row_before(place: Place, target: Target, target_id: int | None) -> rows.Columns | None:
    """The row as columns, None for one that is yet to come. Raises `NotFound` for another place's row."""
    if target is Target.PARTY:
        return None if place.party is None else selectors.columns_of_party(place.party)
    if target is Target.DEPOSIT and place.deposit is not None:
        return rows.deposit_columns(place.deposit, selectors.aliases_of(place.deposit.pk))
    if target_id is None:
        return None
    return selectors.columns_of_row(place, target, target_id)


def write_row(place: Place, target: Target, target_id: int | None, record: rows.Record, *, actor_id: int) -> int:
    """Write one row and hand back its id; the place is locked. A row that comes back after a removal has a new id.

    Raises `AlreadyStands`, `Invalid` for what names something that is not there.
    """
    if isinstance(record, PartyRecord):
        return _write_party(place, record, actor_id)
    if isinstance(record, DepositRecord):
        return _write_deposit(place, record)
    try:
        with transaction.atomic():
            if isinstance(record, StatementRecord):
                return _write_statement(_of(place), target_id, record)
            if isinstance(record, ControlRecord):
                return _write_control(_of(place), target_id, record)
            if isinstance(record, ElementRecord):
                return _write_elements(_of(place), target_id, record)
            if isinstance(record, PriceRecord):
                return _write_price(target_id, record)
            return _write_output(_of(place), target_id, record)
    except IntegrityError as error:
        raise AlreadyStands from error


def remove_row(target: Target, target_id: int) -> None:
    TABLES[target]._default_manager.filter(pk=target_id).delete()


def _of(place: Place) -> Deposit:
    if place.deposit is None:
        raise NotFound
    return place.deposit


def _write_deposit(place: Place, record: DepositRecord) -> int:
    """An existing row is saved with its new version by the caller."""
    deposit = place.deposit or Deposit(slug=record.slug, updated_at=clock.now())
    rows.set_deposit(deposit, record)
    deposit.gone = False
    if place.deposit is None:
        try:
            with transaction.atomic():
                deposit.save()
        except IntegrityError as taken:
            raise AlreadyStands from taken
    DepositName.objects.filter(deposit=deposit).delete()
    DepositName.objects.bulk_create(
        DepositName(deposit=deposit, name=name, folded=fold(name), main=not place)
        for place, name in enumerate(dict.fromkeys([deposit.name, *record.aliases]))
    )
    return deposit.pk


def _write_party(place: Place, record: PartyRecord, actor_id: int) -> int:
    said = {
        "name": record.name, "kind": record.kind, "country": record.country_iso2, "aliases": record.aliases,
        "about": record.about, "source_title": record.source_title, "source_url": record.source_url,
        "actor_id": actor_id,
    }  # fmt: skip
    if place.party is not None:
        parties.replace_party(party=place.party, **said)  # type: ignore[arg-type]
        return place.party.pk
    try:
        with transaction.atomic():
            made = parties.add_party(slug=record.slug, **said)  # type: ignore[arg-type]
    except (Conflict, IntegrityError) as taken:
        raise AlreadyStands from taken
    return made.pk


def _write_statement(deposit: Deposit, pk: int | None, record: StatementRecord) -> int:
    row = ResourceStatement.objects.get(pk=pk) if pk else ResourceStatement(deposit=deposit, ref=record.key)
    rows.set_statement(row, record)
    row.supersedes = None
    if record.supersedes:
        earlier = ResourceStatement.objects.filter(deposit=deposit, ref=record.supersedes).exclude(pk=row.pk).first()
        if earlier is None:
            detail = _("No other statement of this deposit has this name.")
            raise Invalid(errors=[FieldError("columns.supersedes", "unknown_statement", detail)])
        row.supersedes = earlier
    row.save()
    return row.pk


def _write_control(deposit: Deposit, pk: int | None, record: ControlRecord) -> int:
    row = Control.objects.get(pk=pk) if pk else Control(deposit=deposit)
    party = held_party(record.party)
    if party is None:
        detail = _("No party has this name in addresses. Add the party first.")
        raise Invalid(errors=[FieldError("columns.party", "unknown_party", detail)])
    rows.set_control(row, record)
    row.party = party
    row.save()
    return row.pk


def _write_elements(deposit: Deposit, pk: int | None, record: ElementRecord) -> int:
    row = ElementGrades.objects.get(pk=pk) if pk else ElementGrades(deposit=deposit)
    rows.set_elements(row, record)
    row.save()
    return row.pk


def _write_price(pk: int | None, record: PriceRecord) -> int:
    row = Price.objects.get(pk=pk) if pk else Price()
    rows.set_price(row, record)
    row.save()
    return row.pk


def _write_output(deposit: Deposit, pk: int | None, record: OutputRecord) -> int:
    row = Output.objects.get(pk=pk) if pk else Output(deposit=deposit)
    rows.set_output(row, record)
    row.save()
    return row.pk
