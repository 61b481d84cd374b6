"""What the catalogue looks like over REST. Figures are decimals as text, exactly as stated; a missing one is null."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from accounts.members.selectors import LEVEL_NAMES
from accounts.members.shapes import PersonShape, person_shape
from accounts.parties.api import PartyShape, party_shape
from threads.deposits import selectors


@dataclass(frozen=True, slots=True)
class PositionShape:
    """WGS 84 degrees. `coarse_by` is the size of the grid that it was rounded to, 0 where it is exact."""

    latitude: float
    longitude: float
    coarse_by: float


@dataclass(frozen=True, slots=True)
class DepositShape:
    """A deposit with its headline figure: metric Mt, % TREO, kt TREO as stated.

    Dates are a year, a month or a day, or empty. `notes` are standing notes: no-statement, in-conflict, unlicensed.
    `precision` says what the position points at: pit, deposit, town, centroid.
    """

    slug: str
    name: str
    country: str
    region: str
    deposit_type: str
    stage: str
    position: PositionShape | None
    precision: str
    tonnes_mt: Decimal | None
    grade_pct: Decimal | None
    contained_kt: Decimal | None
    code: str
    effective: str
    operators: tuple[str, ...]
    controlling: tuple[str, ...]
    statements: int
    notes: tuple[str, ...]
    source_title: str
    source_url: str
    version: int
    url: str


@dataclass(frozen=True, slots=True)
class StatementShape:
    """A resource statement. `tonnes` is in `unit`, `tonnes_mt` metric; `contained_kt` is what tonnes and grade multiply to,
    `stated_kt` what the source says, `difference` by how much they differ as a share of what is stated (0.02 is allowed).

    `status` is current, superseded, historic, non-compliant, exploration target or media figure. `conflicts` are ids of
    statements that cannot be true beside this one.
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
    difference: float | None
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
    conflicts: tuple[int, ...]
    source_title: str
    source_url: str


@dataclass(frozen=True, slots=True)
class ControlShape:
    """That a party operates a deposit or controls it. `role` is operator or controlling."""

    id: int
    party: PartyShape
    role: str
    since: str
    until: str
    share_pct: Decimal | None
    disputed: bool
    note: str
    source_title: str
    source_url: str


@dataclass(frozen=True, slots=True)
class ElementGradesShape:
    """Grades of each element in one zone, ppm of the element, null where not reported.

    `hreo_share` is on the basis that `hreo_basis` names; shares are of TREO with yttrium, 0 to 1.
    """

    id: int
    record_id: str
    zone: str
    ore_mt: Decimal | None
    ppm: dict[str, Decimal | None]
    scandium_ppm: Decimal | None
    complete: bool
    treo_pct: float | None
    hreo_share: float | None
    hreo_basis: str
    magnet_share: float | None
    source_url: str


@dataclass(frozen=True, slots=True)
class OutputShape:
    """Tonnes mined in a year, with the Admiralty grade of the source (A to F, 1 to 6)."""

    id: int
    deposit: str
    year: int
    treo_t: Decimal | None
    dytb_t: Decimal | None
    grade: str
    note: str
    source_title: str
    source_url: str


@dataclass(frozen=True, slots=True)
class DepositWholeShape:
    """A deposit with everything that is stated of it. `start_level` says who may start threads: member, verified, staff."""

    deposit: DepositShape
    aliases: tuple[str, ...]
    remarks: str
    hreo_share_pct: str
    start_level: str
    statements: tuple[StatementShape, ...]
    control: tuple[ControlShape, ...]
    elements: tuple[ElementGradesShape, ...]
    outputs: tuple[OutputShape, ...]
    followers: int
    following: bool


@dataclass(frozen=True, slots=True)
class OccurrenceShape:
    """A row of an open table, not merged with the catalogue. `likely_deposit` is a slug or empty."""

    id: int
    key: str
    name: str
    country: str
    region: str
    position: PositionShape | None
    deposit_type: str
    commodities: str
    likely_deposit: str
    source_title: str
    source_url: str


