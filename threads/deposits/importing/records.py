"""Plain checked records of the catalogue, one class a table. A figure that is absent is None, never zero."""

from dataclasses import dataclass, field
from decimal import Decimal

from threads.deposits.arithmetic import contained_kt, to_mt
from threads.deposits.dates import PartialDate
from threads.deposits.geography import Precision
from threads.deposits.reporting import Category, Flag, PrintedCode, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositRecord:
    """One deposit. Headline figures: metric Mt, % TREO, kt TREO, share of HREO in % as the source defines it."""

    row: int
    slug: str
    name: str
    aliases: tuple[str, ...]
    country_iso2: str
    region: str
    latitude: Decimal | None
    longitude: Decimal | None
    precision: Precision | None
    coarse: bool | None = None
    deposit_type: str
    stage: str
    operator: str
    controlling_party: str
    tonnes_mt: Decimal | None
    grade_pct: Decimal | None
    contained_kt: Decimal | None
    hreo_share_pct: Decimal | None
    code: PrintedCode
    effective: PartialDate | None
    source_title: str
    source_url: str
    notes: str

    @property
    def headline_category(self) -> Category:
        """What the headline figure is: a total, or an exploration target where its code says so."""
        return Category.EXPLORATION_TARGET if self.code.names_exploration_target else Category.TOTAL


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRecord:
    """One resource statement, tonnage in its own unit.

    `stated_kt` is the oxide that the source states for it, if any. `oxides` says which oxides the grade sums; `reserves`
    is "inclusive", "exclusive" or empty; `person` is the competent or qualified person. `supersedes` is the key of an
    earlier statement; `status` is None where the badge follows from code and date.
    """

    file: str
    row: int
    slug: str
    zone: str
    effective: PartialDate | None
    category: Category
    tonnes: Decimal | None
    unit: str
    grade_pct: Decimal | None
    code: PrintedCode
    remark: str
    source_url: str
    stated_kt: Decimal | None = None
    flags: frozenset[Flag] = frozenset()
    fault: str = ""
    fault_url: str = ""
    source_title: str = ""
    oxides: str = ""
    cutoff: str = ""
    reserves: str = ""
    reported: PartialDate | None = None
    attributable_pct: Decimal | None = None
    person: str = ""
    employer: str = ""
    independent: bool | None = None
    consent: bool | None = None
    supersedes: str = ""
    status: Status | None = None

    @property
    def date_text(self) -> str:
        """The effective date as stated, or empty."""
        return self.effective.iso if self.effective else ""

    @property
    def tonnes_mt(self) -> Decimal | None:
        """Metric Mt."""
        return None if self.tonnes is None else to_mt(self.tonnes, self.unit)

    @property
    def contained_kt(self) -> Decimal | None:
        """Metric kt of TREO that tonnes and grade multiply to."""
        mt = self.tonnes_mt
        return None if mt is None or self.grade_pct is None else contained_kt(mt, self.grade_pct)

    @property
    def key(self) -> str:
        """What tells one statement from another, from its own words: it stays the same from import to import."""
        figures = f"{plain(self.tonnes)} {self.unit} at {plain(self.grade_pct)} %"
        parts = [self.slug, self.zone, self.date_text or "undated", self.category.value, figures, self.code.printed]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementRecord:
    """Grades of each element in one zone, in ppm of the element.

    `slug` is empty where the catalogue has no such deposit.
    """

    row: int
    slug: str
    zone: str
    record_id: str
    name: str
    ore_mt: Decimal | None
    ppm: dict[str, Decimal | None] = field(hash=False)
    scandium_ppm: Decimal | None
    complete: bool
    source_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRecord:
    """One oxide's price in one year, US$ per kg of oxide."""

    row: int
    element: str
    oxide: str
    purity: str
    year: int
    usd_per_kg: Decimal
    source: str
    source_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRecord:
    """A company, a state body, an armed group, a person or people who act together at deposits."""

    row: int
    slug: str
    name: str
    kind: str
    country_iso2: str
    aliases: tuple[str, ...]
    about: str
    source_title: str
    source_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlRecord:
    """That a party operates a deposit or decides who may dig, from when to when. `party` is a slug.

    `share_pct` is the share it holds, where the source says so.
    """

    row: int
    slug: str
    party: str
    role: str
    since: PartialDate | None
    until: PartialDate | None
    share_pct: Decimal | None
    disputed: bool
    note: str
    source_title: str
    source_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputRecord:
    """What was mined at a deposit in a year, tonnes of TREO and of Dy+Tb oxides, with its Admiralty grade (A-F, 1-6)."""

    row: int
    slug: str
    year: int
    treo_t: Decimal | None
    dytb_t: Decimal | None
    reliability: str
    credibility: int
    note: str
    source_title: str
    source_url: str


def plain(value: Decimal | None) -> str:
    """A figure without an exponent or idle zeros; "?" where missing."""
    if value is None:
        return "?"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
