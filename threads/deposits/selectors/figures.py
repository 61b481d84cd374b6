"""Figures of one deposit as its page shows them: each with its badge, its check and its source."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.parties.selectors import PartyRow, row_of
from threads.deposits.arithmetic import (
    ELEMENTS,
    OXIDE_FACTORS,
    ArithmeticCheck,
    OxideSums,
    check_arithmetic,
    contained_kt,
    sum_oxides,
    to_mt,
)
from threads.deposits.dates import sort_key
from threads.deposits.models import Control, ElementGrades, Output, ResourceStatement
from threads.deposits.reporting import (
    INCLUDES_INFERRED,
    KIND,
    NO_CODE,
    Category,
    Flag,
    Kind,
    ReportingCode,
    Status,
    UnknownCodeError,
    badge,
    read_code,
)

APART = Decimal("0.02")


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement. `tonnes_mt` and `contained_kt` are metric; `check` is None where the source states no oxide.

    `conflicts` names by id the statements that cannot be true beside this one.
    """

    id: int
    ref: str
    zone: str
    category: str
    kind: str
    effective: str
    reported: str
    tonnes: Decimal | None
    unit: str
    tonnes_mt: Decimal | None
    grade_pct: Decimal | None
    oxides: str
    contained_kt: Decimal | None
    stated_kt: Decimal | None
    check: ArithmeticCheck | None
    code: str
    crirsco: bool
    status: str
    includes_inferred: bool
    cutoff: str
    reserves: str
    attributable_pct: Decimal | None
    person: str
    employer: str
    independent: bool | None
    consent: bool | None
    supersedes: int | None
    flags: tuple[str, ...]
    fault: str
    fault_url: str
    remark: str
    source_title: str
    source_url: str
    conflicts: tuple[int, ...]

    @property
    def sort(self) -> tuple[int, int, int]:
        return sort_key(self.effective)


@dataclass(frozen=True, slots=True)
class ControlRow:
    """That a party operates or controls a deposit."""

    id: int
    deposit_slug: str
    deposit_name: str
    party: PartyRow
    role: str
    since: str
    until: str
    share_pct: Decimal | None
    disputed: bool
    note: str
    source_title: str
    source_url: str

    @property
    def current(self) -> bool:
        return not self.until


@dataclass(frozen=True, slots=True)
class ElementRow:
    """Element grades of one zone, ppm of the element by symbol, None where not reported; and what they sum to."""

    id: int
    record_id: str
    zone: str
    name: str
    ore_mt: Decimal | None
    ppm: dict[str, Decimal | None]
    scandium_ppm: Decimal | None
    complete: bool
    sums: OxideSums | None
    source_url: str

    @property
    def oxide_shares(self) -> list[tuple[str, float]]:
        """(element, share of its oxide in TREO) for what is reported, in the order of the series."""
        oxides = {e: float(v) * OXIDE_FACTORS[e] for e, v in self.ppm.items() if v is not None}
        total = sum(oxides.values())
        return [(element, value / total) for element, value in oxides.items()] if total else []


@dataclass(frozen=True, slots=True)
class OutputRow:
    """What was mined in a year, with its Admiralty grade."""

    id: int
    deposit_slug: str
    deposit_name: str
    country: str
    year: int
    treo_t: Decimal | None
    dytb_t: Decimal | None
    grade: str
    note: str
    source_title: str
    source_url: str


def code_of(printed: str) -> ReportingCode:
    """The code behind a print; an unknown one counts as none."""
    try:
        return read_code(printed).code
    except UnknownCodeError:
        return NO_CODE


def statement_rows(found: Sequence[ResourceStatement]) -> list[StatementRow]:
    """Statements of one deposit as rows, the latest first; of one date by category."""
    replaced = {row.supersedes_id for row in found if row.supersedes_id}
    latest = _latest_dates(found)
    conflicts = _conflicts(found)
    rows = [
        _statement_row(row, conflicts=conflicts[row.pk], latest=row.pk not in replaced and _is_latest(row, latest))
        for row in found
    ]
    order = list(Category)
    return sorted(
        rows, key=lambda r: (tuple(-part for part in r.sort), r.zone, order.index(Category(r.category)), r.id)
    )


def _kind(row: ResourceStatement) -> Kind:
    return KIND[Category(row.category)]


def _latest_dates(found: Iterable[ResourceStatement]) -> dict[tuple[str, Kind], tuple[int, int, int]]:
    """The latest date of each zone and kind, misprints apart: a slip replaces nothing."""
    latest: dict[tuple[str, Kind], tuple[int, int, int]] = {}
    for row in found:
        if Flag.MISPRINT not in row.flags:
            key = row.zone, _kind(row)
            latest[key] = max(latest.get(key, (0, 0, 0)), sort_key(row.effective))
    return latest


