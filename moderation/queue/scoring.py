"""How urgent a review item is: a number from 0 to 1, and the parts it is made of. Pure arithmetic."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod

FLOOR = 0.25
"""The least weight of a report: whoever was wrong before may be right now."""

START = 0.6
"""The weight of a first report."""

CONFIDENCE = 4
"""How many decided reports count as much as `START` does."""


@dataclass(frozen=True, slots=True)
class Part:
    """One reason for a score: `code` is stable, `value` is from 0 to 1."""

    code: str
    value: float


def reporter_weight(*, upheld: int, decided: int) -> float:
    """The weight of a report by somebody of whose `decided` reports so many were `upheld`; from `FLOOR` to 1.

    The mean of a Beta distribution that starts at `START` with the weight of `CONFIDENCE` observations.
    """
    return round(max(FLOOR, (upheld + START * CONFIDENCE) / (decided + CONFIDENCE)), 3)


def reports_part(reports: Iterable[tuple[float, float]]) -> float:
    """Reports as (weight, severity): one alone counts as their product, many add up but never beyond 1."""
    return 1 - prod(1 - weight * severity for weight, severity in reports)


def total(parts: Iterable[Part]) -> float:
    """The score of some parts: the chance that at least one of them is right, were they independent."""
    return round(1 - prod(1 - min(max(part.value, 0.0), 1.0) for part in parts), 4)
