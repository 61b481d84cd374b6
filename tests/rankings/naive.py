"""The list by resource once more, as an outsider would write it: from the CSV files, in plain Python, sharing no code.

NumPy is used for one thing, the draw of weightings, which the rule itself names. The remarks are read as a person would
read them; faults.csv is not.
"""

import csv
import math
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).resolve().parents[2] / "threads" / "deposits" / "starter"
OXIDES = {
    "La": 1.1728, "Ce": 1.2284, "Pr": 1.2082, "Nd": 1.1664, "Sm": 1.1596, "Eu": 1.1579, "Gd": 1.1526, "Tb": 1.1762,
    "Dy": 1.1477, "Ho": 1.1455, "Er": 1.1435, "Tm": 1.1421, "Yb": 1.1387, "Lu": 1.1371, "Y": 1.2699,
}  # fmt: skip
FACTORS = {
    "measured": 1.0,
    "measured+indicated": 0.9,
    "indicated": 0.8,
    "indicated+inferred": 0.65,
    "total": 0.65,
    "inferred": 0.5,
}
PRICES = {"Nd": 56, "Pr": 56, "Dy": 260, "Tb": 810, "Eu": 27}
WEIGHTS = (0.35, 0.25, 0.25, 0.15)


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def has_code(printed: str) -> bool:
    return printed.startswith(("JORC", "NI 43-101", "S-K 1300"))


def is_fault(remark: str) -> bool:
    return remark.startswith(("misprint", "printed as", "the operator states"))


def in_force(
    deposit: dict[str, str], statements: list[dict[str, str]]
) -> list[tuple[float | None, float | None, float]]:
    """(Mt, grade, factor) of what counts."""
    standing = [
        s for s in statements if s["category"] not in ("reserve", "exploration target") and not is_fault(s["remark"])
    ]
    if any(has_code(s["reporting_code"]) for s in standing):
        standing = [s for s in standing if has_code(s["reporting_code"])]
    if standing:
        latest = max(s["effective"] for s in standing)
        standing = [s for s in standing if s["effective"] == latest]
    else:
        standing = [
            {
                "category": "total",
                "tonnes": deposit["resource_tonnes_mt"],
                "unit": "Mt",
                "treo_grade_pct": deposit["treo_grade_pct"],
                "reporting_code": deposit["reporting_code"],
            }
        ]
    totals = [s for s in standing if s["category"] == "total"]
    split = [s for s in standing if s["category"] != "total"]
    if totals and split:
        stated = float(totals[0]["tonnes"])
        covered = sum(float(s["tonnes"]) for s in split)
        standing = split if abs(covered - stated) <= 0.05 * stated else totals
    figures = []
    for s in standing:
        tonnes = float(s["tonnes"]) * (0.90718474 if s["unit"] == "Mst" else 1.0) if s["tonnes"] else None
        grade = float(s["treo_grade_pct"]) if s["treo_grade_pct"] else None
        figures.append((tonnes, grade, FACTORS[s["category"]] * (1.0 if has_code(s["reporting_code"]) else 0.5)))
    return figures


def composition(zones: list[dict[str, str]]) -> dict[str, float] | None:
    sums = dict.fromkeys(OXIDES, 0.0)
    for zone in zones:
        if zone["complete"] == "1":
            for element, factor in OXIDES.items():
                sums[element] += float(zone["ore_mt"]) * float(zone[f"{element}_ppm"] or 0) * factor
    total = sum(sums.values())
    return {element: oxide / total for element, oxide in sums.items()} if total else None


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def components() -> dict[str, list[float | None]]:
    statements, elements = rows("resource_statements.csv"), rows("element_grades.csv")
    raw: dict[str, list[float | None]] = {}
    for deposit in rows("deposits.csv"):
        slug = deposit["slug"]
        figures = in_force(deposit, [s for s in statements if s["slug"] == slug])
        full = [(t, g, f) for t, g, f in figures if t is not None and g is not None]
        shares = composition([z for z in elements if z["slug"] == slug])
        a = b = c = d = None
        if full:
            d = sum(t * g for t, g, _ in full) / sum(t for t, _, _ in full)
        if shares:
            b = sum(shares[element] * price for element, price in PRICES.items())
            c = shares["Dy"] + shares["Tb"]
        if full and shares:
            magnet = shares["Nd"] + shares["Pr"] + shares["Dy"] + shares["Tb"]
            a = sum(t * g * 10 * f for t, g, f in full) * magnet
        raw[slug] = [a, b, c, d]
    return raw


def ranks(scaled: dict[str, list[float | None]], weights: tuple[float, ...]) -> dict[str, int]:
    scores = {slug: score(values, weights) for slug, values in scaled.items()}
    order = sorted(scaled, key=lambda slug: (-scores[slug], slug))
    return {slug: place for place, slug in enumerate(order, start=1)}


def score(values: list[float | None], weights: tuple[float, ...]) -> float:
    present = [(w, v) for w, v in zip(weights, values, strict=True) if v is not None]
    return 100 * sum(w * v for w, v in present) / sum(w for w, _ in present)


def the_list() -> list[dict[str, object]]:
    """One row a deposit: slug, rank, score, coverage, low, high, A, B, C, D; None where missing."""
    raw = components()
    scaled: dict[str, list[float | None]] = {slug: [None] * 4 for slug in raw}
    for number in range(4):
        logs = {slug: math.log10(v) for slug, values in raw.items() if (v := values[number]) is not None}
        low, high = percentile(list(logs.values()), 0.05), percentile(list(logs.values()), 0.95)
        for slug, value in logs.items():
            scaled[slug][number] = min(1.0, max(0.0, (value - low) / (high - low)))
    coverage = {
        slug: sum(w for w, v in zip(WEIGHTS, values, strict=True) if v is not None) for slug, values in scaled.items()
    }
    listed = {slug: values for slug, values in scaled.items() if coverage[slug] >= 0.60 - 1e-9}
    place = ranks(listed, WEIGHTS)
    drawn = np.random.Generator(np.random.PCG64(20251205)).dirichlet([20 * w for w in WEIGHTS], 2000).tolist()
    history: dict[str, list[float]] = {slug: [] for slug in listed}
    for weights in drawn:
        for slug, rank in ranks(listed, tuple(weights)).items():
            history[slug].append(rank)
    return [
        {
            "slug": slug,
            "rank": place.get(slug),
            "score": score(scaled[slug], WEIGHTS) if slug in listed else None,
            "coverage": coverage[slug],
            "low": int(percentile(history[slug], 0.05)) if slug in listed else None,
            "high": int(percentile(history[slug], 0.95)) if slug in listed else None,
            **dict(zip("ABCD", raw[slug], strict=True)),
        }
        for slug in sorted(raw)
    ]
