"""Scaling, scores, ranks and rank intervals, as arrays (DOMAIN: "Rankings", points 5 and 6)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from threads.rankings.scoring.components import Floats
from threads.rankings.scoring.inputs import CONCENTRATION, DRAWS, SEED

Ints = NDArray[np.int64]
# Scores that agree to this many decimals are a tie, and ties go by slug: nobody's rank hangs on the rounding of a sum.
TIE_DECIMALS = 9
# Cells of one working array of scores (8 bytes each): bounds memory whatever the number of deposits.
CHUNK_CELLS = 2_000_000


@dataclass(frozen=True, slots=True)
class Bounds:
    """5th and 95th percentile of the log10 of one component, over `count` deposits that have it; NaN where none has."""

    low: float
    high: float
    count: int


def log_values(values: Floats) -> Floats:
    """log10 of (n, 4) raw components. What is zero has no logarithm, and is missing for the list (NaN)."""
    logs = np.full_like(values, np.nan)
    np.log10(values, out=logs, where=values > 0)
    return logs


def bounds_of(column: Floats) -> Bounds:
    """Bounds of one component from its (n) logarithms; NaN are left out.

    Linear interpolation between order statistics.
    """
    present = column[~np.isnan(column)]
    if not present.size:
        return Bounds(float("nan"), float("nan"), 0)
    low, high = np.percentile(present, [5, 95], method="linear")
    return Bounds(float(low), float(high), int(present.size))


def scale(column: Floats, bounds: Bounds) -> Floats:
    """(n) logarithms to 0..1 between the bounds, clamped. Where both bounds are one value everybody gets 0.5."""
    width = bounds.high - bounds.low
    if not width > 0:
        return np.where(np.isnan(column), np.nan, 0.5)
    clamped: Floats = np.clip((column - bounds.low) / width, 0.0, 1.0)
    return clamped


def coverage_of(scaled: Floats, weights: Floats) -> Floats:
    """(n) sums of the weights present, from (n, 4) scaled components and (4) weights that sum to 1."""
    present: Floats = np.where(np.isnan(scaled), 0.0, weights).sum(axis=1)
    return present


def scores_of(scaled: Floats, weights: Floats) -> Floats:
    """(n) or (n, k) scores 0..100 for (4) weights or (4, k) weightings: 100 x sum(w c) / sum(w) over those present.

    NaN where no weight is present.
    """
    present = (~np.isnan(scaled)).astype(np.float64)
    # Summed term by term in the order A, B, C, D: a matrix product may differ in the last digit with its blocking.
    filled = np.where(np.isnan(scaled), 0.0, scaled)
    shape = (len(scaled), *weights.shape[1:])
    top, bottom = np.zeros(shape), np.zeros(shape)
    for number in range(scaled.shape[1]):
        column, has = filled[:, number], present[:, number]
        if weights.ndim == 2:
            column, has = column[:, None], has[:, None]
        top += column * weights[number]
        bottom += has * weights[number]
    scores = np.full(shape, np.nan)
    np.divide(100 * top, bottom, out=scores, where=bottom > 0)
    return scores


def ranks_of(scores: Floats) -> Ints:
    """(n) ranks from 1 for (n) scores of deposits in the order of their slugs: highest first, ties by slug."""
    order = np.argsort(-np.round(scores, TIE_DECIMALS), kind="stable")
    ranks = np.empty(len(scores), dtype=np.int64)
    ranks[order] = np.arange(1, len(scores) + 1)
    return ranks


def draw_weightings(weights: Floats, draws: int = DRAWS) -> Floats:
    """(draws, 4) weightings by Generator(PCG64(20251205)).dirichlet(20 * w, draws). A weight of zero stays zero: only
    the others are drawn."""
    drawn = np.zeros((draws, len(weights)))
    used = weights > 0
    generator = np.random.Generator(np.random.PCG64(SEED))
    drawn[:, used] = generator.dirichlet(CONCENTRATION * weights[used], draws)
    return drawn


def rank_intervals(scaled: Floats, weights: Floats, draws: int = DRAWS) -> Ints:
    """(n, 2) 5th and 95th percentile of the rank over the weightings, truncated to whole ranks.

    `scaled` is (n, 4) of the ranked deposits alone, in the order of their slugs. In each weighting the score is
    computed anew from the same scaled components, over those present, and all n are ranked as in `ranks_of`. Which
    deposits are ranked is decided by the weights themselves, not by each draw. Memory: draws x n ranks of 2 or 4
    bytes, and CHUNK_CELLS scores.
    """
    count = len(scaled)
    if not count:
        return np.empty((0, 2), dtype=np.int64)
    weightings = draw_weightings(weights, draws)
    ranks = np.empty((draws, count), dtype=np.uint16 if count < 2**16 else np.uint32)
    step = max(1, CHUNK_CELLS // count)
    places = np.arange(1, count + 1, dtype=ranks.dtype)
    for start in range(0, draws, step):
        block = scores_of(scaled, weightings[start : start + step].T)
        np.round(block, TIE_DECIMALS, out=block)
        np.negative(block, out=block)
        for offset in range(block.shape[1]):
            order = np.argsort(block[:, offset], kind="stable")
            ranks[start + offset, order] = places
    return _percentiles(ranks)


def _percentiles(ranks: NDArray[np.uint16] | NDArray[np.uint32]) -> Ints:
    draws, count = ranks.shape
    result = np.empty((count, 2), dtype=np.int64)
    step = max(1, CHUNK_CELLS // draws)
    for start in range(0, count, step):
        block = np.percentile(ranks[:, start : start + step], [5, 95], axis=0, method="linear")
        result[start : start + step] = np.trunc(block).T
    return result
