import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest

from threads.deposits import starter
from threads.deposits.importing import read_catalogue

TODAY = date(2026, 11, 22)


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(starter.files()[name].decode(), newline="")))


def test_one_json_file_gives_the_same_records_as_the_csv_files() -> None:
    whole = {name.removesuffix(".csv"): rows(name) for name in starter.NAMES}
    from_json = read_catalogue({"catalogue.json": json.dumps(whole).encode()}, today=TODAY)
    from_csv = read_catalogue(starter.files(), today=TODAY)
    assert [d.slug for d in from_json.deposits] == [d.slug for d in from_csv.deposits]
    assert [s.key for s in from_json.statements] == [s.key for s in from_csv.statements]
    assert [s.flags for s in from_json.statements] == [s.flags for s in from_csv.statements]
    assert from_json.errors == ()


def test_figures_of_json_are_kept_to_the_last_digit() -> None:
    row = {**rows("price_deck.csv")[0], "usd_per_kg": "@", "year": 2020}
    data = json.dumps([row]).replace('"@"', "670.10000000000000001").encode()
    catalogue = read_catalogue({"price_deck.json": data}, today=TODAY)
    assert catalogue.prices[0].usd_per_kg == Decimal("670.10000000000000001")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"{}",
        b"3",
        b"[3]",
        b'[{"oxide": []}]',
        b'[{"oxid": "Nd2O3"}]',
        b'[{"usd_per_kg": NaN}]',
        b'[{"usd_per_kg": 1e999999999}]',
        b"[" * 100_000,
        b"\xff",
    ],
)
def test_what_is_no_list_of_rows_is_refused_and_does_not_crash(data: bytes) -> None:
    assert read_catalogue({"price_deck.json": data}, today=TODAY).errors


def test_a_table_from_two_files_is_refused() -> None:
    files = {"price_deck.csv": starter.files()["price_deck.csv"], "price_deck.json": b"[]"}
    assert [p.code for p in read_catalogue(files, today=TODAY).errors] == ["table_twice"]


def test_a_table_that_nobody_knows_is_refused() -> None:
    assert [p.code for p in read_catalogue({"catalogue.json": b'{"holdings": []}'}, today=TODAY).errors] == [
        "unknown_column"
    ]