@dataclass(frozen=True, slots=True)
class DifferenceShape:
    """One column before and after; empty where there was or is nothing."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangeShape:
    """One change. `kind` is added, changed or removed; `editor` is null for an import."""

    id: int
    target: str
    kind: str
    differences: tuple[DifferenceShape, ...]
    editor: PersonShape | None
    reason: str
    source: str
    at: datetime
    undoes: int | None
    undone: bool


@dataclass(frozen=True, slots=True)
class ProposalShape:
    """A change that a member proposed. `status` is open, accepted, declined or withdrawn. `deposit` and `party` are slugs,
    empty where it is about neither."""

    id: int
    deposit: str
    party: str
    target: str
    kind: str
    differences: tuple[DifferenceShape, ...]
    author: PersonShape
    reason: str
    source: str
    made_at: datetime
    status: str
    decided_by: PersonShape | None
    decided_at: datetime | None
    answer: str


def position_shape(position: selectors.Position | None) -> PositionShape | None:
    return None if position is None else PositionShape(position.latitude, position.longitude, position.coarse_by)


def deposit_shape(row: selectors.DepositRow) -> DepositShape:
    return DepositShape(
        slug=row.slug,
        name=row.name,
        country=row.country,
        region=row.region,
        deposit_type=row.deposit_type,
        stage=row.stage,
        position=position_shape(row.position),
        precision=row.precision,
        tonnes_mt=row.tonnes_mt,
        grade_pct=row.grade_pct,
        contained_kt=row.contained_kt,
        code=row.code,
        effective=row.effective,
        operators=row.operators,
        controlling=row.controlling,
        statements=row.statement_count,
        notes=row.notes,
        source_title=row.source_title,
        source_url=row.source_url,
        version=row.version,
        url=row.url,
    )


def statement_shape(row: selectors.StatementRow) -> StatementShape:
    return StatementShape(
        id=row.id,
        ref=row.ref,
        zone=row.zone,
        category=row.category,
        kind=row.kind,
        effective=row.effective,
        reported=row.reported,
        tonnes=row.tonnes,
        unit=row.unit,
        tonnes_mt=row.tonnes_mt,
        grade_pct=row.grade_pct,
        oxides=row.oxides,
        contained_kt=row.contained_kt,
        stated_kt=row.stated_kt,
        difference=float(row.check.difference) if row.check else None,
        code=row.code,
        crirsco=row.crirsco,
        status=row.status,
        includes_inferred=row.includes_inferred,
        cutoff=row.cutoff,
        reserves=row.reserves,
        attributable_pct=row.attributable_pct,
        person=row.person,
        employer=row.employer,
        independent=row.independent,
        consent=row.consent,
        supersedes=row.supersedes,
        flags=row.flags,
        fault=row.fault,
        fault_url=row.fault_url,
        remark=row.remark,
        conflicts=row.conflicts,
        source_title=row.source_title,
        source_url=row.source_url,
    )


def control_shape(row: selectors.ControlRow) -> ControlShape:
    return ControlShape(
        id=row.id,
        party=party_shape(row.party),
        role=row.role,
        since=row.since,
        until=row.until,
        share_pct=row.share_pct,
        disputed=row.disputed,
        note=row.note,
        source_title=row.source_title,
        source_url=row.source_url,
    )


def elements_shape(row: selectors.ElementRow) -> ElementGradesShape:
    sums = row.sums
    return ElementGradesShape(
        id=row.id,
        record_id=row.record_id,
        zone=row.zone,
        ore_mt=row.ore_mt,
        ppm=row.ppm,
        scandium_ppm=row.scandium_ppm,
        complete=row.complete,
        treo_pct=sums.treo_pct if sums else None,
        hreo_share=sums.hreo_share if sums else None,
        hreo_basis=sums.hreo_basis if sums else "",
        magnet_share=sums.magnet_share if sums else None,
        source_url=row.source_url,
    )


def output_shape(row: selectors.OutputRow) -> OutputShape:
    return OutputShape(
        id=row.id,
        deposit=row.deposit_slug,
        year=row.year,
        treo_t=row.treo_t,
        dytb_t=row.dytb_t,
        grade=row.grade,
        note=row.note,
        source_title=row.source_title,
        source_url=row.source_url,
    )


def page_shape(page: selectors.DepositPage) -> DepositWholeShape:
    return DepositWholeShape(
        deposit=deposit_shape(page.row),
        aliases=page.aliases,
        remarks=page.notes,
        hreo_share_pct=page.hreo_share_pct,
        start_level=LEVEL_NAMES[page.start_level],
        statements=tuple(statement_shape(row) for row in page.statements),
        control=tuple(control_shape(row) for row in page.controls),
        elements=tuple(elements_shape(row) for row in page.elements),
        outputs=tuple(output_shape(row) for row in page.outputs),
        followers=page.followers,
        following=page.following,
    )


def occurrence_shape(row: selectors.OccurrenceRow) -> OccurrenceShape:
    return OccurrenceShape(
        id=row.id,
        key=row.key,
        name=row.name,
        country=row.country,
        region=row.region,
        position=position_shape(row.position),
        deposit_type=row.deposit_type,
        commodities=row.commodities,
        likely_deposit=row.likely,
        source_title=row.source_title,
        source_url=row.source_url,
    )


def change_shape(row: selectors.ChangeRow) -> ChangeShape:
    return ChangeShape(
        id=row.id,
        target=row.target,
        kind=row.kind,
        differences=tuple(DifferenceShape(d.column, d.before, d.after) for d in row.differences),
        editor=None if row.editor is None else person_shape(row.editor),
        reason=row.reason,
        source=row.source_url,
        at=row.at,
        undoes=row.undoes,
        undone=row.undone,
    )


def proposal_shape(row: selectors.ProposalRow) -> ProposalShape:
    return ProposalShape(
        id=row.id,
        deposit=row.subject.deposit,
        party=row.subject.party,
        target=row.target,
        kind=row.kind,
        differences=tuple(DifferenceShape(d.column, d.before, d.after) for d in row.differences),
        author=person_shape(row.author),
        reason=row.reason,
        source=row.source_url,
        made_at=row.made_at,
        status=row.status,
        decided_by=None if row.decided_by is None else person_shape(row.decided_by),
        decided_at=row.decided_at,
        answer=row.answer,
    )
