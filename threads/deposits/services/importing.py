"""Storing what an import has read. An import adds; what stands already is an editor's to correct and stays as it is."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import F
from django.utils.text import slugify

from accounts.parties import services as parties
from accounts.parties.models import Party
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.events import publish
from forum.kernel.names import fold
from threads.deposits import rows
from threads.deposits.events import DepositAdded, DepositChanged
from threads.deposits.importing import Catalogue, DepositRecord, Occurrences, PartyRecord
from threads.deposits.importing.occurrences import OccurrenceRecord, named
from threads.deposits.models import (
    Change,
    Control,
    Deposit,
    DepositName,
    Double,
    ElementGrades,
    Occurrence,
    Output,
    Price,
    ResourceStatement,
    Role,
    Target,
)

IMPORTED = "Imported"


@dataclass(frozen=True, slots=True)
class Stored:
    """How many rows of each table are new; the rest stood already."""

    deposits: int
    statements: int
    elements: int
    prices: int
    parties: int
    controls: int
    outputs: int

    @property
    def total(self) -> int:
        return (
            self.deposits + self.statements + self.elements + self.prices + self.parties + self.controls + self.outputs
        )


@transaction.atomic
def store_catalogue(*, catalogue: Catalogue) -> Stored:
    """Add what `catalogue` holds and the database does not. Called by commands.

    Takes the catalogue's advisory lock, so that two imports go one after the other. Raises `Invalid` where the catalogue has
    an error: nothing is written then.
    """
    if catalogue.errors:
        raise Invalid(str(catalogue.errors[0]))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('assay catalogue'))")
    added = _add_deposits(catalogue.deposits)
    ids = dict(Deposit.objects.values_list("slug", "id"))
    history: list[Change] = []
    statements = _add_statements(catalogue, ids, history)
    elements = _add_elements(catalogue, ids, history)
    prices = _add_prices(catalogue, history)
    new_parties = _add_parties(catalogue, added, history)
    controls = _add_controls(catalogue, added, ids, history)
    outputs = _add_outputs(catalogue, ids, history)
    written = Change.objects.bulk_create(history)
    _publish(ids, added, written)
    return Stored(len(added), statements, elements, prices, new_parties, controls, outputs)


def _add_deposits(records: Sequence[DepositRecord]) -> dict[str, DepositRecord]:
    known = set(Deposit.objects.values_list("slug", flat=True))
    new = {record.slug: record for record in records if record.slug not in known}
    made = []
    for record in new.values():
        row = Deposit(slug=record.slug, updated_at=clock.now())
        rows.set_deposit(row, record)
        made.append(row)
    Deposit.objects.bulk_create(made)
    DepositName.objects.bulk_create(
        DepositName(deposit=row, name=name, folded=fold(name), main=not place)
        for row in made
        for place, name in enumerate(dict.fromkeys([row.name, *new[row.slug].aliases]))
    )
    Change.objects.bulk_create(
        _change(row.pk, Target.DEPOSIT, row.pk, rows.deposit_columns(row, new[row.slug].aliases)) for row in made
    )
    return new


def _change(
    deposit_id: int | None, target: Target, target_id: int, after: rows.Columns, *, party_id: int | None = None
) -> Change:
    return Change(
        deposit_id=deposit_id, party_id=party_id, target=target, target_id=target_id, after=after, reason=IMPORTED,
        source_url=after["source_url"], at=clock.now(),
    )  # fmt: skip


def _add_statements(catalogue: Catalogue, ids: dict[str, int], history: list[Change]) -> int:
    known = {
        (deposit, ref): pk for deposit, ref, pk in ResourceStatement.objects.values_list("deposit_id", "ref", "id")
    }
    made = []
    for record in catalogue.statements:
        if (ids[record.slug], record.key) in known:
            continue
        row = ResourceStatement(deposit_id=ids[record.slug], ref=record.key)
        rows.set_statement(row, record)
        made.append((row, record.supersedes))
    ResourceStatement.objects.bulk_create(row for row, _ in made)
    known |= {(row.deposit_id, row.ref): row.pk for row, _ in made}
    linked = []
    for row, earlier in made:
        if earlier and (pk := known.get((row.deposit_id, earlier))):
            row.supersedes_id = pk
            linked.append(row)
    ResourceStatement.objects.bulk_update(linked, ["supersedes"])
    history += [
        _change(row.deposit_id, Target.STATEMENT, row.pk, rows.statement_columns(row, earlier)) for row, earlier in made
    ]
    return len(made)


def _add_elements(catalogue: Catalogue, ids: dict[str, int], history: list[Change]) -> int:
    known = set(ElementGrades.objects.values_list("record_id", flat=True))
    made = []
    for record in catalogue.elements:
        if record.record_id not in known:
            row = ElementGrades(deposit_id=ids[record.slug] if record.slug else None)
            rows.set_elements(row, record)
            made.append(row)
    ElementGrades.objects.bulk_create(made)
    history += [
        _change(row.deposit_id, Target.ELEMENTS, row.pk, rows.elements_columns(row)) for row in made if row.deposit_id
    ]
    return len(made)


def _add_prices(catalogue: Catalogue, history: list[Change]) -> int:
    known = set(Price.objects.values_list("oxide", "purity", "year"))
    made = []
    for record in catalogue.prices:
        if (record.oxide, record.purity, record.year) not in known:
            row = Price()
            rows.set_price(row, record)
            made.append(row)
    Price.objects.bulk_create(made)
    history += [_change(None, Target.PRICE, row.pk, rows.price_columns(row)) for row in made]
    return len(made)


def _add_parties(catalogue: Catalogue, added: dict[str, DepositRecord], history: list[Change]) -> int:
    """Parties of parties.csv, and those that new deposits name in words and no row of control.csv covers."""
    known = set(Party.objects.values_list("slug", flat=True))
    wanted = {record.slug: record for record in catalogue.parties}
    wanted |= {slug: record for slug, record in _worded(catalogue, added) if slug not in wanted}
    new = [record for slug, record in wanted.items() if slug not in known]
    for record in new:
        made = parties.add_party(
            slug=record.slug, name=record.name, kind=record.kind, country=record.country_iso2, aliases=record.aliases,
            about=record.about, source_title=record.source_title, source_url=record.source_url, actor_id=None,
        )  # fmt: skip
        after = rows.party_columns(made, tuple(alias for alias in dict.fromkeys(record.aliases) if alias != made.name))
        history.append(_change(None, Target.PARTY, made.pk, after, party_id=made.pk))
    return len(new)


def _uncovered(catalogue: Catalogue, added: dict[str, DepositRecord]) -> Iterable[tuple[DepositRecord, Role, str]]:
    covered = {(record.slug, record.role) for record in catalogue.controls}
    for record in added.values():
        for role, words in ((Role.OPERATOR, record.operator), (Role.CONTROLLING, record.controlling_party)):
            if words and slugify(words) and (record.slug, role.value) not in covered:
                yield record, role, words


def _worded(catalogue: Catalogue, added: dict[str, DepositRecord]) -> Iterable[tuple[str, PartyRecord]]:
    for record, _role, words in _uncovered(catalogue, added):
        slug = slugify(words)[:80].strip("-")
        yield slug, PartyRecord(
            row=record.row, slug=slug, name=words[:160], kind="company", country_iso2="", aliases=(), about="",
            source_title=record.source_title, source_url=record.source_url,
        )  # fmt: skip


def _add_controls(
    catalogue: Catalogue, added: dict[str, DepositRecord], ids: dict[str, int], history: list[Change]
) -> int:
    party_ids = dict(Party.objects.values_list("slug", "id"))
    known = set(Control.objects.values_list("deposit_id", "party_id", "role", "since"))
    made: list[tuple[Control, str]] = []
    for record in catalogue.controls:
        row = Control(deposit_id=ids[record.slug], party_id=party_ids[record.party])
        rows.set_control(row, record)
        made.append((row, record.party))
    for deposit, role, words in _uncovered(catalogue, added):
        party = slugify(words)[:80].strip("-")
        row = Control(
            deposit_id=ids[deposit.slug], party_id=party_ids[party], role=role, source_title=deposit.source_title,
            source_url=deposit.source_url,
        )  # fmt: skip
        made.append((row, party))
    new = [(row, party) for row, party in made if (row.deposit_id, row.party_id, row.role, row.since) not in known]
    Control.objects.bulk_create(row for row, _ in new)
    history += [_change(row.deposit_id, Target.CONTROL, row.pk, rows.control_columns(row, party)) for row, party in new]
    return len(new)


def _add_outputs(catalogue: Catalogue, ids: dict[str, int], history: list[Change]) -> int:
    known = set(Output.objects.values_list("deposit_id", "year", "source_url"))
    made = []
    for record in catalogue.outputs:
        row = Output(deposit_id=ids[record.slug])
        rows.set_output(row, record)
        if (row.deposit_id, row.year, row.source_url) not in known:
            made.append(row)
    Output.objects.bulk_create(made)
    history += [_change(row.deposit_id, Target.OUTPUT, row.pk, rows.output_columns(row)) for row in made]
    return len(made)


def _publish(ids: dict[str, int], added: dict[str, DepositRecord], written: Sequence[Change]) -> None:
    """One event for a new deposit, and one a kind of figure that came to a deposit that stood already."""
    for slug in added:
        publish(DepositAdded(deposit_id=ids[slug]))
    new = {ids[slug] for slug in added}
    latest: dict[tuple[int, str], int] = defaultdict(int)
    for change in written:
        if change.deposit_id is not None and change.deposit_id not in new:
            key = change.deposit_id, str(change.target)
            latest[key] = max(latest[key], change.pk)
    changed = Deposit.objects.filter(pk__in={deposit_id for deposit_id, _ in latest})
    changed.update(updated_at=clock.now(), version=F("version") + 1)
    for (deposit_id, target), change_id in latest.items():
        publish(DepositChanged(deposit_id=deposit_id, change_id=change_id, target=target))


@transaction.atomic
def store_occurrences(*, occurrences: Occurrences) -> int:
    """Add the records of a layer that are new, with their likely doubles; their number. Called by commands."""
    made = [_occurrence(record) for record in occurrences.records]
    known = set(Occurrence.objects.filter(key__in=[row.key for row in made]).values_list("key", flat=True))
    new = [row for row in made if row.key not in known]
    Occurrence.objects.bulk_create(new)
    Double.objects.bulk_create(
        (Double(first=d.first, second=d.second, likeness=d.likeness, km=d.km) for d in occurrences.doubles),
        ignore_conflicts=True,
    )
    return len(new)


def _occurrence(record: OccurrenceRecord) -> Occurrence:
    return Occurrence(
        key=named(record).key[:200],
        name=record.name[:200],
        aliases=[alias[:200] for alias in record.aliases],
        country=record.country_iso2,
        region=record.region[:200],
        latitude=record.latitude,
        longitude=record.longitude,
        deposit_type=record.deposit_type[:200],
        commodities=record.commodities[:500],
        source_title=record.source_title[:300],
        source_url=record.source_url,
    )
