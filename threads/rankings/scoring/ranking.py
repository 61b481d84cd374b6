"""The list by resource: from inputs to ranks, with every number on the way kept."""

from dataclasses import dataclass

import numpy as np

from threads.rankings.scoring.components import Floats, Raw, raw_components
from threads.rankings.scoring.in_force import Use, uses_of
from threads.rankings.scoring.inputs import COMPONENTS, COVERAGE_NEEDED, DRAWS, DepositInput, RankingInput
from threads.rankings.scoring.scaling import (
    Bounds,
    Ints,
    bounds_of,
    coverage_of,
    log_values,
    rank_intervals,
    ranks_of,
    scale,
    scores_of,
)

# Sums of weights such as 0.35 + 0.25 may fall short of 0.60 by a rounding.
COVERAGE_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class ComponentResult:
    """One component of one deposit. `raw`, `log10` and `scaled` are None where it is missing, and `missing` then says
    what is needed: "tonnes", "grade", "composition" or "nothing above zero"."""

    key: str
    weight: float
    raw: float | None
    log10: float | None
    scaled: float | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DepositResult:
    """What the list says of one deposit. `rank`, `score` and `interval` are None where it is not ranked.

    tonnes_mt, contained_kt, weighted_kt: sums over the statements in force that carry tonnes and grade (metric Mt, kt
    TREO, kt TREO x factor). shares: of each oxide in TREO, 0..1, in the order of `ELEMENTS`, or None.
    """

    slug: str
    rank: int | None
    score: float | None
    coverage: float
    interval: tuple[int, int] | None
    components: tuple[ComponentResult, ...]
    missing: tuple[str, ...]
    uses: tuple[Use, ...]
    tonnes_mt: float | None
    contained_kt: float | None
    weighted_kt: float | None
    shares: tuple[float, ...] | None
    deposit: DepositInput


@dataclass(frozen=True, slots=True)
class Ranking:
    """The whole list: ranked deposits by rank, then the others by slug. `bounds` are of A to D, in log10."""

    inputs: RankingInput
    results: tuple[DepositResult, ...]
    bounds: tuple[Bounds, ...]

    @property
    def ranked(self) -> tuple[DepositResult, ...]:
        """Those with a rank."""
        return tuple(result for result in self.results if result.rank is not None)

    def of(self, slug: str) -> DepositResult:
        """The result of one deposit. Raises KeyError for a slug that is not in the list."""
        for result in self.results:
            if result.slug == slug:
                return result
        raise KeyError(slug)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Arrays behind the list, deposits in the order of their slugs; ranks are 0 where not ranked."""

    raw: Raw
    logs: Floats
    scaled: Floats
    coverage: Floats
    scores: Floats
    ranks: Ints
    intervals: Ints


def rank_by_resource(inputs: RankingInput, *, draws: int = DRAWS) -> Ranking:
    """Rank deposits by resource, as DOMAIN.md defines it; docs/ranking.md says how each phrase is read.

    The answer depends on the values alone, not on the order of deposits, statements or element rows.
    """
    deposits = sorted(inputs.deposits, key=lambda deposit: deposit.slug)
    uses = [uses_of(deposit) for deposit in deposits]
    raw = raw_components(deposits, uses, inputs.deck)
    logs = log_values(raw.values)
    bounds = tuple(bounds_of(logs[:, number]) for number in range(len(COMPONENTS)))
    scaled = np.column_stack([scale(logs[:, number], bounds[number]) for number in range(len(COMPONENTS))])
    weights = np.array(inputs.weights.shares)
    coverage = coverage_of(scaled, weights)
    listed = coverage >= COVERAGE_NEEDED - COVERAGE_SLACK
    scores = scores_of(scaled, weights)
    ranks = np.zeros(len(deposits), dtype=np.int64)
    ranks[listed] = ranks_of(scores[listed])
    intervals = np.zeros((len(deposits), 2), dtype=np.int64)
    intervals[listed] = rank_intervals(scaled[listed], weights, draws)
    columns = _Columns(raw, logs, scaled, coverage, scores, ranks, intervals)
    results = [_result(number, deposit, uses[number], columns, weights) for number, deposit in enumerate(deposits)]
    results.sort(key=lambda result: (result.rank is None, result.rank or 0, result.slug))
    return Ranking(inputs, tuple(results), bounds)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _needs(uses: tuple[Use, ...]) -> tuple[str, ...]:
    """What the statements in force lack to give a tonnage and a grade."""
    standing = [use.statement for use in uses if use.in_force]
    if not standing or (all(not s.tonnes for s in standing) and all(s.grade_pct is None for s in standing)):
        return ("statement",)
    if all(not s.tonnes for s in standing):
        return ("tonnes",)
    if all(s.grade_pct is None for s in standing):
        return ("grade",)
    return ("statement with both tonnes and grade",)


def _missing(key: str, *, statement: bool, composition: bool, uses: tuple[Use, ...]) -> tuple[str, ...]:
    needs: tuple[str, ...] = ()
    if key in ("magnet", "grade") and not statement:
        needs += _needs(uses)
    if key in ("magnet", "value", "heavy") and not composition:
        needs += ("composition",)
    return needs or ("nothing above zero",)


def _result(
    number: int, deposit: DepositInput, uses: tuple[Use, ...], columns: _Columns, weights: Floats
) -> DepositResult:
    raw = columns.raw
    tonnes = _number(raw.tonnes_mt[number])
    shares = None if np.isnan(raw.shares[number, 0]) else tuple(raw.shares[number].tolist())
    components = []
    for place, key in enumerate(COMPONENTS):
        scaled = _number(columns.scaled[number, place])
        missing: tuple[str, ...] = ()
        if scaled is None:
            missing = _missing(key, statement=tonnes is not None, composition=shares is not None, uses=uses)
        value = _number(raw.values[number, place])
        log = _number(columns.logs[number, place])
        components.append(ComponentResult(key, float(weights[place]), value, log, scaled, missing))
    rank = int(columns.ranks[number]) or None
    low, high = columns.intervals[number].tolist()
    return DepositResult(
        slug=deposit.slug,
        rank=rank,
        score=float(columns.scores[number]) if rank else None,
        coverage=float(columns.coverage[number]),
        interval=(low, high) if rank else None,
        components=tuple(components),
        missing=tuple(dict.fromkeys(need for component in components for need in component.missing)),
        uses=uses,
        tonnes_mt=tonnes,
        contained_kt=_number(raw.contained_kt[number]),
        weighted_kt=_number(raw.weighted_kt[number]),
        shares=shares,
        deposit=deposit,
    )
