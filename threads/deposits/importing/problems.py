"""Problems of an import: where, what, and whether they refuse the row or only flag it."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error refuses the whole import; a warning is kept beside the figure and shown."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One problem. `row` is the line of a CSV file (the header is line 1) or the place in a JSON list, from 1; 0 is
    the file.

    `code` is stable, `detail` is for people.
    """

    file: str
    row: int
    field: str
    code: str
    severity: Severity
    detail: str

    def __str__(self) -> str:
        place = f"{self.file}, row {self.row}" if self.row else self.file
        return f"{place}{', ' + self.field if self.field else ''}: {self.severity} {self.code}: {self.detail}"
