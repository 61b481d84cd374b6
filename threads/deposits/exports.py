"""The list of deposits as files: the same rows and figures as on the page, each with its source."""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from threads.deposits.importing.records import plain
from threads.deposits.selectors import DepositRow

COLUMNS = (
    "slug", "name", "country_iso2", "region", "latitude", "longitude", "precision", "coarse_by_degrees", "deposit_type",
    "stage", "operators", "controlling_parties", "resource_tonnes_mt", "treo_grade_pct", "treo_contained_kt",
    "reporting_code", "effective_date", "statements", "notes", "source_title", "source_url", "url",
)  # fmt: skip
# A cell that begins with one of these is run as a formula by spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_record(row: DepositRow, *, origin: str) -> dict[str, Any]:
    """One deposit as plain values; what is missing is None. Positions are as they may be shown."""
    position = row.position
    return {
        "slug": row.slug,
        "name": row.name,
        "country_iso2": row.country,
        "region": row.region,
        "latitude": position.latitude if position else None,
        "longitude": position.longitude if position else None,
        "precision": row.precision,
        "coarse_by_degrees": position.coarse_by if position else None,
        "deposit_type": row.deposit_type,
        "stage": row.stage,
        "operators": list(row.operators),
        "controlling_parties": list(row.controlling),
        "resource_tonnes_mt": _number(row.tonnes_mt),
        "treo_grade_pct": _number(row.grade_pct),
        "treo_contained_kt": _number(row.contained_kt),
        "reporting_code": row.code,
        "effective_date": row.effective,
        "statements": row.statement_count,
        "notes": list(row.notes),
        "source_title": row.source_title,
        "source_url": row.source_url,
        "url": f"{origin}{row.url}",
    }


def as_csv(rows: Iterable[DepositRow], *, origin: str) -> str:
    """CSV with a header, lines ended as RFC 4180 has it. Empty cells are missing figures."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for row in rows:
        record = as_record(row, origin=origin)
        writer.writerow([_cell(record[name]) for name in COLUMNS])
    return file.getvalue()


def as_geojson(rows: Iterable[DepositRow], *, origin: str) -> dict[str, Any]:
    """A FeatureCollection of RFC 7946; a deposit without a position has a null geometry."""
    return {
        "type": "FeatureCollection",
        "features": [_feature(as_record(row, origin=origin)) for row in rows],
    }


def _feature(record: dict[str, Any]) -> dict[str, Any]:
    place = record.pop("latitude"), record.pop("longitude")
    point = None if place[0] is None else {"type": "Point", "coordinates": [place[1], place[0]]}
    return {"type": "Feature", "id": record["slug"], "geometry": point, "properties": record}


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(plain(value))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        value = "; ".join(value)
    if isinstance(value, float):
        return plain(Decimal(repr(value)))
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
