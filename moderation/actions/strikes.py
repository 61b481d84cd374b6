"""Strikes: points that fade. Pure arithmetic; warnings give none."""

from collections.abc import Iterable
from datetime import datetime

from moderation.actions.kinds import STRIKE_HALVES, STRIKE_LIFE


def points_at(now: datetime, strikes: Iterable[tuple[float, datetime]]) -> float:
    """What strikes of (points, given at) weigh at `now`: each halves every 90 days and is gone after a year."""
    total = 0.0
    for points, given_at in strikes:
        age = now - given_at
        if age < STRIKE_LIFE:
            total += points * 0.5 ** (age / STRIKE_HALVES)
    return round(total, 2)


def suggestion(points: float) -> str:
    """The strictest action that staff would take for one more breach with so many points; they may do otherwise."""
    for least, code in ((6, "ban"), (4, "suspend"), (2, "silence"), (0, "warn")):
        if points >= least:
            return code
    return "warn"
