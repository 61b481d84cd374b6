"""From the catalogue's plain records to the inputs of a ranking."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from threads.deposits.arithmetic import ELEMENTS
from threads.deposits.importing.catalogue import Catalogue
from threads.deposits.importing.records import DepositRecord, ElementRecord, PriceRecord, StatementRecord
from threads.rankings.scoring.inputs import DepositInput, ElementRow, PriceDeck, RankingInput, Statement, Weights


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def statement_of(record: StatementRecord) -> Statement:
    """A resource statement as the ranking takes it."""
    return Statement(
        id=record.key,
        category=record.category,
        tonnes=_float(record.tonnes),
        unit=record.unit,
        grade_pct=_float(record.grade_pct),
        code=record.code.printed,
        effective=record.date_text,
        zone=record.zone,
        flags=record.flags,
    )


def headline_of(record: DepositRecord) -> Statement | None:
    """A deposit's headline figure as one "total" statement; None where neither tonnes nor grade are known."""
    if record.tonnes_mt is None and record.grade_pct is None:
        return None
    return Statement(
        id=f"{record.slug}, headline",
        category=record.headline_category,
        tonnes=_float(record.tonnes_mt),
        grade_pct=_float(record.grade_pct),
        code=record.code.printed,
        effective=record.effective.iso if record.effective else "",
    )


def element_row_of(record: ElementRecord) -> ElementRow:
    """A zone's element grades as the ranking takes them."""
    return ElementRow(
        id=record.record_id,
        zone=record.zone,
        ore_mt=_float(record.ore_mt),
        ppm=tuple(_float(record.ppm[element]) for element in ELEMENTS),
        complete=record.complete,
    )


def deck_of(year: int, prices: Iterable[PriceRecord]) -> PriceDeck:
    """The deck of one year. Praseodymium has no price in the source and is set equal to neodymium's, where that has
    one.

    Where one oxide has several purities, the dearest counts: the sources quote the purity that is traded for magnets.
    """
    usd_per_kg: dict[str, float] = {}
    for price in prices:
        if price.year == year:
            usd_per_kg[price.element] = max(float(price.usd_per_kg), usd_per_kg.get(price.element, 0.0))
    return PriceDeck(name=str(year), usd_per_kg=usd_per_kg, assumed={"Pr": "Nd"} if "Pr" not in usd_per_kg else {})


def inputs_of(catalogue: Catalogue, *, year: int = 2024, weights: Weights | None = None) -> RankingInput:
    """All that a ranking of a catalogue is computed from."""
    statements: dict[str, list[Statement]] = defaultdict(list)
    for record in catalogue.statements:
        statements[record.slug].append(statement_of(record))
    elements: dict[str, list[ElementRow]] = defaultdict(list)
    for row in catalogue.elements:
        if row.slug:
            elements[row.slug].append(element_row_of(row))
    deposits = tuple(
        DepositInput(
            slug=record.slug,
            statements=tuple(statements[record.slug]),
            headline=headline_of(record),
            elements=tuple(elements[record.slug]),
        )
        for record in catalogue.deposits
    )
    return RankingInput(deposits=deposits, deck=deck_of(year, catalogue.prices), weights=weights or Weights())
