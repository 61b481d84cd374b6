"""The list filters, sorts, searches, pages and exports; it costs the same whatever its length."""

import csv
import io

import orjson
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.members.selectors import NOBODY
from tests.deposits.stock import deposit, rows_of, shipped, stocked
from threads.deposits import selectors
from threads.deposits.selectors import Filters


@pytest.fixture
def catalogue(db: None) -> None:
    shipped()


def found(**filters: str) -> list[str]:
    return [row.slug for row in selectors.all_deposits(viewer=NOBODY, filters=Filters(**filters))]


def test_filters_narrow(catalogue: None) -> None:
    assert len(found(country="MM")) == 4
    assert found(note="unlicensed") == found(country="MM")
    assert found(note="in-conflict") == ["halleck-creek", "serra-verde", "steenkampskraal"]
    assert found(party="shenghe") == ["nechalacho-tardiff", "ngualla"]
    assert len(found(kind="Carbonatite")) == 49
    assert len(found(note="no-statement")) == 51
    assert found(country="XX") == []


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("Pangwa", "kachin-pangwa-chipwe"),
        ("Panwah", "kachin-pangwa-chipwe"),
        ("chipwi", "kachin-pangwa-chipwe"),
        ("Norra Kärr", "norra-karr"),
        ("norra karr", "norra-karr"),
        ("Mountan Pas", "mountain-pass"),
        ("TANBREZ", "tanbreez"),
        ("Kringlerne", "tanbreez"),
    ],
)
def test_a_name_is_found_in_any_spelling(catalogue: None, words: str, slug: str) -> None:
    assert selectors.search_deposits(words)[0].slug == slug


@pytest.mark.parametrize("words", ["", "%", "'; DROP TABLE", "\N{SNOWMAN}", "x" * 500])
def test_a_strange_search_finds_nothing_and_breaks_nothing(catalogue: None, words: str) -> None:
    assert Client().get("/deposits", {"q": words}).status_code == 200
    assert selectors.search_deposits(words) == []


@pytest.mark.parametrize("sort", sorted(selectors.SORTS))
def test_pages_of_any_order_show_each_deposit_once(catalogue: None, sort: str) -> None:
    client, seen, address = Client(), [], f"/api/v1/deposits?sort={sort}&limit=17"
    while address:
        page = client.get(address).json()
        seen += [row["slug"] for row in page["results"]]
        address = page["next"]

    assert len(seen) == len(set(seen)) == 120


def test_the_largest_comes_first_and_missing_figures_last(catalogue: None) -> None:
    rows = selectors.all_deposits(viewer=NOBODY, sort="tonnes")

    assert rows[0].slug == "olympic-dam"
    missing = [row.tonnes_mt is None for row in rows]
    assert missing == sorted(missing)


def test_csv_json_and_geojson_say_the_same(catalogue: None) -> None:
    client = Client()
    lines = list(csv.DictReader(io.StringIO(client.get("/deposits.csv?country=AU").content.decode())))
    records = orjson.loads(client.get("/deposits.json?country=AU").content)
    features = orjson.loads(client.get("/deposits.geojson?country=AU").content)["features"]

    assert [line["slug"] for line in lines] == [one["slug"] for one in records] == [one["id"] for one in features]
    weld = next(one for one in features if one["id"] == "mount-weld")
    assert weld["geometry"]["coordinates"] == [122.55, -28.86]
    assert next(line for line in lines if line["slug"] == "olympic-dam")["treo_grade_pct"] == ""
    assert next(one for one in records if one["slug"] == "olympic-dam")["treo_grade_pct"] is None


def test_a_name_that_a_spreadsheet_would_run_is_made_harmless(db: None) -> None:
    stocked({"deposits.csv": rows_of("deposits", deposit("trap", name='=cmd|"/c calc"!A1'.replace('"', "")))})

    (line,) = list(csv.DictReader(io.StringIO(Client().get("/deposits.csv").content.decode())))

    assert line["name"].startswith("'=")


@pytest.mark.parametrize("count", [3, 40])
def test_lists_cost_the_same_at_two_sizes(db: None, count: int) -> None:
    stocked({"deposits.csv": rows_of("deposits", *(deposit(f"hill-{n}") for n in range(count)))})
    client = Client()
    client.get("/deposits")

    for address, queries in (("/deposits", 5), ("/api/v1/deposits", 3), ("/deposits.csv", 2), ("/map", 4)):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        assert len(asked) == queries, (address, [q["sql"][:90] for q in asked])
