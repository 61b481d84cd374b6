"""One row, field by field: each method gives a checked value or notes a problem and gives None."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

from threads.deposits.arithmetic import METRIC_MT
from threads.deposits.dates import BadDateError, FutureDateError, PartialDate, parse
from threads.deposits.geography import check_point, is_country
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
            self.error(field, "missing_source" if field.startswith("source") else "missing_value", f"{field} is empty")
        return value

    def choice(self, field: str, known: Sequence[str], *, required: bool = False) -> str:
        """One of a few words, or empty."""
        value = self.text(field, required=required)
        if value and value not in known:
            self.error(field, "unknown_choice", f"{shorten(value)!r}: known are {', '.join(known)}")
            return ""
        return value

    def yes_or_no(self, field: str) -> bool | None:
        """1 or 0; None where the source does not say."""
        value = self.text(field)
        if value not in ("", "0", "1"):
            self.error(field, "not_yes_or_no", f"{shorten(value)!r}: write 1 or 0")
        return {"1": True, "0": False}.get(value)

    def slug(self, field: str = "slug", *, required: bool = True) -> str:
        """A slug: lower-case letters, figures and single hyphens."""
        value = self.text(field, required=required)
        if value and (len(value) > MAX_SLUG or not SLUG.fullmatch(value)):
            self.error(field, "bad_slug", f"{shorten(value)!r} is no slug: write a-z, 0-9 and single hyphens")
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
            self.error(field, "negative", f"{value} is below zero")
            return None
        if above_zero and number == 0:
            self.error(field, "zero", "a missing figure is left empty; it is never zero")
            return None
        if largest is not None and number > largest:
            self.error(field, "too_large", f"{shorten(value)} is more than {largest:,}")
            return None
        return number

    def _decimal(self, field: str, value: str) -> Decimal | None:
        if NUMBER.fullmatch(value):
            return Decimal(value)
        hint = ": write no thousands separator, and a point before decimals" if "," in value else ""
        self.error(field, "not_a_number", f"{shorten(value)!r} is no figure{hint}")
        return None

    def percent(self, field: str) -> Decimal | None:
        """A percentage above 0 and up to 100."""
        value = self.number(field, above_zero=True)
        if value is not None and value > 100:
            self.error(
                field, "over_100_percent", f"{value} % is more than the whole; {value} ppm is {value / 10_000} %"
            )
            return None
        return value

    def tonnes(self, field: str, unit: str) -> Decimal | None:
        """A tonnage above 0; one that no deposit of its unit could have is flagged."""
        value = self.number(field, above_zero=True)
        if value is None or unit not in METRIC_MT:
            return value
        mt = value * METRIC_MT[unit]
        if mt > LARGEST_MT:
            self.warn(field, "unit_mix_up", f"{value} {unit} is {mt:,} Mt, more than any deposit: is the unit right?")
        elif unit in ("t", "st", "kst", "kt") and mt < Decimal("0.0001"):
            self.warn(field, "unit_mix_up", f"{value} {unit} is less than 100 t: is the unit right?")
        return value

    def unit(self, field: str = "unit") -> str:
        """A unit of tonnage."""
        value = self.text(field, required=True)
        if value and value not in METRIC_MT:
            self.error(
                field, "unknown_unit", f"{shorten(value)!r} is no unit of tonnage; known are {', '.join(METRIC_MT)}"
            )
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
            self.error(field, "unknown_code", f"{shorten(value)!r} names no reporting code")
            return PrintedCode(value, NO_CODE, "", names_exploration_target=False)

    def category(self, field: str = "category") -> Category | None:
        """A category of resource, reserve or target."""
        value = self.text(field, required=True)
        if not value:
            return None
        try:
            return read_category(value)
        except UnknownCategoryError:
            self.error(
                field, "unknown_category", f"{shorten(value)!r} names no category; known are {', '.join(Category)}"
            )
            return None

    def country(self, field: str = "country_iso2") -> str:
        """A country's code of two letters (ISO 3166-1)."""
        value = self.text(field, required=True)
        if value and not is_country(value):
            self.error(field, "unknown_country", f"{shorten(value)!r} is no country's code of ISO 3166-1")
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
            self.error(field, "bad_url", f"{shorten(value)!r} is no http or https address")
        return value

    def position(self, iso2: str) -> tuple[Decimal | None, Decimal | None]:
        """Latitude and longitude: both or none, on the globe, and flagged where outside the country."""
        latitude, longitude = self._degrees("latitude", 90), self._degrees("longitude", 180)
        if bool(self.text("latitude")) != bool(self.text("longitude")):
            missing = "longitude" if self.text("latitude") else "latitude"
            self.error(missing, "half_a_position", f"{missing} is empty while the other is not")
        if latitude is None or longitude is None:
            return None, None
        if latitude == 0 and longitude == 0:
            self.error("latitude", "null_island", "0, 0 lies in the Gulf of Guinea: leave both empty where not known")
            return None, None
        if outside := check_point(iso2, float(latitude), float(longitude)):
            where = outside.found or "the sea"
            hint = f"; {_slip(outside.slip)} would put it inside" if outside.slip else ""
            detail = f"{latitude}, {longitude} lies {outside.km:,.0f} km outside {iso2}, in {where}{hint}"
            self.warn("longitude" if outside.slip == "longitude_sign" else "latitude", "outside_country", detail)
        return latitude, longitude

    def _degrees(self, field: str, limit: int) -> Decimal | None:
        value = self.text(field)
        if not value:
            return None
        number = self._decimal(field, value)
        if number is not None and abs(number) > limit:
            self.error(field, "impossible_position", f"{shorten(value)} degrees is off the globe")
            return None
        return number


def _slip(slip: str) -> str:
    return {
        "longitude_sign": "the other sign of the longitude",
        "latitude_sign": "the other sign of the latitude",
        "both_signs": "the other sign of both",
        "swapped": "latitude and longitude the other way round",
    }[slip]
