"""The shipped list, computed once, and small made-up deposits."""

from datetime import date
from functools import cache

from threads.deposits import starter
from threads.deposits.arithmetic import ELEMENTS
from threads.deposits.importing import Catalogue, read_catalogue
from threads.deposits.reporting import Category, Flag
from threads.rankings.scoring import DepositInput, ElementRow, Ranking, RankingInput, Statement, rank_by_resource
from threads.rankings.scoring.catalogue import inputs_of

TODAY = date(2026, 11, 22)


@cache
def shipped_catalogue() -> Catalogue:
    return read_catalogue(starter.files(), today=TODAY)


@cache
def shipped_inputs() -> RankingInput:
    return inputs_of(shipped_catalogue())


@cache
def shipped_list() -> Ranking:
    return rank_by_resource(shipped_inputs())


def statement(
    category: Category = Category.INDICATED,
    tonnes: float | None = 10.0,
    grade: float | None = 1.0,
    *,
    key: str = "",
    code: str = "JORC 2012",
    effective: str = "2024",
    unit: str = "Mt",
    zone: str = "",
    flags: frozenset[Flag] = frozenset(),
) -> Statement:
    return Statement(
        id=key or f"{category.value} {tonnes} {grade} {code} {effective} {zone}",
        category=category,
        tonnes=tonnes,
        unit=unit,
        grade_pct=grade,
        code=code,
        effective=effective,
        zone=zone,
        flags=flags,
    )


def element_row(*, ore: float | None = 1.0, complete: bool = True, key: str = "row", **ppm: float | None) -> ElementRow:
    """A row with 100 ppm of every element but those given."""
    grades: dict[str, float | None] = dict.fromkeys(ELEMENTS, 100.0)
    grades.update(ppm)
    return ElementRow(id=key, ore_mt=ore, complete=complete, ppm=tuple(grades[element] for element in ELEMENTS))


def deposit(
    slug: str, *statements: Statement, elements: tuple[ElementRow, ...] = (), headline: Statement | None = None
) -> DepositInput:
    return DepositInput(slug=slug, statements=statements, elements=elements, headline=headline)
