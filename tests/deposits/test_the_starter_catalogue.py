"""The shipped catalogue reads without an error, and every fault of the world's own figures is caught."""

from datetime import date
from functools import cache

from threads.deposits import starter
from threads.deposits.importing import Catalogue, read_catalogue
from threads.deposits.reporting import Flag


@cache
def shipped() -> Catalogue:
    return read_catalogue(starter.files(), today=date(2026, 11, 22))


def warned(code: str) -> list[tuple[str, int]]:
    return [(problem.file, problem.row) for problem in shipped().warnings if problem.code == code]


def test_everything_is_read_and_nothing_is_refused() -> None:
    assert shipped().errors == ()
    counts = [len(part) for part in (shipped().deposits, shipped().statements, shipped().elements, shipped().prices)]
    assert counts == [120, 65, 73, 12]
    assert len({deposit.country_iso2 for deposit in shipped().deposits}) == 30


def test_every_figure_has_a_source() -> None:
    assert all(deposit.source_url and deposit.source_title for deposit in shipped().deposits)
    assert all(statement.source_url for statement in shipped().statements)
    assert all(row.source_url for row in shipped().elements)
    assert all(price.source_url for price in shipped().prices)


def test_the_oxide_that_does_not_multiply_is_caught() -> None:
    (problem,) = [problem for problem in shipped().warnings if problem.code == "arithmetic_off"]
    assert "96.4 kt" in problem.detail
    assert "86.9 kt" in problem.detail
    assert problem.file == "faults.csv"


def test_the_misprint_of_halleck_creek_is_caught() -> None:
    assert ("resource_statements.csv", 32) in warned("conflicting_figures")


def test_two_undated_totals_of_one_mine_are_caught() -> None:
    assert ("resource_statements.csv", 39) in warned("conflicting_figures")
    assert len(warned("conflicting_figures")) == 2


def test_the_grade_a_tenth_of_its_neighbours_is_caught() -> None:
    assert warned("tenfold_grade") == [("resource_statements.csv", 60)]


def test_short_tons_are_said() -> None:
    assert warned("short_tons") == [("resource_statements.csv", 61), ("resource_statements.csv", 62)]


def test_the_exploration_target_is_said() -> None:
    assert warned("exploration_target") == [("deposits.csv", 98), ("resource_statements.csv", 66)]


def test_flags_stand_on_the_statements_they_name() -> None:
    flagged = {record.key: set(record.flags) for record in shipped().statements if record.flags}
    assert len(flagged) == 6
    out = {key for key, flags in flagged.items() if flags & {Flag.MISPRINT, Flag.DISPUTED_ARITHMETIC}}
    assert {key.split(",")[0] for key in out} == {"halleck-creek", "serra-verde", "steenkampskraal"}
    assert all(record.fault for record in shipped().statements if record.flags)


def test_fifty_five_element_rows_are_complete_and_fifty_eight_belong_to_a_deposit() -> None:
    assert sum(row.complete for row in shipped().elements) == 55
    assert sum(bool(row.slug) for row in shipped().elements) == 58


def test_a_town_is_not_taken_for_a_pit() -> None:
    precision = {deposit.slug: deposit.precision for deposit in shipped().deposits}
    assert precision["kachin-pangwa-chipwe"] == "town"
    assert precision["strange-lake"] == "deposit"
    assert precision["shan-mong-bawk"] is None


def test_no_position_lies_outside_its_country() -> None:
    assert warned("outside_country") == []
