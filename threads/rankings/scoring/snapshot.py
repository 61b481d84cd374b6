"""A ranking as plain JSON values: what a snapshot keeps, and the hashes that name its inputs.

Figures stand as the shortest decimal that reads back as the same binary number, so a hash can be computed anew from
the JSON alone: SHA-256 over the canonical form (keys sorted, no spaces, UTF-8).
"""

import json
from hashlib import sha256
from typing import Any

from threads.deposits.arithmetic import ELEMENTS
from threads.rankings.scoring.inputs import COMPONENTS, DepositInput, ElementRow, PriceDeck, Statement, Weights
from threads.rankings.scoring.ranking import DepositResult, Ranking

Json = dict[str, Any]


def digest(value: object) -> str:
    """SHA-256 of the canonical JSON of a value, in hexadecimal."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return sha256(text.encode()).hexdigest()


def weights_json(weights: Weights) -> Json:
    """Weights as given, by component."""
    return {name: getattr(weights, name) for name in COMPONENTS}


def deck_json(deck: PriceDeck) -> Json:
    """A price deck: name, prices, what is assumed."""
    return {"name": deck.name, "usd_per_kg": dict(deck.usd_per_kg), "assumed": dict(deck.assumed)}


def statement_json(statement: Statement) -> Json:
    """Every figure of a statement that the ranking reads."""
    return {
        "id": statement.id,
        "category": statement.category.value,
        "tonnes": statement.tonnes,
        "unit": statement.unit,
        "grade_pct": statement.grade_pct,
        "code": statement.code,
        "effective": statement.effective,
        "zone": statement.zone,
        "flags": sorted(flag.value for flag in statement.flags),
    }


def element_row_json(row: ElementRow) -> Json:
    """Every figure of a row of element grades that the ranking reads."""
    ppm = {element: value for element, value in zip(ELEMENTS, row.ppm, strict=True) if value is not None}
    return {"id": row.id, "zone": row.zone, "ore_mt": row.ore_mt, "complete": row.complete, "ppm": ppm}


def deposit_json(deposit: DepositInput) -> Json:
    """All that is stated of one deposit, in an order that does not depend on how it arrived."""
    return {
        "statements": [statement_json(s) for s in sorted(deposit.statements, key=lambda s: s.id)],
        "headline": statement_json(deposit.headline) if deposit.headline else None,
        "elements": [element_row_json(row) for row in sorted(deposit.elements, key=lambda row: row.id)],
    }


def _result_json(result: DepositResult) -> Json:
    return {
        "rank": result.rank,
        "score": result.score,
        "coverage": result.coverage,
        "interval": list(result.interval) if result.interval else None,
        "missing": list(result.missing),
        "components": {c.key: {"raw": c.raw, "log10": c.log10, "scaled": c.scaled} for c in result.components},
        "uses": {use.statement.id: use.reason.value for use in result.uses},
    }


def snapshot_of(ranking: Ranking) -> Json:
    """A ranking as JSON: "weights", "deck", "inputs" and "results" by slug, "hashes" of the first three and of all
    together.
    """
    inputs = {deposit.slug: deposit_json(deposit) for deposit in ranking.inputs.deposits}
    parts = {"weights": weights_json(ranking.inputs.weights), "deck": deck_json(ranking.inputs.deck), "inputs": inputs}
    hashes = {name: digest(part) for name, part in parts.items()}
    hashes["all"] = digest(hashes)
    bounds = {
        key: {"low": b.low, "high": b.high, "count": b.count} if b.count else {"low": None, "high": None, "count": 0}
        for key, b in zip(COMPONENTS, ranking.bounds, strict=True)
    }
    results = {result.slug: _result_json(result) for result in ranking.results}
    return {**parts, "hashes": hashes, "bounds": bounds, "results": results}
