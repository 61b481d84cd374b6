from tests.deposits.files import found, read, table


def statements(*rows: dict[str, str]) -> list[tuple[str, int, str, str, str]]:
    return found(read(deposits=table("deposits"), resource_statements=table("resource_statements", *rows)))


def codes(*rows: dict[str, str]) -> list[tuple[int, str]]:
    return [(row, code) for _, row, _, code, severity in statements(*rows) if severity == "warning"]


def test_a_sign_error_puts_mrima_hill_into_another_country_and_is_explained() -> None:
    catalogue = read(deposits=table("deposits", {"longitude": "-39.25"}))
    (problem,) = catalogue.problems
    assert (problem.row, problem.field, problem.code) == (2, "longitude", "outside_country")
    assert "the other sign of the longitude would put it inside" in problem.detail
    assert len(catalogue.deposits) == 1


def test_arithmetic_off_by_more_than_two_per_cent_is_flagged() -> None:
    catalogue = read(deposits=table("deposits", {"treo_contained_kt": "5000"}))
    assert [problem.code for problem in catalogue.warnings] == ["arithmetic_off"]
    assert "+22.8%" in catalogue.warnings[0].detail


def test_arithmetic_off_by_a_power_of_ten_is_a_unit_gone_wrong() -> None:
    assert [p.code for p in read(deposits=table("deposits", {"treo_contained_kt": "6.1391"})).warnings] == [
        "unit_mix_up"
    ]


def test_more_tonnes_than_any_deposit_has_are_a_unit_gone_wrong() -> None:
    assert codes({"tonnes": "48700000"}) == [(2, "unit_mix_up")]
    assert codes({"tonnes": "48.7", "unit": "t"}) == [(2, "unit_mix_up")]


def test_a_grade_ten_times_its_neighbours_is_flagged() -> None:
    rows = ({"category": "measured"}, {"category": "inferred", "treo_grade_pct": "44"})
    assert (3, "tenfold_grade") in codes(*rows)


def test_a_reserve_is_no_neighbour_of_a_resource() -> None:
    assert codes({}, {"category": "reserve", "treo_grade_pct": "44"}) == []


def test_figures_apart_on_one_date_are_in_conflict() -> None:
    assert codes({}, {"treo_grade_pct": "4.6"}) == [(3, "conflicting_figures")]


def test_a_vaguer_date_with_the_same_tonnes_and_another_grade_is_in_conflict() -> None:
    assert codes({}, {"effective": "2013", "treo_grade_pct": "4.6"}) == [(3, "conflicting_figures")]


def test_another_year_with_other_figures_is_a_new_version_and_no_conflict() -> None:
    assert codes({}, {"effective": "2014", "tonnes": "60", "treo_grade_pct": "4.2"}) == []


def test_two_zones_are_not_in_conflict() -> None:
    assert codes({"zone": "north"}, {"zone": "south", "treo_grade_pct": "4.9"}) == []


def test_one_name_in_one_country_twice_may_be_a_double() -> None:
    catalogue = read(deposits=table("deposits", {}, {"slug": "mrima", "name": "MRIMA HILL"}))
    assert [(p.row, p.code) for p in catalogue.warnings] == [(3, "likely_double")]


def test_a_fault_must_name_a_statement_as_it_is_stated() -> None:
    header = b"slug,effective,category,tonnes,treo_grade_pct,flag,stated_oxide_kt,reason,source_url\n"
    right = b"mrima-hill,2013-07-29,indicated,48.7,4.4,misprint,,because,https://example.org/\n"
    wrong = b"mrima-hill,2013-07-29,indicated,48.7,4.5,misprint,,because,https://example.org/\n"
    tables = {"deposits": table("deposits"), "resource_statements": table("resource_statements")}
    catalogue = read(**tables, faults=header + right + wrong)
    assert found(catalogue) == [("faults.csv", 3, "slug", "unknown_statement", "error")]
    assert catalogue.statements[0].flags == {"misprint"}


def test_every_row_of_a_long_file_is_read() -> None:
    rows = [{"slug": "mrima-hill", "tonnes": f"{n + 1}"} for n in range(3_000)]
    catalogue = read(deposits=table("deposits"), resource_statements=table("resource_statements", *rows))
    assert len(catalogue.statements) == 3_000
    assert catalogue.errors == ()
