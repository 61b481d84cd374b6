"""Bars and lines of the ranking page, as data for SVG templates."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from threads.rankings.scoring import COMPONENTS, LETTERS

BAR_WIDTH = 120.0
PART_WIDTH = 100.0
LINE_WIDTH, LINE_HEIGHT = 72.0, 20.0


def interval_bar(interval: Sequence[int], rank: int, count: int) -> dict[str, float]:
    """A bar from the best to the worst rank of the interval with a mark at the rank, rank 1 to the left."""
    step = BAR_WIDTH / max(count, 1)
    low, high = interval
    return {
        "width": BAR_WIDTH,
        "x": round((low - 1) * step, 1),
        "length": round(max((high - low + 1) * step, 3), 1),
        "mark": round((rank - 0.5) * step, 1),
    }


def component_parts(result: Mapping[str, Any], weights: Mapping[str, float]) -> list[dict[str, Any]]:
    """What each component adds to the score, stacked; one that is missing has no length and is said to be missing."""
    components = result["components"]
    present = sum(weights[key] for key in COMPONENTS if components[key]["scaled"] is not None)
    parts, x = [], 0.0
    for key in COMPONENTS:
        scaled = components[key]["scaled"]
        points = 0.0 if scaled is None or not present else 100 * weights[key] * scaled / present
        width = points * PART_WIDTH / 100
        parts.append({
            "key": key, "letter": LETTERS[key], "x": round(x, 2), "width": round(width, 2), "points": f"{points:.1f}",
            "raw": "" if components[key]["raw"] is None else f"{components[key]['raw']:.4g}",
            "scaled": "" if scaled is None else f"{scaled:.2f}",
        })  # fmt: skip
        x += width
    return parts


def sparkline(line: Sequence[tuple[datetime, int]], count: int) -> dict[str, Any] | None:
    """Rank over the latest snapshots, rank 1 on top; None below two."""
    if len(line) < 2:
        return None
    step = LINE_WIDTH / (len(line) - 1)
    scale = (LINE_HEIGHT - 4) / max(count - 1, 1)
    points = [(round(place * step, 1), round(2 + (rank - 1) * scale, 1)) for place, (_at, rank) in enumerate(line)]
    return {
        "width": LINE_WIDTH,
        "height": LINE_HEIGHT,
        "points": " ".join(f"{x:g},{y:g}" for x, y in points),
        "end": points[-1],
        "first": line[0][1],
        "last": line[-1][1],
    }
