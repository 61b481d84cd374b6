"""Every number on the way to one deposit's rank, as lines of text.

Figures are printed in full where they can be recomputed (17 significant digits are more than anyone can read: 10 are
printed), and with their units.
"""

from collections.abc import Iterator

from threads.deposits.arithmetic import ELEMENTS, OXIDE_FACTORS, OXIDE_NAMES
from threads.deposits.reporting import INCLUDES_INFERRED
from threads.rankings.scoring.components import rows_used
from threads.rankings.scoring.in_force import WORDS, Use
from threads.rankings.scoring.inputs import (
    CATEGORY_FACTOR,
    COMPONENTS,
    CONCENTRATION,
    COVERAGE_NEEDED,
    DRAWS,
    LETTERS,
    SEED,
)
from threads.rankings.scoring.ranking import ComponentResult, DepositResult, Ranking

UNITS = {
    "magnet": "kt of magnet oxides",
    "value": "US$ per kg of TREO",
    "heavy": "Dy+Tb share of TREO",
    "grade": "% TREO",
}


def _n(value: float | None) -> str:
    return "missing" if value is None else f"{value:.10g}"


def explain(ranking: Ranking, slug: str) -> tuple[str, ...]:
    """The lines for one deposit. Raises KeyError for a slug that is not in the list."""
    result = ranking.of(slug)
    return (
        *_head(ranking, result),
        *_statement_lines(result),
        *_composition_lines(ranking, result),
        *_component_lines(ranking, result),
        *_score_lines(ranking, result),
    )


def _head(ranking: Ranking, result: DepositResult) -> Iterator[str]:
    ranked = len(ranking.ranked)
    if result.rank is None:
        yield f"{result.slug}: not ranked; missing: {', '.join(result.missing)}"
    else:
        yield f"{result.slug}: rank {result.rank} of {ranked} ranked, {len(ranking.results)} in the list"
    yield ""


def _statement_lines(result: DepositResult) -> Iterator[str]:
    yield "1. Statements"
    if not result.uses:
        yield "   none, and no headline figure"
    for use in result.uses:
        yield f"   [{use.statement.id}]"
        yield f"     {WORDS[use.reason]}"
        if use.in_force:
            yield from _figure_lines(use)
    if result.tonnes_mt is not None:
        weighted = f"{_n(result.weighted_kt)} kt by factor"
        yield f"   sum: {_n(result.tonnes_mt)} Mt, {_n(result.contained_kt)} kt of TREO, {weighted}"
    yield ""


def _figure_lines(use: Use) -> Iterator[str]:
    statement = use.statement
    unit = "" if statement.unit == "Mt" else f" ({_n(statement.tonnes)} {statement.unit})"
    yield f"     tonnes {_n(statement.tonnes_mt)} Mt{unit}, grade {_n(statement.grade_pct)} % TREO"
    code = f"{statement.code} is of the CRIRSCO family" if statement.coded else "halved: no CRIRSCO-family code"
    inferred = "; may include inferred tonnes" if statement.category in INCLUDES_INFERRED else ""
    base = CATEGORY_FACTOR[statement.category]
    yield f"     factor {_n(statement.factor)} ({statement.category.value} {base:g}, {code}{inferred})"
    if statement.tonnes_mt and statement.grade_pct is not None:
        contained = statement.tonnes_mt * statement.grade_pct * 10
        yield f"     Mt x % x 10 = {_n(contained)} kt of TREO; x factor = {_n(contained * statement.factor)} kt"
    else:
        yield "     adds nothing: it needs both tonnes and grade, and a missing figure is never zero"


def _composition_lines(ranking: Ranking, result: DepositResult) -> Iterator[str]:
    yield "2. Composition"
    rows = rows_used(result.deposit)
    left = [row for row in result.deposit.elements if row not in rows]
    for row in rows:
        absent = [e for e, value in zip(ELEMENTS, row.ppm, strict=True) if value is None]
        yield f"   zone {row.zone or 'whole'} [{row.id}]: {_n(row.ore_mt)} Mt of ore"
        if absent:
            yield f"     not reported, and so not in the sum: {', '.join(absent)}"
    for row in left:
        why = "no tonnes to weigh it with" if row.complete else "not complete"
        yield f"   left out [{row.id}]: {why}"
    if result.shares is None:
        yield "   no complete composition"
    else:
        prices = ranking.inputs.deck.prices
        for element, share, price in zip(ELEMENTS, result.shares, prices, strict=True):
            factor = OXIDE_FACTORS[element]
            yield f"   {OXIDE_NAMES[element]:<7} {share:.10f} of TREO (element x {factor}), US$ {price:g} per kg"
        assumed = ", ".join(f"price of {a} set equal to {b}" for a, b in ranking.inputs.deck.assumed.items())
        yield f"   prices: deck {ranking.inputs.deck.name}{'; ' + assumed if assumed else ''}; the others count 0"
    yield ""


def _component_lines(ranking: Ranking, result: DepositResult) -> Iterator[str]:
    yield "3. Components"
    for number, component in enumerate(result.components):
        yield f"   {LETTERS[component.key]} {component.key}, weight {_n(component.weight)}: {_value(component)}"
        bounds = ranking.bounds[number]
        if component.log10 is not None:
            yield (
                f"     log10 {_n(component.log10)}; 5th percentile {_n(bounds.low)}, 95th {_n(bounds.high)} "
                f"of {bounds.count} deposits; scaled {_n(component.scaled)}"
            )
    yield ""


def _value(component: ComponentResult) -> str:
    if component.scaled is None:
        return f"missing: needs {' and '.join(component.missing)}"
    return f"{_n(component.raw)} {UNITS[component.key]}"


def _score_lines(ranking: Ranking, result: DepositResult) -> Iterator[str]:
    present = [c for c in result.components if c.scaled is not None]
    yield "4. Score"
    yield f"   coverage {_n(result.coverage)} of 1; {COVERAGE_NEEDED:.2f} is needed"
    if result.rank is None:
        yield "   not ranked"
        return
    top = " + ".join(f"{_n(c.weight)} x {_n(c.scaled)}" for c in present)
    bottom = " + ".join(_n(c.weight) for c in present)
    yield f"   100 x ({top}) / ({bottom}) = {_n(result.score)}"
    yield f"   rank {result.rank}"
    if result.interval:
        alphas = ", ".join(_n(CONCENTRATION * share) for share in ranking.inputs.weights.shares)
        low, high = result.interval
        yield f"   rank interval {low} to {high}: 5th and 95th percentile of the rank over {DRAWS:,} weightings,"
        yield f"   Generator(PCG64({SEED})).dirichlet([{alphas}]), weights in the order {', '.join(COMPONENTS)}"
