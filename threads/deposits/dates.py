"""Dates that may be only a year or a month, as sources state them.

A partial date is never filled in: "2024" is not 1 January 2024. It sorts before every more exact date that begins with
it, and an absent date sorts before all, so the undated statement is the oldest (DOMAIN: "Rankings").
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.utils.translation import gettext as _

EARLIEST_YEAR = 1800
_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
ENGLISH_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class BadDateError(ValueError):
    """The text is no year, month or day that exists."""


class FutureDateError(ValueError):
    """The date begins after today."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month of a year, or a day. `month` and `day` are None where the source does not say.

    Raises BadDateError where the parts make no date, or a day comes without its month.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise BadDateError(_("a day needs its month"))
        if not EARLIEST_YEAR <= self.year <= 9999:
            words = _("the year %(year)s is not between %(first)s and 9999")
            raise BadDateError(words % {"year": self.year, "first": EARLIEST_YEAR})
        try:
            date(self.year, self.month or 1, self.day or 1)
        except ValueError as error:
            raise BadDateError(_("%(date)s is no date") % {"date": self.iso}) from error

    @property
    def iso(self) -> str:
        """ "2024", "2024-06" or "2024-06-30"."""
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @property
    def precision(self) -> str:
        """ "year", "month" or "day"."""
        if self.month is None:
            return "year"
        return "month" if self.day is None else "day"

    @property
    def first_day(self) -> date:
        """The first day that the date can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The last day that the date can mean."""
        if self.day is not None:
            return self.first_day
        if self.month is None or self.month == 12:
            return date(self.year, 12, 31)
        return date.fromordinal(date(self.year, self.month + 1, 1).toordinal() - 1)

    @property
    def sort_key(self) -> tuple[int, int, int]:
        """(year, month or 0, day or 0): the less exact date goes before the more exact one that begins with it."""
        return self.year, self.month or 0, self.day or 0

    def __lt__(self, other: Self) -> bool:
        return self.sort_key < other.sort_key

    def display(self, months: tuple[str, ...] = ENGLISH_MONTHS) -> str:
        """In words: "2024", "June 2024", "30 June 2024". `months` are twelve names in the reader's language."""
        words = [str(self.day)] if self.day is not None else []
        if self.month is not None:
            words.append(months[self.month - 1])
        return " ".join([*words, str(self.year)])


UNDATED_KEY = (0, 0, 0)


def parse(text: str, *, today: date) -> PartialDate | None:
    """The date behind "2024", "2024-06" or "2024-06-30"; None for empty text.

    Raises BadDateError for another shape or a day that does not exist, FutureDateError where the date begins after
    `today`.
    """
    stripped = text.strip()
    if not stripped:
        return None
    found = _SHAPE.fullmatch(stripped)
    if found is None:
        words = _("“%(date)s” is no date: write 2024, 2024-06 or 2024-06-30")
        raise BadDateError(words % {"date": stripped})
    year, month, day = (int(part) if part is not None else None for part in found.groups())
    assert year is not None
    parsed = PartialDate(year, month, day)
    if parsed.first_day > today:
        words = _("%(date)s lies in the future; today is %(today)s")
        raise FutureDateError(words % {"date": parsed.iso, "today": today.isoformat()})
    return parsed


def sort_key(text: str) -> tuple[int, int, int]:
    """The sort key of a date already checked, as text; the empty text (undated) is oldest. Raises BadDateError."""
    parsed = parse(text, today=date.max)
    return UNDATED_KEY if parsed is None else parsed.sort_key
