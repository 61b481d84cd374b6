"""The four components A to D of every deposit, before scaling, as arrays.

Arrays are of float64 with NaN for "missing", since a missing figure is never zero. n is the number of deposits.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from threads.deposits.arithmetic import ELEMENTS, MAGNET_ELEMENTS, OXIDE_FACTORS
from threads.rankings.scoring.in_force import Use
from threads.rankings.scoring.inputs import DepositInput, ElementRow, PriceDeck

Floats = NDArray[np.float64]
FACTORS: Floats = np.array([OXIDE_FACTORS[element] for element in ELEMENTS])
MAGNET = [ELEMENTS.index(element) for element in MAGNET_ELEMENTS]
HEAVY = [ELEMENTS.index(element) for element in ("Dy", "Tb")]


@dataclass(frozen=True, slots=True)
class Raw:
    """Raw components and what they came from.

    shares (n, 15): share of each oxide in TREO, 0..1; NaN rows where there is no composition.
    tonnes_mt, contained_kt, weighted_kt (n): of the statements in force that carry tonnes and grade; weighted by
    factor. values (n, 4): A magnet-oxide kt, B US$ per kg TREO, C share 0..1, D % TREO.
    """

    shares: Floats
    tonnes_mt: Floats
    contained_kt: Floats
    weighted_kt: Floats
    values: Floats


def rows_used(deposit: DepositInput) -> tuple[ElementRow, ...]:
    """The complete rows that make a deposit's composition. A row alone needs no tonnes; among several, one without
    tonnes cannot be weighted and is left out."""
    complete = sorted((row for row in deposit.elements if row.complete), key=lambda row: (row.zone, row.id))
    if len(complete) == 1:
        return tuple(complete)
    return tuple(row for row in complete if row.ore_mt)


def oxide_shares(deposits: Sequence[DepositInput]) -> Floats:
    """(n, 15) shares of each oxide in TREO: ore Mt x ppm x oxide factor, summed over zones, over the sum of all oxides.

    An element that a complete row does not report adds nothing to the sum; `explain` names it.
    """
    index: list[int] = []
    ppm: list[tuple[float | None, ...]] = []
    ore: list[float] = []
    for number, deposit in enumerate(deposits):
        rows = rows_used(deposit)
        for row in rows:
            index.append(number)
            ppm.append(row.ppm)
            ore.append(1.0 if len(rows) == 1 or row.ore_mt is None else row.ore_mt)
    sums = np.zeros((len(deposits), len(ELEMENTS)))
    if index:
        grades = np.nan_to_num(np.array(ppm, dtype=np.float64), nan=0.0)
        np.add.at(sums, index, np.array(ore)[:, None] * grades * FACTORS)
    totals = sums.sum(axis=1)
    shares = np.full_like(sums, np.nan)
    np.divide(sums, totals[:, None], out=shares, where=totals[:, None] > 0)
    return shares


def _summed(index: NDArray[np.intp], figures: Floats, count: int) -> Floats:
    """(count) sums by deposit; NaN where a deposit has no figure, since nothing stated is not nothing there."""
    sums: Floats = np.bincount(index, figures, count).astype(np.float64)
    sums[np.bincount(index, minlength=count) == 0] = np.nan
    return sums


def raw_components(deposits: Sequence[DepositInput], uses: Sequence[Sequence[Use]], deck: PriceDeck) -> Raw:
    """Components A to D of every deposit; `uses` in the order of `deposits`, as `in_force.uses_of` gives them."""
    figures = [
        (number, mt, use.statement.grade_pct, use.statement.factor)
        for number, statements in enumerate(uses)
        for use in statements
        if use.in_force and (mt := use.statement.tonnes_mt) and use.statement.grade_pct is not None
    ]
    count = len(deposits)
    table = np.array(figures, dtype=np.float64).reshape(-1, 4)
    index = table[:, 0].astype(np.intp)
    kt = table[:, 1] * table[:, 2] * 10
    tonnes, contained, weighted = (_summed(index, each, count) for each in (table[:, 1], kt, kt * table[:, 3]))

    shares = oxide_shares(deposits)
    values = np.column_stack(
        (
            weighted * shares[:, MAGNET].sum(axis=1),
            (shares * np.array(deck.prices)).sum(axis=1),
            shares[:, HEAVY].sum(axis=1),
            contained / (tonnes * 10),
        )
    )
    return Raw(shares, tonnes, contained, weighted, values)
