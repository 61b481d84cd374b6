"""Rows of the catalogue as the columns of their import tables, and back.

An edit, an undo and a proposal are rows of a table like those of a file: the same columns, read by the same checks. So what
cannot be imported cannot be typed either.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.parties.models import Party
from threads.deposits.arithmetic import ELEMENTS
from threads.deposits.importing import (
    ControlRecord,
    DepositRecord,
    ElementRecord,
    OutputRecord,
    PartyRecord,
    PriceRecord,
    Problem,
    Severity,
    StatementRecord,
)
from threads.deposits.importing.fields import Fields
from threads.deposits.importing.parties import read_control, read_output, read_party
from threads.deposits.importing.reading import Row, Table
from threads.deposits.importing.records import plain
from threads.deposits.importing.tables import (
    CONTROL,
    DEPOSITS,
    ELEMENT_GRADES,
    OUTPUTS,
    PARTIES,
    PRICES,
    STATEMENTS,
    read_deposit,
    read_elements,
    read_price,
    read_statement,
)
from threads.deposits.models import Control, Deposit, ElementGrades, Output, Price, ResourceStatement, Target

type Columns = dict[str, str]
type Record = DepositRecord | StatementRecord | ControlRecord | ElementRecord | OutputRecord | PartyRecord | PriceRecord

# Who operates and controls a deposit stands in rows of its own; the words of a file are read once, on import. What follows
# from the grades of elements is computed from them.
_IMPORT_ONLY = {
    Target.DEPOSIT: frozenset({"operator", "controlling_party"}),
    Target.ELEMENTS: frozenset(
        {"country", "deposit_type", "treo_pct_computed", "hreo_share_pct", "ndpr_share_pct", "dytb_share_pct"}
    ),
}
# The files' names for what a form and the API call by one name everywhere.
_IN_FILES = {Target.ELEMENTS: {"record_id": "weng_record_id"}, Target.PRICE: {"source_title": "source"}}
TABLES: dict[Target, Table] = {
    Target.DEPOSIT: DEPOSITS,
    Target.STATEMENT: STATEMENTS,
    Target.CONTROL: CONTROL,
    Target.ELEMENTS: ELEMENT_GRADES,
    Target.OUTPUT: OUTPUTS,
    Target.PARTY: PARTIES,
    Target.PRICE: PRICES,
}


def columns_of(target: Target) -> tuple[str, ...]:
    """The columns that an edit of `target` may set, without the slug."""
    table, ours = TABLES[target], {theirs: name for name, theirs in _IN_FILES.get(target, {}).items()}
    left_out = _IMPORT_ONLY.get(target, frozenset()) | {"slug"}
    return tuple(ours.get(name, name) for name in table.columns + table.optional if name not in left_out)


@dataclass(frozen=True, slots=True)
class Checked:
    """A row read: the record, or the problems that refuse it. Warnings stand beside a sound record."""

    record: Record | None
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity is Severity.WARNING)


def check(target: Target, slug: str, columns: Mapping[str, str], *, today: date) -> Checked:
    """Read `columns` of one row of `target` as the import would; `slug` is that of the deposit or the party."""
    values = {name: columns.get(name, "").strip() for name in columns_of(target)} | {"slug": slug}
    if target is Target.ELEMENTS and not values["record_id"]:
        values["record_id"] = f"{slug}__{values['zone'] or 'whole'}"[: longest("record_id")]
    theirs = _IN_FILES.get(target, {})
    values |= {theirs[name]: values[name] for name in theirs}
    problems: list[Problem] = []
    fields = Fields(str(target), Row(1, values), problems, today)
    for name, value in values.items():
        if len(value) > longest(name):
            fields.error(name, "too_long", _("at most %(n)s characters") % {"n": f"{longest(name):,}"})
    readers = {
        Target.DEPOSIT: read_deposit,
        Target.STATEMENT: read_statement,
        Target.CONTROL: read_control,
        Target.ELEMENTS: read_elements,
        Target.OUTPUT: read_output,
        Target.PARTY: read_party,
        Target.PRICE: read_price,
    }
    record = readers[target](fields) if fields.sound else None
    ours = {in_file: name for name, in_file in theirs.items()}
    named = tuple(replace(one, field=ours.get(one.field, one.field)) for one in problems)
    return Checked(record if fields.sound else None, named)


_LONGEST = {"notes": 4000, "remark": 4000, "fault": 4000, "source_url": 2000, "fault_url": 2000, "source_title": 300,
            "supersedes": 300, "note": 500, "region": 200, "deposit_type": 200, "stage": 200, "aliases": 2000,
            "about": 2000, "oxide": 8, "purity": 40, "name": 160, "person": 160, "employer": 160}  # fmt: skip


def longest(column: str) -> int:
    """The most characters that a column takes."""
    return _LONGEST.get(column, 120)


def deposit_columns(row: Deposit, aliases: tuple[str, ...]) -> Columns:
    """A deposit's facts as columns of deposits.csv."""
    return {
        "name": row.name,
        "aliases": "; ".join(aliases),
        "country_iso2": row.country,
        "region": row.region,
        "latitude": _figure(row.latitude),
        "longitude": _figure(row.longitude),
        "precision": row.precision,
        "coarse": _yes_or_no(row.coarse),
        "deposit_type": row.deposit_type,
        "stage": row.stage,
        "resource_tonnes_mt": _figure(row.tonnes_mt),
        "treo_grade_pct": _figure(row.grade_pct),
        "treo_contained_kt": _figure(row.contained_kt),
        "hreo_share_pct": _figure(row.hreo_share_pct),
        "reporting_code": row.code,
        "effective_date": row.effective,
        "source_title": row.source_title,
        "source_url": row.source_url,
        "notes": row.notes,
    }


