"""The tables of the catalogue: their columns, and one function each that turns a row into a record."""

from dataclasses import replace
from decimal import Decimal
from typing import TypedDict

from django.utils.translation import gettext as _

from threads.deposits.arithmetic import ELEMENTS, OXIDE_NAMES, check_arithmetic, sum_oxides
from threads.deposits.dates import PartialDate
from threads.deposits.geography import Precision
from threads.deposits.importing.fields import Fields, known_are
from threads.deposits.importing.reading import Table
from threads.deposits.importing.records import DepositRecord, ElementRecord, PriceRecord, StatementRecord, plain
from threads.deposits.reporting import Flag, Status

DEPOSITS = Table(
    "deposits",
    (
        "slug",
        "name",
        "aliases",
        "country_iso2",
        "region",
        "latitude",
        "longitude",
        "deposit_type",
        "stage",
        "operator",
        "controlling_party",
        "resource_tonnes_mt",
        "treo_grade_pct",
        "treo_contained_kt",
        "hreo_share_pct",
        "reporting_code",
        "effective_date",
        "source_title",
        "source_url",
        "notes",
    ),
    ("precision", "coarse"),
)
STATEMENTS = Table(
    "resource_statements",
    ("slug", "effective", "category", "tonnes", "unit", "treo_grade_pct", "reporting_code", "remark", "source_url"),
    (
        "zone",
        "stated_oxide_kt",
        "source_title",
        "oxides",
        "cutoff",
        "reserves",
        "reported",
        "attributable_pct",
        "person",
        "employer",
        "independent",
        "consent",
        "supersedes",
        "status",
        "flags",
        "fault",
        "fault_url",
    ),
)
ELEMENT_GRADES = Table(
    "element_grades",
    (
        "slug",
        "zone",
        "weng_record_id",
        "name",
        "country",
        "deposit_type",
        "ore_mt",
        *(f"{element}_ppm" for element in ELEMENTS),
        "Sc_ppm",
        "treo_pct_computed",
        "hreo_share_pct",
        "ndpr_share_pct",
        "dytb_share_pct",
        "complete",
        "source_url",
    ),
)
PRICES = Table("price_deck", ("oxide", "purity", "year", "usd_per_kg", "source", "source_url"))
FAULTS = Table(
    "faults",
    ("slug", "effective", "category", "tonnes", "treo_grade_pct", "flag", "stated_oxide_kt", "reason", "source_url"),
)
POSITIONS = Table("positions", ("slug", "precision", "reason"))
PARTIES = Table("parties", ("slug", "name", "kind", "country_iso2", "aliases", "about", "source_title", "source_url"))
CONTROL = Table(
    "control",
    ("slug", "party", "role", "since", "until", "share_pct", "disputed", "note", "source_title", "source_url"),
)
OUTPUTS = Table(
    "outputs",
    ("slug", "year", "treo_t", "dytb_t", "reliability", "credibility", "note", "source_title", "source_url"),
)
TABLES = {
    table.name: table
    for table in (DEPOSITS, STATEMENTS, ELEMENT_GRADES, PRICES, FAULTS, POSITIONS, PARTIES, CONTROL, OUTPUTS)
}


def _compare(fields: Fields, field: str, *, mt: Decimal | None, grade: Decimal | None, stated: Decimal | None) -> None:
    check = check_arithmetic(tonnes_mt=mt, grade_pct=grade, stated_kt=stated)
    if check is None or check.agrees:
        return
    words = _(
        "%(mt)s Mt at %(grade)s %% multiplies to %(computed)s kt of oxide, and %(stated)s kt are stated: %(difference)s"
    )
    detail = words % {
        "mt": plain(mt), "grade": plain(grade), "computed": f"{check.computed_kt:,.1f}", "stated": plain(stated),
        "difference": f"{check.difference:+.1%}",
    }  # fmt: skip
    ratio = check.computed_kt / check.stated_kt if check.stated_kt else Decimal(1)
    # A clean power of ten, or short tons taken for tonnes, is a unit gone wrong rather than a dispute.
    slips = [Decimal(10) ** power for power in (-6, -3, -2, -1, 1, 2, 3, 6)]
    slipped = any(abs(ratio / slip - 1) <= Decimal("0.02") for slip in slips)
    fields.warn(field, "unit_mix_up" if slipped else "arithmetic_off", detail)


