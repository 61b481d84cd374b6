"""What the ranking by resource is computed from, as plain values and in four queries."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from threads.deposits.models import Deposit, ElementGrades, Price, ResourceStatement


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """A statement as the ranking reads it."""

    id: str
    category: str
    tonnes: float | None
    unit: str
    grade_pct: float | None
    code: str
    effective: str
    zone: str
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Zone:
    """Element grades as the ranking reads them, ppm in the order of `arithmetic.ELEMENTS`."""

    id: str
    zone: str
    ore_mt: float | None
    ppm: tuple[float | None, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Stated:
    """All that is stated of one deposit."""

    slug: str
    statements: tuple[StatedFigure, ...]
    headline: StatedFigure | None
    zones: tuple[Zone, ...]


@dataclass(frozen=True, slots=True)
class OxidePrice:
    """US$ per kg of an element's oxide in a year."""

    element: str
    year: int
    usd_per_kg: float


def inputs_now() -> tuple[list[Stated], list[OxidePrice]]:
    """Every deposit with its figures, and every price. Four queries."""
    statements: dict[int, list[StatedFigure]] = defaultdict(list)
    for row in ResourceStatement.objects.order_by("id"):
        statements[row.deposit_id].append(
            StatedFigure(
                id=row.ref, category=row.category, tonnes=_float(row.tonnes), unit=row.unit,
                grade_pct=_float(row.grade_pct), code=row.code, effective=row.effective, zone=row.zone,
                flags=tuple(row.flags),
            )
        )  # fmt: skip
    zones: dict[int, list[Zone]] = defaultdict(list)
    for grades in ElementGrades.objects.exclude(deposit=None).order_by("id"):
        assert grades.deposit_id is not None
        ppm = tuple(_float(value) for value in grades.ppm)
        zones[grades.deposit_id].append(
            Zone(grades.record_id, grades.zone, _float(grades.ore_mt), ppm, grades.complete)
        )
    stated = [
        Stated(row.slug, tuple(statements[row.pk]), _headline(row), tuple(zones[row.pk]))
        for row in Deposit.objects.order_by("slug")
    ]
    prices = [
        OxidePrice(element, year, float(price))
        for element, year, price in Price.objects.order_by("id").values_list("element", "year", "usd_per_kg")
    ]
    return stated, prices


def deck_years() -> list[int]:
    """Years that have prices, the latest first."""
    return sorted(set(Price.objects.values_list("year", flat=True)), reverse=True)


def _headline(row: Deposit) -> StatedFigure | None:
    """A deposit's headline figure as one statement; None where neither tonnes nor grade are known."""
    if row.tonnes_mt is None and row.grade_pct is None:
        return None
    target = "exploration target" in row.code.lower()
    return StatedFigure(
        id=f"{row.slug}, headline", category="exploration target" if target else "total", tonnes=_float(row.tonnes_mt),
        unit="Mt", grade_pct=_float(row.grade_pct), code=row.code, effective=row.effective, zone="", flags=(),
    )  # fmt: skip


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