def statement_columns(row: ResourceStatement, supersedes: str) -> Columns:
    """A statement as columns of resource_statements.csv; `supersedes` is the other statement's ref."""
    return {
        "effective": row.effective,
        "category": row.category,
        "tonnes": _figure(row.tonnes),
        "unit": row.unit,
        "treo_grade_pct": _figure(row.grade_pct),
        "reporting_code": row.code,
        "remark": row.remark,
        "source_url": row.source_url,
        "zone": row.zone,
        "stated_oxide_kt": _figure(row.stated_kt),
        "source_title": row.source_title,
        "oxides": row.oxides,
        "cutoff": row.cutoff,
        "reserves": row.reserves,
        "reported": row.reported,
        "attributable_pct": _figure(row.attributable_pct),
        "person": row.person,
        "employer": row.employer,
        "independent": _yes_or_no(row.independent),
        "consent": _yes_or_no(row.consent),
        "supersedes": supersedes,
        "status": row.status,
        "flags": "; ".join(row.flags),
        "fault": row.fault,
        "fault_url": row.fault_url,
    }


def control_columns(row: Control, party: str) -> Columns:
    """Control as columns of control.csv; `party` is the party's slug."""
    return {
        "party": party,
        "role": row.role,
        "since": row.since,
        "until": row.until,
        "share_pct": _figure(row.share_pct),
        "disputed": "1" if row.disputed else "",
        "note": row.note,
        "source_title": row.source_title,
        "source_url": row.source_url,
    }


def elements_columns(row: ElementGrades) -> Columns:
    """Element grades as columns of element_grades.csv."""
    return {
        "zone": row.zone,
        "record_id": row.record_id,
        "name": row.name,
        "ore_mt": _figure(row.ore_mt),
        **{f"{element}_ppm": _figure(value) for element, value in zip(ELEMENTS, row.ppm, strict=True)},
        "Sc_ppm": _figure(row.scandium_ppm),
        "complete": "1" if row.complete else "0",
        "source_url": row.source_url,
    }


def party_columns(row: Party, aliases: tuple[str, ...]) -> Columns:
    """A party as columns of parties.csv."""
    return {
        "name": row.name,
        "kind": row.kind,
        "country_iso2": row.country,
        "aliases": "; ".join(aliases),
        "about": row.about,
        "source_title": row.source_title,
        "source_url": row.source_url,
    }