def read_precision(fields: Fields, *, placed: bool) -> Precision | None:
    """What a position points at: as given, else the deposit; None where there is no position."""
    value = fields.text("precision")
    if value and value not in list(Precision):
        fields.error("precision", "unknown_precision", known_are(value, Precision))
        return None
    if not placed:
        return None
    return Precision(value) if value else Precision.DEPOSIT


def read_deposit(fields: Fields) -> DepositRecord | None:
    """One deposit, or None where the row is refused."""
    iso2 = fields.country()
    latitude, longitude = fields.position(iso2)
    record = DepositRecord(
        row=fields.row.number,
        slug=fields.slug(),
        name=fields.text("name", required=True),
        aliases=tuple(alias for part in fields.text("aliases").split(";") if (alias := part.strip())),
        country_iso2=iso2,
        region=fields.text("region"),
        latitude=latitude,
        longitude=longitude,
        precision=read_precision(fields, placed=latitude is not None),
        coarse=fields.yes_or_no("coarse"),
        deposit_type=fields.text("deposit_type"),
        stage=fields.text("stage"),
        operator=fields.text("operator"),
        controlling_party=fields.text("controlling_party"),
        tonnes_mt=fields.tonnes("resource_tonnes_mt", "Mt"),
        grade_pct=fields.percent("treo_grade_pct"),
        contained_kt=fields.number("treo_contained_kt", above_zero=True),
        hreo_share_pct=fields.number("hreo_share_pct", largest=100),
        code=fields.code(),
        effective=fields.date("effective_date"),
        source_title=fields.text("source_title", required=True),
        source_url=fields.url(),
        notes=fields.text("notes"),
    )
    _compare(fields, "treo_contained_kt", mt=record.tonnes_mt, grade=record.grade_pct, stated=record.contained_kt)
    if record.code.names_exploration_target:
        fields.warn("reporting_code", "exploration_target", _no_resource())
    return record if fields.sound else None


def _no_resource() -> str:
    return _("an exploration target is no resource and is not ranked")


def read_statement(fields: Fields) -> StatementRecord | None:
    """One statement, or None where the row is refused."""
    unit, category = fields.unit(), fields.category()
    slug, effective, code = fields.slug(), fields.date("effective"), fields.code()
    tonnes, grade = fields.tonnes("tonnes", unit), fields.percent("treo_grade_pct")
    source, stated = fields.url(), fields.number("stated_oxide_kt", above_zero=True)
    particulars = _particulars(fields)
    if not fields.sound or category is None:
        return None
    record = StatementRecord(
        file=fields.file,
        row=fields.row.number,
        slug=slug,
        zone=fields.text("zone"),
        effective=effective,
        category=category,
        tonnes=tonnes,
        unit=unit,
        grade_pct=grade,
        code=code,
        remark=fields.text("remark"),
        source_url=source,
        stated_kt=stated,
        **particulars,
    )
    if unit in ("Mst", "kst", "st"):
        words = _("%(tonnes)s %(unit)s are short tons: %(mt)s Mt")
        detail = words % {"tonnes": plain(tonnes), "unit": unit, "mt": plain(record.tonnes_mt)}
        fields.warn("unit", "short_tons", detail)
    if category.value == "exploration target" or code.names_exploration_target:
        fields.warn("category", "exploration_target", _no_resource())
    _compare(fields, "tonnes", mt=record.tonnes_mt, grade=record.grade_pct, stated=record.stated_kt)
    return record


class _Particulars(TypedDict):
    source_title: str
    oxides: str
    cutoff: str
    reserves: str
    reported: PartialDate | None
    attributable_pct: Decimal | None
    person: str
    employer: str
    independent: bool | None
    consent: bool | None
    supersedes: str
    status: Status | None
    flags: frozenset[Flag]
    fault: str
    fault_url: str


class _Faults(TypedDict):
    flags: frozenset[Flag]
    fault: str
    fault_url: str


def _particulars(fields: Fields) -> _Particulars:
    """What a statement may say besides its figures."""
    return {
        "source_title": fields.text("source_title"),
        "oxides": fields.text("oxides"),
        "cutoff": fields.text("cutoff"),
        "reserves": fields.choice("reserves", ("inclusive", "exclusive")),
        "reported": fields.date("reported"),
        "attributable_pct": fields.percent("attributable_pct"),
        "person": fields.text("person"),
        "employer": fields.text("employer"),
        "independent": fields.yes_or_no("independent"),
        "consent": fields.yes_or_no("consent"),
        "supersedes": fields.text("supersedes"),
        "status": Status(value) if (value := fields.choice("status", tuple(Status))) else None,
        **_own_faults(fields),
    }


