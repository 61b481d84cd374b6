"""Tonnes, grades and oxides: units with their metric worth, and the sums that a statement must survive.

Units: tonnages are metric million tonnes (Mt) once converted, grades are per cent of TREO, contained oxide is
kilotonnes (kt), per-element grades are parts per million (ppm) of the element. One Mt at 1 % holds 10 kt.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

# A short ton is 2,000 pounds of 0.45359237 kg, exactly (International Yard and Pound Agreement, 1959): 0.90718474 t.
SHORT_TON = Decimal("0.90718474")
METRIC_MT: dict[str, Decimal] = {
    "Mt": Decimal(1),
    "kt": Decimal("1E-3"),
    "t": Decimal("1E-6"),
    "Mst": SHORT_TON,
    "kst": SHORT_TON.scaleb(-3),
    "st": SHORT_TON.scaleb(-6),
}
# Element to oxide: mass of oxide for one mass of element (DOMAIN: "Rankings", point 3). In the order of atomic number,
# Y last.
OXIDE_FACTORS: dict[str, float] = {
    "La": 1.1728,
    "Ce": 1.2284,
    "Pr": 1.2082,
    "Nd": 1.1664,
    "Sm": 1.1596,
    "Eu": 1.1579,
    "Gd": 1.1526,
    "Tb": 1.1762,
    "Dy": 1.1477,
    "Ho": 1.1455,
    "Er": 1.1435,
    "Tm": 1.1421,
    "Yb": 1.1387,
    "Lu": 1.1371,
    "Y": 1.2699,
}
OXIDE_NAMES: dict[str, str] = {
    "La": "La2O3",
    "Ce": "CeO2",
    "Pr": "Pr6O11",
    "Nd": "Nd2O3",
    "Sm": "Sm2O3",
    "Eu": "Eu2O3",
    "Gd": "Gd2O3",
    "Tb": "Tb4O7",
    "Dy": "Dy2O3",
    "Ho": "Ho2O3",
    "Er": "Er2O3",
    "Tm": "Tm2O3",
    "Yb": "Yb2O3",
    "Lu": "Lu2O3",
    "Y": "Y2O3",
}
ELEMENTS = tuple(OXIDE_FACTORS)
MAGNET_ELEMENTS = ("Nd", "Pr", "Dy", "Tb")
# Sources draw the line of the heavies in two places; a figure must say which it means.
HREO_BASES: dict[str, tuple[str, ...]] = {
    "Eu-Lu+Y": ("Eu", "Gd", "Tb", "Dy", "Ho", "Er", "Tm", "Yb", "Lu", "Y"),
    "Gd-Lu+Y": ("Gd", "Tb", "Dy", "Ho", "Er", "Tm", "Yb", "Lu", "Y"),
}
ARITHMETIC_TOLERANCE = Decimal("0.02")


class UnknownUnitError(ValueError):
    """The text names no unit of tonnage."""


def to_mt(tonnes: Decimal, unit: str) -> Decimal:
    """Tonnage in metric Mt, exactly. Raises UnknownUnitError."""
    if unit not in METRIC_MT:
        raise UnknownUnitError(f"{unit!r} names no unit of tonnage; known are {', '.join(METRIC_MT)}")
    return tonnes * METRIC_MT[unit]


def contained_kt(tonnes_mt: Decimal, grade_pct: Decimal) -> Decimal:
    """Contained oxide in kt: Mt x % x 10."""
    return tonnes_mt * grade_pct * 10


@dataclass(frozen=True, slots=True)
class ArithmeticCheck:
    """What tonnes and grade multiply to, beside what the source states, both in kt of oxide.

    `difference` is the share of the stated figure by which the product differs (0.11 is 11 %), signed.
    """

    computed_kt: Decimal
    stated_kt: Decimal
    difference: Decimal

    @property
    def agrees(self) -> bool:
        """Whether both agree within 2 %."""
        return abs(self.difference) <= ARITHMETIC_TOLERANCE


def check_arithmetic(
    *, tonnes_mt: Decimal | None, grade_pct: Decimal | None, stated_kt: Decimal | None
) -> ArithmeticCheck | None:
    """Tonnes x grade against the stated oxide; None where one of the three is missing or nothing is stated."""
    if tonnes_mt is None or grade_pct is None or not stated_kt:
        return None
    computed = contained_kt(tonnes_mt, grade_pct)
    return ArithmeticCheck(computed, stated_kt, (computed - stated_kt) / stated_kt)


@dataclass(frozen=True, slots=True)
class OxideSums:
    """Sums over one set of per-element grades, in per cent of ore, and shares of TREO in 0..1.

    `missing` names the elements that the source does not report: they are left out of the sums, not counted as zero
    grade.
    """

    treo_pct: float
    hreo_share: float
    hreo_basis: str
    magnet_share: float
    missing: tuple[str, ...]


def sum_oxides(ppm: Mapping[str, float | None], *, hreo_basis: str = "Eu-Lu+Y") -> OxideSums | None:
    """TREO (with yttrium), HREO on the named basis and magnet oxides from element grades in ppm; None if none is
    given.
    """
    oxides = {name: value * OXIDE_FACTORS[name] for name in ELEMENTS if (value := ppm.get(name)) is not None}
    total = sum(oxides.values())
    if not total:
        return None
    return OxideSums(
        treo_pct=total / 10_000,
        hreo_share=sum(oxides.get(name, 0.0) for name in HREO_BASES[hreo_basis]) / total,
        hreo_basis=hreo_basis,
        magnet_share=sum(oxides.get(name, 0.0) for name in MAGNET_ELEMENTS) / total,
        missing=tuple(name for name in ELEMENTS if name not in oxides),
    )
