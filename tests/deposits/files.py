"""Small catalogue files for the tests of the import."""

import csv
import io
from datetime import date

from threads.deposits.importing import Catalogue, read_catalogue
from threads.deposits.importing.tables import TABLES

TODAY = date(2026, 11, 22)
GOOD: dict[str, dict[str, str]] = {
    "deposits": {
        "slug": "mrima-hill",
        "name": "Mrima Hill",
        "country_iso2": "KE",
        "latitude": "-4.49",
        "longitude": "39.25",
        "resource_tonnes_mt": "159.4",
        "treo_grade_pct": "3.8514",
        "treo_contained_kt": "6139.1",
        "reporting_code": "NI 43-101",
        "effective_date": "2013-07-29",
        "source_title": "TMR",
        "source_url": "https://example.org/mrima",
    },
    "resource_statements": {
        "slug": "mrima-hill",
        "effective": "2013-07-29",
        "category": "indicated",
        "tonnes": "48.7",
        "unit": "Mt",
        "treo_grade_pct": "4.4",
        "reporting_code": "NI 43-101",
        "source_url": "https://example.org/mrima",
    },
    "element_grades": {
        "slug": "mrima-hill",
        "weng_record_id": "mrima-hill__167",
        "ore_mt": "159.4",
        "Nd_ppm": "4968.79",
        "complete": "1",
        "source_url": "https://example.org/weng",
    },
    "price_deck": {
        "oxide": "Nd2O3",
        "purity": "99.5% min",
        "year": "2024",
        "usd_per_kg": "56",
        "source": "USGS",
        "source_url": "https://example.org/usgs",
    },
}


def table(name: str, *rows: dict[str, str]) -> bytes:
    """A CSV file of one table; each row is the good one with changes. With no rows, the good row alone."""
    columns = (*TABLES[name].columns, *TABLES[name].optional)
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
    writer.writeheader()
    for row in rows or ({},):
        writer.writerow({**GOOD[name], **row})
    return file.getvalue().encode()


def read(**files: bytes) -> Catalogue:
    """Read tables by name, as CSV files."""
    return read_catalogue({f"{name}.csv": data for name, data in files.items()}, today=TODAY)


def found(catalogue: Catalogue) -> list[tuple[str, int, str, str, str]]:
    """(file, row, field, code, severity) of every problem."""
    return [(p.file, p.row, p.field, p.code, p.severity.value) for p in catalogue.problems]
