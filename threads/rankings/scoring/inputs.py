"""What a ranking is computed from: plain frozen values, no database.

Units are those of the source: tonnage in the statement's own unit, grade in % TREO, element grades in ppm of the
element, prices in US$ per kg of oxide. A figure that is not known is None, never zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite

from threads.deposits.arithmetic import ELEMENTS, METRIC_MT
from threads.deposits.dates import UNDATED_KEY, sort_key
from threads.deposits.reporting import Category, Flag, is_crirsco

# DOMAIN: "Rankings", point 2. A category that is absent here (reserves, targets, state classes) is never ranked.
CATEGORY_FACTOR: dict[Category, float] = {
    Category.MEASURED: 1.0,
    Category.MEASURED_INDICATED: 0.9,
    Category.INDICATED: 0.8,
    Category.INDICATED_INFERRED: 0.65,
    Category.TOTAL: 0.65,
    Category.INFERRED: 0.5,
}
UNCODED_FACTOR = 0.5
COVERAGE_NEEDED = 0.60
DRAWS = 2_000
SEED = 20251205
CONCENTRATION = 20.0


class BadInputError(ValueError):
    """A figure that cannot be ranked: negative, not finite, an unknown unit, or weights that sum to nothing."""


def _check_figure(name: str, value: float | None) -> None:
    if value is not None and not (isfinite(value) and value >= 0):
        raise BadInputError(f"{name} must be zero or more and finite, not {value}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One resource statement. `tonnes` is in `unit`, `grade_pct` in % TREO; `code` is the code as printed;
    `effective` is "", "2024", "2024-06" or "2024-06-30". Raises BadInputError, and BadDateError for another shape of
    date."""

    id: str
    category: Category
    tonnes: float | None
    unit: str = "Mt"
    grade_pct: float | None
    code: str = ""
    effective: str = ""
    zone: str = ""
    flags: frozenset[Flag] = frozenset()
    # Derived once: ten thousand deposits are ranked by these.
    date_key: tuple[int, int, int] = field(init=False, repr=False, compare=False, default=UNDATED_KEY)
    coded: bool = field(init=False, repr=False, compare=False, default=False)

    def __post_init__(self) -> None:
        if self.unit not in METRIC_MT:
            raise BadInputError(f"{self.unit!r} is no unit of tonnage")
        _check_figure("tonnes", self.tonnes)
        _check_figure("grade_pct", self.grade_pct)
        object.__setattr__(self, "date_key", sort_key(self.effective))
        object.__setattr__(self, "coded", is_crirsco(self.code))

    @property
    def tonnes_mt(self) -> float | None:
        """Tonnage in metric Mt."""
        return None if self.tonnes is None else self.tonnes * float(METRIC_MT[self.unit])

    @property
    def factor(self) -> float:
        """Category factor, halved where no CRIRSCO-family code stands behind the statement; 0 for what is no
        resource.
        """
        return CATEGORY_FACTOR.get(self.category, 0.0) * (1.0 if self.coded else UNCODED_FACTOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementRow:
    """Per-element grades of one zone, in ppm of the element, in the order of `ELEMENTS`; None where not reported.

    `ore_mt` weighs the zone. `complete` is the catalogue's word that the source reports the whole series.
    """

    id: str
    zone: str = ""
    ore_mt: float | None
    ppm: tuple[float | None, ...]
    complete: bool

    def __post_init__(self) -> None:
        if len(self.ppm) != len(ELEMENTS):
            raise BadInputError(f"{len(ELEMENTS)} element grades are needed, not {len(self.ppm)}")
        _check_figure("ore_mt", self.ore_mt)
        for name, value in zip(ELEMENTS, self.ppm, strict=True):
            _check_figure(name, value)


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositInput:
    """A deposit with all that is stated of it.

    `headline` is its own row's figure, used where no statement is in force.
    """

    slug: str
    statements: tuple[Statement, ...] = ()
    headline: Statement | None = None
    elements: tuple[ElementRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceDeck:
    """Oxide prices in US$ per kg by element. `assumed` says which price stands in for which (Pr for Nd's).

    What has no price counts 0 in the priced-oxide value, and `unpriced` says which.
    """

    name: str
    usd_per_kg: Mapping[str, float]
    assumed: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for element, price in self.usd_per_kg.items():
            if element not in ELEMENTS:
                raise BadInputError(f"{element!r} is no element of the series")
            _check_figure(f"price of {element}", price)

    @property
    def prices(self) -> tuple[float, ...]:
        """Prices in the order of `ELEMENTS`, with the assumed ones, 0 for the others."""
        own = {**self.usd_per_kg}
        for element, like in self.assumed.items():
            if element not in own and like in own:
                own[element] = own[like]
        return tuple(own.get(element, 0.0) for element in ELEMENTS)

    @property
    def unpriced(self) -> tuple[str, ...]:
        """Elements that count 0."""
        return tuple(e for e, price in zip(ELEMENTS, self.prices, strict=True) if not price)


# USGS Mineral Commodity Summaries 2025, "Rare earths" (2024 is an estimate). Praseodymium has no price there: set
# equal to Nd.
DECK_2024 = PriceDeck(name="2024", usd_per_kg={"Nd": 56.0, "Eu": 27.0, "Tb": 810.0, "Dy": 260.0}, assumed={"Pr": "Nd"})

COMPONENTS = ("magnet", "value", "heavy", "grade")
LETTERS = {"magnet": "A", "value": "B", "heavy": "C", "grade": "D"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Weights of the four components. Only their proportions count. Raises BadInputError where they cannot be used."""

    magnet: float = 0.35
    value: float = 0.25
    heavy: float = 0.25
    grade: float = 0.15

    def __post_init__(self) -> None:
        for name in COMPONENTS:
            _check_figure(f"weight {name}", getattr(self, name))
        if not (self.total > 0 and isfinite(self.total)):
            raise BadInputError("at least one weight must be above zero")

    @property
    def total(self) -> float:
        """Sum of the four."""
        return self.magnet + self.value + self.heavy + self.grade

    @property
    def shares(self) -> tuple[float, float, float, float]:
        """The four in the order A, B, C, D, summing to 1.

        The published weights come back unchanged, to the last digit.
        """
        total = self.total
        if abs(total - 1) < 1e-12:
            return self.magnet, self.value, self.heavy, self.grade
        return self.magnet / total, self.value / total, self.heavy / total, self.grade / total


PUBLISHED_WEIGHTS = Weights()


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingInput:
    """All that one ranking is computed from. Raises BadInputError where two deposits carry one slug."""

    deposits: tuple[DepositInput, ...]
    deck: PriceDeck = DECK_2024
    weights: Weights = PUBLISHED_WEIGHTS

    def __post_init__(self) -> None:
        if len({deposit.slug for deposit in self.deposits}) != len(self.deposits):
            raise BadInputError("two deposits carry one slug")