def price_columns(row: Price) -> Columns:
    """A price as columns of price_deck.csv."""
    return {
        "oxide": row.oxide,
        "purity": row.purity,
        "year": str(row.year),
        "usd_per_kg": _figure(row.usd_per_kg),
        "source_title": row.source_title,
        "source_url": row.source_url,
    }


def output_columns(row: Output) -> Columns:
    """Output as columns of outputs.csv."""
    return {
        "year": str(row.year),
        "treo_t": _figure(row.treo_t),
        "dytb_t": _figure(row.dytb_t),
        "reliability": row.reliability,
        "credibility": str(row.credibility),
        "note": row.note,
        "source_title": row.source_title,
        "source_url": row.source_url,
    }


def set_deposit(row: Deposit, record: DepositRecord) -> None:
    """Put a checked record's values on a row."""
    row.name, row.country, row.region = record.name, record.country_iso2, record.region
    row.latitude, row.longitude = record.latitude, record.longitude
    row.precision = record.precision.value if record.precision else ""
    row.coarse = record.coarse
    row.deposit_type, row.stage = record.deposit_type, record.stage
    row.tonnes_mt, row.grade_pct = record.tonnes_mt, record.grade_pct
    row.contained_kt, row.hreo_share_pct = record.contained_kt, record.hreo_share_pct
    row.code = record.code.printed
    row.effective = record.effective.iso if record.effective else ""
    row.source_title, row.source_url, row.notes = record.source_title, record.source_url, record.notes


def set_statement(row: ResourceStatement, record: StatementRecord) -> None:
    """Put a checked record's values on a row, but for what it supersedes."""
    row.zone, row.category, row.unit = record.zone, record.category.value, record.unit
    row.effective = record.date_text
    row.reported = record.reported.iso if record.reported else ""
    row.tonnes, row.grade_pct, row.stated_kt = record.tonnes, record.grade_pct, record.stated_kt
    row.oxides, row.cutoff, row.reserves = record.oxides, record.cutoff, record.reserves
    row.code, row.attributable_pct = record.code.printed, record.attributable_pct
    row.person, row.employer = record.person, record.employer
    row.independent, row.consent = record.independent, record.consent
    row.status = record.status.value if record.status else ""
    row.flags, row.fault, row.fault_url = sorted(record.flags), record.fault, record.fault_url
    row.remark, row.source_title, row.source_url = record.remark, record.source_title, record.source_url


def set_control(row: Control, record: ControlRecord) -> None:
    """Put a checked record's values on a row, but for the party."""
    row.role = record.role
    row.since = record.since.iso if record.since else ""
    row.until = record.until.iso if record.until else ""
    row.share_pct, row.disputed, row.note = record.share_pct, record.disputed, record.note
    row.source_title, row.source_url = record.source_title, record.source_url


def set_elements(row: ElementGrades, record: ElementRecord) -> None:
    """Put a checked record's values on a row."""
    row.record_id, row.zone, row.name, row.ore_mt = record.record_id, record.zone, record.name, record.ore_mt
    row.ppm = [record.ppm[element] for element in ELEMENTS]
    row.scandium_ppm, row.complete, row.source_url = record.scandium_ppm, record.complete, record.source_url


def set_price(row: Price, record: PriceRecord) -> None:
    """Put a checked record's values on a row."""
    row.element, row.oxide, row.purity, row.year = record.element, record.oxide, record.purity, record.year
    row.usd_per_kg, row.source_title, row.source_url = record.usd_per_kg, record.source, record.source_url


def set_output(row: Output, record: OutputRecord) -> None:
    """Put a checked record's values on a row."""
    row.year, row.treo_t, row.dytb_t = record.year, record.treo_t, record.dytb_t
    row.reliability, row.credibility, row.note = record.reliability, record.credibility, record.note
    row.source_title, row.source_url = record.source_title, record.source_url


def _figure(value: Decimal | None) -> str:
    return "" if value is None else plain(value)


def _yes_or_no(value: bool | None) -> str:
    return "" if value is None else "1" if value else "0"
