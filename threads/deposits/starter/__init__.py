"""The starter catalogue: the project's own copy, each figure with its source (README.md)."""

from pathlib import Path

FOLDER = Path(__file__).parent
NAMES = (
    "deposits.csv",
    "resource_statements.csv",
    "element_grades.csv",
    "price_deck.csv",
    "faults.csv",
    "positions.csv",
    "parties.csv",
    "control.csv",
    "outputs.csv",
)


def files() -> dict[str, bytes]:
    """The catalogue's files by name, as `importing.read_catalogue` takes them."""
    return {name: (FOLDER / name).read_bytes() for name in NAMES}
