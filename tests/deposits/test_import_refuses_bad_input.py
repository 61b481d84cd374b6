import pytest

from tests.deposits.files import found, read, table


@pytest.mark.parametrize(
    ("name", "change", "field", "code"),
    [
        ("deposits", {"slug": "Mrima Hill"}, "slug", "bad_slug"),
        ("deposits", {"slug": "x" * 81}, "slug", "bad_slug"),
        ("deposits", {"name": ""}, "name", "missing_value"),
        ("deposits", {"source_url": ""}, "source_url", "missing_source"),
        ("deposits", {"source_title": ""}, "source_title", "missing_source"),
        ("deposits", {"source_url": "javascript:alert(1)"}, "source_url", "bad_url"),
        ("deposits", {"source_url": "https://[bad"}, "source_url", "bad_url"),
        ("deposits", {"country_iso2": "ZZ"}, "country_iso2", "unknown_country"),
        ("deposits", {"latitude": "-94.49"}, "latitude", "impossible_position"),
        ("deposits", {"longitude": "239.25"}, "longitude", "impossible_position"),
        ("deposits", {"longitude": ""}, "longitude", "half_a_position"),
        ("deposits", {"latitude": "0", "longitude": "0"}, "latitude", "null_island"),
        ("deposits", {"latitude": "4d 29m S"}, "latitude", "not_a_number"),
        ("deposits", {"treo_grade_pct": "100.1"}, "treo_grade_pct", "over_100_percent"),
        ("deposits", {"treo_grade_pct": "0"}, "treo_grade_pct", "zero"),
        ("deposits", {"resource_tonnes_mt": "-1"}, "resource_tonnes_mt", "negative"),
        ("deposits", {"resource_tonnes_mt": "1,594"}, "resource_tonnes_mt", "not_a_number"),
        ("deposits", {"resource_tonnes_mt": "NaN"}, "resource_tonnes_mt", "not_a_number"),
        ("deposits", {"resource_tonnes_mt": "1e400"}, "resource_tonnes_mt", "not_a_number"),
        ("deposits", {"effective_date": "2027"}, "effective_date", "future_date"),
        ("deposits", {"effective_date": "29.07.2013"}, "effective_date", "bad_date"),
        ("deposits", {"reporting_code": "XYZ"}, "reporting_code", "unknown_code"),
        ("deposits", {"precision": "roughly"}, "precision", "unknown_precision"),
        ("deposits", {"notes": "a\x00b"}, "notes", "nul_character"),
        ("deposits", {"notes": "n" * 4_001}, "notes", "too_long"),
        ("resource_statements", {"category": "supposed"}, "category", "unknown_category"),
        ("resource_statements", {"unit": "lb"}, "unit", "unknown_unit"),
        ("resource_statements", {"unit": ""}, "unit", "missing_value"),
        ("resource_statements", {"effective": "2026-12-01"}, "effective", "future_date"),
        ("resource_statements", {"treo_grade_pct": "3292"}, "treo_grade_pct", "over_100_percent"),
        ("element_grades", {"Nd_ppm": "1000001"}, "Nd_ppm", "too_large"),
        ("element_grades", {"complete": "maybe"}, "complete", "not_yes_or_no"),
        ("element_grades", {"Nd_ppm": ""}, "complete", "nothing_reported"),
        ("element_grades", {"Nd_ppm": "900000"}, "treo_pct_computed", "over_100_percent"),
        ("price_deck", {"oxide": "NdO"}, "oxide", "unknown_oxide"),
        ("price_deck", {"year": "2030"}, "year", "future_date"),
        ("price_deck", {"usd_per_kg": ""}, "usd_per_kg", "missing_value"),
    ],
)
def test_a_bad_field_is_refused_with_its_row_and_reason(
    name: str, change: dict[str, str], field: str, code: str
) -> None:
    files = {"deposits": table("deposits"), name: table(name, change)}
    catalogue = read(**files)
    assert (f"{name}.csv", 2, field, code, "error") in found(catalogue)
    assert all(problem.detail for problem in catalogue.problems)


def test_a_good_catalogue_has_no_error() -> None:
    names = ("deposits", "resource_statements", "element_grades", "price_deck")
    assert read(**{name: table(name) for name in names}).errors == ()


def test_a_ragged_row_is_refused_with_its_line_and_the_others_are_read() -> None:
    data = table("resource_statements") + b"mrima-hill,2013\n"
    catalogue = read(deposits=table("deposits"), resource_statements=data)
    assert found(catalogue) == [("resource_statements.csv", 3, "", "ragged_row", "error")]
    assert len(catalogue.statements) == 1


def test_a_line_break_within_quotes_does_not_shift_the_row_numbers() -> None:
    rows = ({"remark": "two\nlines"}, {"unit": "lb"})
    catalogue = read(deposits=table("deposits"), resource_statements=table("resource_statements", *rows))
    assert ("resource_statements.csv", 4, "unit", "unknown_unit", "error") in found(catalogue)


def test_a_file_that_is_not_utf8_is_refused_with_its_line() -> None:
    data = table("deposits", {}, {"slug": "norra", "name": "Norra Kärr"}).decode().encode("latin-1")
    assert found(read(deposits=data)) == [("deposits.csv", 3, "", "not_utf8", "error")]


def test_a_byte_order_mark_is_no_part_of_the_first_column() -> None:
    assert read(deposits=b"\xef\xbb\xbf" + table("deposits")).errors == ()


def test_missing_unknown_and_doubled_columns_are_refused() -> None:
    header = table("price_deck").split(b"\n")[0]
    assert ("price_deck.csv", 1, "year", "missing_column", "error") in found(
        read(price_deck=header.replace(b"year", b"yr"))
    )
    assert ("price_deck.csv", 1, "yr", "unknown_column", "error") in found(
        read(price_deck=header.replace(b"year", b"yr"))
    )
    assert ("price_deck.csv", 1, "year", "duplicate_column", "error") in found(read(price_deck=header + b",year"))


@pytest.mark.parametrize("data", [b"", b"\x00", b'"', b"slug\n\n\n", b"\xff\xfe"])
def test_what_is_no_table_is_refused_and_does_not_crash(data: bytes) -> None:
    assert read(deposits=data).errors


def test_a_file_with_another_name_is_refused() -> None:
    assert [problem.code for problem in read(holdings=b"").errors] == ["unknown_file"]


def test_a_slug_twice_is_refused() -> None:
    assert ("deposits.csv", 3, "slug", "duplicate", "error") in found(read(deposits=table("deposits", {}, {})))


def test_a_statement_twice_is_refused() -> None:
    catalogue = read(deposits=table("deposits"), resource_statements=table("resource_statements", {}, {}))
    assert found(catalogue) == [("resource_statements.csv", 3, "slug", "duplicate", "error")]


def test_a_statement_of_an_unknown_deposit_is_refused() -> None:
    catalogue = read(resource_statements=table("resource_statements"))
    assert found(catalogue) == [("resource_statements.csv", 2, "slug", "unknown_deposit", "error")]
