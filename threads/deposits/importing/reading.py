"""From bytes to rows of text, for CSV and JSON alike. Every fault of form is a problem with its row, never a crash."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from threads.deposits.importing.problems import Problem, Severity

MAX_BYTES = 50_000_000
MAX_FIELD = 4_000
MAX_DETAIL = 80


@dataclass(frozen=True, slots=True)
class Table:
    """The shape of one file: its name without ending, the columns it must have and those it may have."""

    name: str
    columns: tuple[str, ...]
    optional: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row as text by column. A column that the file does not have is empty."""

    number: int
    values: dict[str, str]


def shorten(text: str) -> str:
    """A value as it may stand in a message: short, and without control characters."""
    clean = "".join(ch if ch.isprintable() else "?" for ch in text[: MAX_DETAIL + 1])
    return clean if len(clean) <= MAX_DETAIL else clean[:MAX_DETAIL] + "..."


class Reading:
    """Rows of one file and the problems found on the way."""

    def __init__(self, file: str, table: Table) -> None:
        self.file = file
        self.table = table
        self.rows: list[Row] = []
        self.problems: list[Problem] = []

    def refuse(self, row: int, field: str, code: str, detail: str) -> None:
        """Note an error."""
        self.problems.append(Problem(self.file, row, field, code, Severity.ERROR, detail))

    def decode(self, data: bytes) -> str | None:
        """Text of the file, or None where it cannot be read."""
        if len(data) > MAX_BYTES:
            self.refuse(0, "", "too_large", f"{len(data):,} bytes; at most {MAX_BYTES:,} are read")
            return None
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            row = data.count(b"\n", 0, error.start) + 1
            self.refuse(row, "", "not_utf8", f"byte {error.start} is not UTF-8: save the file as UTF-8")
            return None

    def check_columns(self, columns: list[str]) -> bool:
        """Whether the columns are those of the table, each once."""
        known = self.table.columns + self.table.optional
        found = len(self.problems)
        for name in self.table.columns:
            if name not in columns:
                self.refuse(1, name, "missing_column", f"the column {name} is missing")
        for name in dict.fromkeys(columns):
            if name not in known:
                self.refuse(1, shorten(name), "unknown_column", f"no column {shorten(name)!r} is known here")
            elif columns.count(name) > 1:
                self.refuse(1, name, "duplicate_column", f"the column {name} stands there twice")
        return len(self.problems) == found

    def add(self, number: int, values: dict[str, str]) -> None:
        """Keep a row, unless a field of it cannot be stored."""
        sound = True
        for name, value in values.items():
            if "\x00" in value:
                self.refuse(number, name, "nul_character", "the field holds a NUL character")
                sound = False
            if len(value) > MAX_FIELD:
                self.refuse(number, name, "too_long", f"{len(value):,} characters; at most {MAX_FIELD:,} are kept")
                sound = False
        if sound:
            self.rows.append(Row(number, values))


def read_csv(file: str, table: Table, data: bytes) -> Reading:
    """Rows of a CSV file with a header (comma, double quotes, UTF-8 with or without a mark)."""
    reading = Reading(file, table)
    text = reading.decode(data)
    if text is None:
        return reading
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    start = 1
    try:
        header = [name.strip() for name in next(lines, [])]
        if not reading.check_columns(header):
            return reading
        start = lines.line_num + 1
        for cells in lines:
            if not cells:
                start = lines.line_num + 1
                continue
            if len(cells) != len(header):
                reading.refuse(start, "", "ragged_row", f"{len(cells)} fields where the header has {len(header)}")
            else:
                values = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
                reading.add(start, {name: values.get(name, "") for name in table.columns + table.optional})
            start = lines.line_num + 1
    except csv.Error as error:
        reading.refuse(start, "", "bad_csv", f"the row cannot be read: {error}")
    return reading


class _JsonError(ValueError):
    """A number that JSON knows but no catalogue can hold."""


def _no_constant(name: str) -> None:
    raise _JsonError(f"{name} is no figure")


def _as_text(value: Any) -> str | None:
    """A JSON value as a cell of a CSV file would hold it; None for a list or an object."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, Decimal):
        # A monstrous exponent would unfold to a monstrous text.
        return format(value, "f") if -30 < value.adjusted() < 30 else str(value)
    if isinstance(value, str):
        return value.strip()
    return None


def parse_json(file: str, table: Table, data: bytes) -> tuple[Reading, Any]:
    """The value in a JSON file, figures kept exactly as Decimal; None beside a problem where it cannot be read."""
    reading = Reading(file, table)
    text = reading.decode(data)
    if text is None:
        return reading, None
    try:
        return reading, json.loads(text, parse_float=Decimal, parse_int=Decimal, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        reading.refuse(error.lineno, "", "bad_json", f"the file is not JSON: {error.msg} at line {error.lineno}")
    except (_JsonError, RecursionError, ArithmeticError) as error:
        reading.refuse(0, "", "bad_json", f"the file cannot be read: {error}")
    return reading, None


def rows_of_json(reading: Reading, value: Any) -> Reading:
    """Rows of a JSON list of objects whose keys are the table's columns. A key that is absent is empty."""
    if not isinstance(value, list):
        reading.refuse(0, "", "bad_json", f"{reading.table.name} must be a list of objects")
        return reading
    for number, entry in enumerate(value, start=1):
        values = _row_of(reading, number, entry)
        if values is not None:
            reading.add(number, values)
    return reading


def _row_of(reading: Reading, number: int, entry: Any) -> dict[str, str] | None:
    if not isinstance(entry, dict):
        reading.refuse(number, "", "bad_json", "an object is needed here")
        return None
    known = reading.table.columns + reading.table.optional
    sound = True
    values = dict.fromkeys(known, "")
    for name, value in entry.items():
        text = _as_text(value)
        if name not in known:
            reading.refuse(number, shorten(name), "unknown_column", f"no field {shorten(name)!r} is known here")
            sound = False
        elif text is None:
            reading.refuse(number, name, "bad_json", "a text, a number or null is needed here")
            sound = False
        else:
            values[name] = text
    return values if sound else None


def each_row(readings: list[Reading]) -> Iterator[tuple[Reading, Row]]:
    """Rows of several files of one table, in order."""
    for reading in readings:
        for row in reading.rows:
            yield reading, row