def _is_latest(row: ResourceStatement, latest: dict[tuple[str, Kind], tuple[int, int, int]]) -> bool:
    return sort_key(row.effective) >= latest.get((row.zone, _kind(row)), (0, 0, 0))


def _conflicts(found: Sequence[ResourceStatement]) -> dict[int, tuple[int, ...]]:
    """By id, the statements of the same zone and category that state other figures for what may be one date."""
    groups: dict[tuple[str, str], list[ResourceStatement]] = defaultdict(list)
    for row in found:
        groups[row.zone, row.category].append(row)
    conflicts: dict[int, tuple[int, ...]] = {row.pk: () for row in found}
    for members in groups.values():
        for row in members:
            conflicts[row.pk] = tuple(other.pk for other in members if other is not row and _in_conflict(row, other))
    return conflicts


def _in_conflict(a: ResourceStatement, b: ResourceStatement) -> bool:
    """Whether two cannot both be right: one date, figures apart; or dates that may be one, and one figure agrees."""
    tonnes = _apart(_mt(a), _mt(b))
    grades = _apart(a.grade_pct, b.grade_pct)
    if a.effective == b.effective:
        return bool(tonnes or grades)
    if not a.effective or not b.effective or not _may_be_one(a.effective, b.effective):
        return False
    return (tonnes is False and grades is True) or (grades is False and tonnes is True)


def _mt(row: ResourceStatement) -> Decimal | None:
    return None if row.tonnes is None else to_mt(row.tonnes, row.unit)


def _apart(a: Decimal | None, b: Decimal | None) -> bool | None:
    """Whether two figures differ by more than 2 %; None where one is missing."""
    if a is None or b is None:
        return None
    return abs(a - b) > APART * max(a, b)


def _may_be_one(a: str, b: str) -> bool:
    return a.startswith(b) or b.startswith(a)


def _statement_row(row: ResourceStatement, *, conflicts: tuple[int, ...], latest: bool) -> StatementRow:
    category, code, mt = Category(row.category), code_of(row.code), _mt(row)
    derived = badge(category=category, code=code, latest=latest, flags=frozenset(Flag(flag) for flag in row.flags))
    return StatementRow(
        id=row.pk,
        ref=row.ref,
        zone=row.zone,
        category=category.value,
        kind=KIND[category].value,
        effective=row.effective,
        reported=row.reported,
        tonnes=row.tonnes,
        unit=row.unit,
        tonnes_mt=mt,
        grade_pct=row.grade_pct,
        oxides=row.oxides,
        contained_kt=None if mt is None or row.grade_pct is None else contained_kt(mt, row.grade_pct),
        stated_kt=row.stated_kt,
        check=check_arithmetic(tonnes_mt=mt, grade_pct=row.grade_pct, stated_kt=row.stated_kt),
        code=row.code,
        crirsco=code.crirsco,
        status=(Status(row.status) if row.status else derived).value,
        includes_inferred=category in INCLUDES_INFERRED,
        cutoff=row.cutoff,
        reserves=row.reserves,
        attributable_pct=row.attributable_pct,
        person=row.person,
        employer=row.employer,
        independent=row.independent,
        consent=row.consent,
        supersedes=row.supersedes_id,
        flags=tuple(row.flags),
        fault=row.fault,
        fault_url=row.fault_url,
        remark=row.remark,
        source_title=row.source_title,
        source_url=row.source_url,
        conflicts=conflicts,
    )


def control_row(row: Control) -> ControlRow:
    """A row fetched with its party and deposit."""
    return ControlRow(
        id=row.pk,
        deposit_slug=row.deposit.slug,
        deposit_name=row.deposit.name,
        party=row_of(row.party),
        role=row.role,
        since=row.since,
        until=row.until,
        share_pct=row.share_pct,
        disputed=row.disputed,
        note=row.note,
        source_title=row.source_title,
        source_url=row.source_url,
    )


def element_row(row: ElementGrades) -> ElementRow:
    ppm = dict(zip(ELEMENTS, row.ppm, strict=True))
    return ElementRow(
        id=row.pk,
        record_id=row.record_id,
        zone=row.zone,
        name=row.name,
        ore_mt=row.ore_mt,
        ppm=ppm,
        scandium_ppm=row.scandium_ppm,
        complete=row.complete,
        sums=sum_oxides({name: None if value is None else float(value) for name, value in ppm.items()}),
        source_url=row.source_url,
    )


def output_row(row: Output) -> OutputRow:
    """A row fetched with its deposit."""
    return OutputRow(
        id=row.pk,
        deposit_slug=row.deposit.slug,
        deposit_name=row.deposit.name,
        country=row.deposit.country,
        year=row.year,
        treo_t=row.treo_t,
        dytb_t=row.dytb_t,
        grade=f"{row.reliability}{row.credibility}",
        note=row.note,
        source_title=row.source_title,
        source_url=row.source_url,
    )