def _own_faults(fields: Fields) -> _Faults:
    """Flags that stand on the row itself: they need a reason and an address, as those of faults.csv do."""
    given = [part.strip() for part in fields.text("flags").split(";") if part.strip()]
    for flag in given:
        if flag not in list(Flag):
            fields.error("flags", "unknown_flag", known_are(flag, Flag))
    if given and fields.sound:
        fields.text("fault", required=True)
        fields.url("fault_url")
    flags = frozenset(Flag(flag) for flag in given if flag in list(Flag))
    return {"flags": flags, "fault": fields.text("fault"), "fault_url": fields.text("fault_url")}


def flagged(
    record: StatementRecord, flag: Flag, *, stated: Decimal | None, reason: str, source_url: str
) -> StatementRecord:
    """The same statement with a fault noted on it."""
    return replace(
        record,
        flags=record.flags | {flag},
        stated_kt=stated if stated is not None else record.stated_kt,
        fault=reason,
        fault_url=source_url,
    )


def check_stated(fields: Fields, record: StatementRecord) -> None:
    """Flag a statement whose tonnes and grade do not multiply to the oxide stated for it."""
    _compare(fields, "stated_oxide_kt", mt=record.tonnes_mt, grade=record.grade_pct, stated=record.stated_kt)


def read_elements(fields: Fields) -> ElementRecord | None:
    """One row of element grades, or None where it is refused."""
    ppm = {element: fields.number(f"{element}_ppm", largest=1_000_000) for element in ELEMENTS}
    fields.text("complete", required=True)
    complete = fields.yes_or_no("complete")
    record = ElementRecord(
        row=fields.row.number,
        slug=fields.slug(required=False),
        zone=fields.text("zone"),
        record_id=fields.text("weng_record_id", required=True),
        name=fields.text("name"),
        ore_mt=fields.tonnes("ore_mt", "Mt"),
        ppm=ppm,
        scandium_ppm=fields.number("Sc_ppm", largest=1_000_000),
        complete=bool(complete),
        source_url=fields.url(),
    )
    _check_oxides(fields, record, fields.percent("treo_pct_computed"))
    return record if fields.sound else None


def _check_oxides(fields: Fields, record: ElementRecord, stated: Decimal | None) -> None:
    sums = sum_oxides({name: None if value is None else float(value) for name, value in record.ppm.items()})
    if sums is None:
        if record.complete:
            fields.error("complete", "nothing_reported", _("the row is called complete and reports no element"))
        return
    if sums.treo_pct > 100:
        words = _("the oxides sum to %(percent)s %% of the ore")
        fields.error("treo_pct_computed", "over_100_percent", words % {"percent": f"{sums.treo_pct:,.1f}"})
    if stated is not None and abs(sums.treo_pct / float(stated) - 1) > 0.02:
        words = _("the oxides sum to %(percent)s %%, and %(stated)s %% is stated")
        detail = words % {"percent": f"{sums.treo_pct:.4f}", "stated": plain(stated)}
        fields.warn("treo_pct_computed", "arithmetic_off", detail)
    if record.complete and sums.missing:
        words = _("the complete row does not report %(elements)s")
        fields.warn("complete", "element_not_reported", words % {"elements": ", ".join(sums.missing)})


def read_price(fields: Fields) -> PriceRecord | None:
    """One price, or None where the row is refused."""
    oxide = fields.text("oxide", required=True)
    element = next((element for element, name in OXIDE_NAMES.items() if name == oxide), "")
    if oxide and not element:
        fields.error("oxide", "unknown_oxide", known_are(oxide, OXIDE_NAMES.values()))
    year, price = fields.date("year"), fields.number("usd_per_kg", above_zero=True)
    if not fields.text("year") or (year is not None and year.precision != "year"):
        fields.error("year", "bad_date", _("a year is needed"))
    fields.text("usd_per_kg", required=True)
    source, url = fields.text("source", required=True), fields.url()
    if not fields.sound or year is None or price is None:
        return None
    return PriceRecord(
        row=fields.row.number,
        element=element,
        oxide=oxide,
        purity=fields.text("purity"),
        year=year.year,
        usd_per_kg=price,
        source=source,
        source_url=url,
    )
