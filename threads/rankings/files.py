"""A list as a file."""

import csv
import io
from collections.abc import Mapping
from typing import Any

import orjson

from threads.rankings.scoring import COMPONENTS, LETTERS

COLUMNS = ("slug", "rank", "score", "coverage", "low", "high", *(LETTERS[key] for key in COMPONENTS), "missing")


def as_csv(body: Mapping[str, Any]) -> str:
    """One row a deposit: ranked ones by rank, then the others by slug; A to D are the raw components."""
    results = body["results"]
    order = sorted(results, key=lambda slug: (results[slug]["rank"] is None, results[slug]["rank"] or 0, slug))
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for slug in order:
        one = results[slug]
        low, high = one["interval"] or ("", "")
        raw = [_figure(one["components"][key]["raw"]) for key in COMPONENTS]
        writer.writerow([
            slug, one["rank"] or "", _figure(one["score"]), _figure(one["coverage"]), low, high, *raw,
            "; ".join(one["missing"]),
        ])  # fmt: skip
    return file.getvalue()


def as_json(body: Mapping[str, Any]) -> bytes:
    """The whole body: weights, deck, inputs, results, bounds, hashes."""
    return orjson.dumps(body, option=orjson.OPT_INDENT_2)


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.9f}"
