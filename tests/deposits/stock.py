"""Deposits in the database: the shipped catalogue, or a small one."""

from datetime import date

from tests.deposits.files import GOOD, table
from threads.deposits import services, starter
from threads.deposits.importing import read_catalogue
from threads.deposits.importing.tables import TABLES

TODAY = date(2026, 11, 22)
PARTY = {
    "slug": "pacific-wildcat",
    "name": "Pacific Wildcat Resources",
    "kind": "company",
    "source_url": "https://example.org/mrima",
}
CONTROL = {
    "slug": "mrima-hill",
    "party": "pacific-wildcat",
    "role": "operator",
    "source_url": "https://example.org/mrima",
}


def rows_of(name: str, *rows: dict[str, str]) -> bytes:
    """A CSV file of one table, whose rows are given whole."""
    columns = TABLES[name].columns
    lines = [",".join(columns), *(",".join(row.get(column, "") for column in columns) for row in rows)]
    return "\n".join(lines).encode()


MRIMA = {
    **{f"{name}.csv": table(name) for name in GOOD},
    "parties.csv": rows_of("parties", PARTY),
    "control.csv": rows_of("control", CONTROL),
}


def stocked(files: dict[str, bytes]) -> services.Stored:
    """Store a catalogue that has no error."""
    catalogue = read_catalogue(files, today=TODAY)
    assert catalogue.errors == ()
    return services.store_catalogue(catalogue=catalogue)


def shipped() -> services.Stored:
    """The starter catalogue."""
    return stocked(starter.files())


def deposit(slug: str, country: str = "KE", **columns: str) -> dict[str, str]:
    """A row of deposits.csv without figures."""
    return {
        "slug": slug, "name": slug.replace("-", " ").title(), "country_iso2": country, "source_title": "A source",
        "source_url": f"https://example.org/{slug}", **columns,
    }  # fmt: skip
