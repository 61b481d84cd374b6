"""One row, field by field: each method gives a checked value or notes a problem and gives None."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from threads.deposits.arithmetic import METRIC_MT
from threads.deposits.dates import BadDateError, FutureDateError, PartialDate, parse
from threads.deposits.geography import Outside, check_point, is_country
from threads.deposits.importing.problems import Problem, Severity
from threads.deposits.importing.reading import Row, shorten
from threads.deposits.reporting import (
    NO_CODE,
    Category,
    PrintedCode,
    UnknownCategoryError,
    UnknownCodeError,
    read_category,
    read_code,
)

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,30})?", re.ASCII)
MAX_SLUG = 80
RESERVED = frozenset({"new"})
# The largest tonnage in the catalogue is Olympic Dam's 9,576 Mt: ten times that is a slip of the unit.
LARGEST_MT = 100_000


class Fields:
    """A row being read. `sound` turns False with its first error."""

    def __init__(self, file: str, row: Row, problems: list[Problem], today: date) -> None:
        self.file = file
        self.row = row
        self.problems = problems
        self.today = today
        self.sound = True

    def error(self, field: str, code: str, detail: str) -> None:
        """Note what refuses the row."""
        self.sound = False
        self.problems.append(Problem(self.file, self.row.number, field, code, Severity.ERROR, detail))

    def warn(self, field: str, code: str, detail: str) -> None:
        """Note what only flags it."""
        self.problems.append(Problem(self.file, self.row.number, field, code, Severity.WARNING, detail))

    def text(self, field: str, *, required: bool = False) -> str:
        """The text of a field."""
        value = self.row.values.get(field, "")
        if required and not value:
            code = "missing_source" if field.startswith("source") else "missing_value"
            self.error(field, code, _("%(column)s is empty") % {"column": field})
        return value

    def choice(self, field: str, known: Sequence[str], *, required: bool = False) -> str:
        """One of a few words, or empty."""
        value = self.text(field, required=required)
        if value and value not in known:
            self.error(field, "unknown_choice", known_are(value, known))
            return ""
        return value

    def yes_or_no(self, field: str) -> bool | None:
        """1 or 0; None where the source does not say."""
        value = self.text(field)
        if value not in ("", "0", "1"):
            self.error(field, "not_yes_or_no", _("“%(value)s”: write 1 or 0") % {"value": shorten(value)})
        return {"1": True, "0": False}.get(value)

    def slug(self, field: str = "slug", *, required: bool = True) -> str:
        """A slug: lower-case letters, figures and single hyphens."""
        value = self.text(field, required=required)
        if value and (len(value) > MAX_SLUG or not SLUG.fullmatch(value)):
            words = _("“%(value)s” cannot stand in an address: write a-z, 0-9 and single hyphens")
            self.error(field, "bad_slug", words % {"value": shorten(value)})
        if value in RESERVED:
            self.error(field, "bad_slug", _("“%(value)s” is the address of a page") % {"value": value})
        return value

    def number(self, field: str, *, largest: int | None = None, above_zero: bool = False) -> Decimal | None:
        """A figure that is not negative, exactly as written; None where the field is empty or wrong."""
        value = self.text(field)
        if not value:
            return None
        number = self._decimal(field, value)
        if number is None:
            return None
        if number < 0:
            self.error(field, "negative", _("%(value)s is below zero") % {"value": value})
            return None
        if above_zero and number == 0:
            self.error(field, "zero", _("a missing figure is left empty; it is never zero"))
            return None
        if largest is not None and number > largest:
            words = _("%(value)s is more than %(largest)s")
            self.error(field, "too_large", words % {"value": shorten(value), "largest": f"{largest:,}"})
            return None
        return number

    def _decimal(self, field: str, value: str) -> Decimal | None:
        if NUMBER.fullmatch(value):
            return Decimal(value)
        words = _("“%(value)s” is no figure")
        if "," in value:
            words = _("“%(value)s” is no figure: write no thousands separator, and a point before decimals")
        self.error(field, "not_a_number", words % {"value": shorten(value)})
        return None

    def percent(self, field: str) -> Decimal | None:
        """A percentage above 0 and up to 100."""
        value = self.number(field, above_zero=True)
        if value is not None and value > 100:
            words = _("%(value)s %% is more than the whole; %(value)s ppm is %(percent)s %%")
            self.error(field, "over_100_percent", words % {"value": value, "percent": value / 10_000})
            return None
        return value

    def tonnes(self, field: str, unit: str) -> Decimal | None:
        """A tonnage above 0; one that no deposit of its unit could have is flagged."""
        value = self.number(field, above_zero=True)
        if value is None or unit not in METRIC_MT:
            return value
        mt = value * METRIC_MT[unit]
        if mt > LARGEST_MT:
            words = _("%(value)s %(unit)s is %(mt)s Mt, more than any deposit: is the unit right?")
            self.warn(field, "unit_mix_up", words % {"value": value, "unit": unit, "mt": f"{mt:,}"})
        elif unit in ("t", "st", "kst", "kt") and mt < Decimal("0.0001"):
            words = _("%(value)s %(unit)s is less than 100 t: is the unit right?")
            self.warn(field, "unit_mix_up", words % {"value": value, "unit": unit})
        return value

    def unit(self, field: str = "unit") -> str:
        """A unit of tonnage."""
        value = self.text(field, required=True)
        if value and value not in METRIC_MT:
            self.error(field, "unknown_unit", known_are(value, METRIC_MT))
        return value

    def date(self, field: str) -> PartialDate | None:
        """A date, which may be a month or a year; None where empty or wrong."""
        try:
            return parse(self.text(field), today=self.today)
        except FutureDateError as error:
            self.error(field, "future_date", str(error))
        except BadDateError as error:
            self.error(field, "bad_date", shorten(str(error)))
        return None

    def code(self, field: str = "reporting_code") -> PrintedCode:
        """A reporting code; empty is "no code"."""
        value = self.text(field)
        try:
            return read_code(value)
        except UnknownCodeError:
            self.error(field, "unknown_code", _("“%(value)s” names no reporting code") % {"value": shorten(value)})
            return PrintedCode(value, NO_CODE, "", names_exploration_target=False)

    def category(self, field: str = "category") -> Category | None:
        """A category of resource, reserve or target."""
        value = self.text(field, required=True)
        if not value:
            return None
        try:
            return read_category(value)
        except UnknownCategoryError:
            self.error(field, "unknown_category", known_are(value, Category))
            return None

    def country(self, field: str = "country_iso2") -> str:
        """A country's code of two letters (ISO 3166-1)."""
        value = self.text(field, required=True)
        if value and not is_country(value):
            words = _("“%(value)s” is no country's code of ISO 3166-1")
            self.error(field, "unknown_country", words % {"value": shorten(value)})
        return value

    def url(self, field: str = "source_url") -> str:
        """A source's address: http or https, with a host."""
        value = self.text(field, required=True)
        if not value:
            return value
        try:
            parts = urlsplit(value)
            sound = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", value)
        except ValueError:
            sound = False
        if not sound:
            self.error(field, "bad_url", _("“%(value)s” is no http or https address") % {"value": shorten(value)})
        return value

    def position(self, iso2: str) -> tuple[Decimal | None, Decimal | None]:
        """Latitude and longitude: both or none, on the globe, and flagged where outside the country."""
        latitude, longitude = self._degrees("latitude", 90), self._degrees("longitude", 180)
        if bool(self.text("latitude")) != bool(self.text("longitude")):
            missing = "longitude" if self.text("latitude") else "latitude"
            self.error(missing, "half_a_position", _("one of latitude and longitude is empty while the other is not"))
        if latitude is None or longitude is None:
            return None, None
        if latitude == 0 and longitude == 0:
            detail = _("0, 0 lies in the Gulf of Guinea: leave both empty where not known")
            self.error("latitude", "null_island", detail)
            return None, None
        if outside := check_point(iso2, float(latitude), float(longitude)):
            self.warn(
                "longitude" if outside.slip == "longitude_sign" else "latitude", "outside_country",
                _outside_words(f"{latitude}, {longitude}", iso2, outside),
            )  # fmt: skip
        return latitude, longitude

    def _degrees(self, field: str, limit: int) -> Decimal | None:
        value = self.text(field)
        if not value:
            return None
        number = self._decimal(field, value)
        if number is not None and abs(number) > limit:
            words = _("%(value)s degrees is off the globe")
            self.error(field, "impossible_position", words % {"value": shorten(value)})
            return None
        return number


def known_are(value: str, known: Iterable[str]) -> str:
    """That a value is none of those that a column takes."""
    return _("“%(value)s”: known are %(known)s") % {"value": shorten(value), "known": ", ".join(known)}


def _outside_words(point: str, iso2: str, outside: Outside) -> str:
    words = _("%(point)s lies %(km)s km outside %(country)s, in %(where)s") % {
        "point": point, "km": f"{outside.km:,.0f}", "country": iso2, "where": outside.found or _("the sea"),
    }  # fmt: skip
    hints = {
        "longitude_sign": _("the other sign of the longitude would put it inside"),
        "latitude_sign": _("the other sign of the latitude would put it inside"),
        "both_signs": _("the other sign of both would put it inside"),
        "swapped": _("latitude and longitude the other way round would put it inside"),
    }
    return f"{words}; {hints[outside.slip]}" if outside.slip else words
