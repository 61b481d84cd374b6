import pytest

from tests.rankings.lists import deposit, statement
from threads.deposits.reporting import Category, Flag
from threads.rankings.scoring import Reason, Statement, uses_of


def reasons(*statements: Statement, headline: Statement | None = None) -> dict[str, Reason]:
    return {use.statement.id: use.reason for use in uses_of(deposit("a", *statements, headline=headline))}


def test_a_reserve_is_no_resource() -> None:
    assert reasons(statement(Category.RESERVE, key="r")) == {"r": Reason.RESERVE}


def test_an_exploration_target_is_no_resource() -> None:
    assert reasons(statement(Category.EXPLORATION_TARGET, None, None, key="t")) == {"t": Reason.TARGET}


def test_a_state_class_is_never_converted() -> None:
    assert reasons(statement(Category.STATE_CLASS, key="c1")) == {"c1": Reason.STATE_CLASS}


@pytest.mark.parametrize(
    ("flag", "reason"), [(Flag.MISPRINT, Reason.MISPRINT), (Flag.DISPUTED_ARITHMETIC, Reason.DISPUTED)]
)
def test_a_flagged_statement_gives_way_to_the_one_before_it(flag: Flag, reason: Reason) -> None:
    late = statement(key="late", effective="2025", flags=frozenset({flag}))
    assert reasons(late, statement(key="early", effective="2020")) == {"late": reason, "early": Reason.SPLIT}


def test_a_flag_for_readers_changes_nothing() -> None:
    assert reasons(statement(key="s", flags=frozenset({Flag.NON_COMPLIANT}))) == {"s": Reason.SPLIT}


def test_a_code_goes_before_a_later_statement_without_one() -> None:
    found = reasons(statement(key="coded", effective="2010"), statement(key="bare", effective="2025", code=""))
    assert found == {"coded": Reason.SPLIT, "bare": Reason.UNCODED}


def test_a_flagged_coded_statement_does_not_put_the_uncoded_out_of_force() -> None:
    flagged = statement(key="coded", flags=frozenset({Flag.MISPRINT}))
    assert reasons(flagged, statement(key="bare", code=""))["bare"] == Reason.SPLIT


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("", "1990"), ("2024", "2024-01"), ("2024-06", "2024-06-01"), ("2024-12-31", "2025"), ("2025", "2025-04-29")],
)
def test_the_later_date_counts_and_the_vaguer_of_a_year_is_earlier(earlier: str, later: str) -> None:
    found = reasons(statement(key="earlier", effective=earlier), statement(key="later", effective=later))
    assert found == {"earlier": Reason.OLDER, "later": Reason.SPLIT}


@pytest.mark.parametrize("covered", [95.0, 100.0, 105.0])
def test_a_split_that_covers_the_total_within_five_per_cent_counts(covered: float) -> None:
    found = reasons(statement(Category.TOTAL, 100.0, key="total"), statement(tonnes=covered, key="split"))
    assert found == {"total": Reason.SPLIT_COVERS, "split": Reason.SPLIT}


@pytest.mark.parametrize("covered", [94.9, 105.1])
def test_a_split_that_does_not_cover_the_total_gives_way_to_it(covered: float) -> None:
    found = reasons(statement(Category.TOTAL, 100.0, key="total"), statement(tonnes=covered, key="split"))
    assert found == {"total": Reason.TOTAL, "split": Reason.SPLIT_SHORT}


def test_a_part_without_a_grade_covers_nothing() -> None:
    found = reasons(statement(Category.TOTAL, 100.0, key="total"), statement(tonnes=100.0, grade=None, key="split"))
    assert found == {"total": Reason.TOTAL, "split": Reason.SPLIT_SHORT}


def test_tonnes_are_counted_once_where_a_sum_stands_beside_all_of_its_parts() -> None:
    found = reasons(
        statement(Category.MEASURED, key="m"),
        statement(Category.INDICATED, key="i"),
        statement(Category.MEASURED_INDICATED, 20.0, key="m+i"),
        statement(Category.INFERRED, key="inf"),
    )
    assert found == {"m": Reason.SPLIT, "i": Reason.SPLIT, "m+i": Reason.OVERLAP, "inf": Reason.SPLIT}


def test_a_part_gives_way_to_a_sum_whose_other_part_is_not_stated() -> None:
    found = reasons(statement(Category.MEASURED, key="m"), statement(Category.MEASURED_INDICATED, 20.0, key="m+i"))
    assert found == {"m": Reason.OVERLAP, "m+i": Reason.SPLIT}


def test_of_two_totals_of_one_date_the_one_with_less_oxide_counts() -> None:
    found = reasons(statement(Category.TOTAL, 10.0, key="less"), statement(Category.TOTAL, 20.0, key="more"))
    assert found == {"less": Reason.TOTAL, "more": Reason.OTHER_TOTAL}


def test_zones_together_stand_for_the_split_of_the_whole() -> None:
    found = reasons(
        statement(Category.TOTAL, 100.0, key="whole"),
        statement(Category.INDICATED, 60.0, key="north", zone="north"),
        statement(Category.INFERRED, 41.0, key="south", zone="south"),
    )
    assert found == {"whole": Reason.SPLIT_COVERS, "north": Reason.SPLIT, "south": Reason.SPLIT}


def test_zones_are_not_added_to_a_split_of_the_whole() -> None:
    found = reasons(statement(key="whole"), statement(key="north", zone="north"))
    assert found == {"whole": Reason.SPLIT, "north": Reason.WHOLE}


def test_the_headline_counts_only_where_no_statement_does() -> None:
    headline = statement(Category.TOTAL, key="headline")
    assert reasons(headline=headline) == {"headline": Reason.HEADLINE}
    assert reasons(statement(key="s"), headline=headline)["headline"] == Reason.STATEMENTS
    assert reasons(statement(Category.RESERVE, key="r"), headline=headline)["headline"] == Reason.HEADLINE


def test_a_headline_that_is_an_exploration_target_does_not_count() -> None:
    assert reasons(headline=statement(Category.EXPLORATION_TARGET, 1.0, key="h")) == {"h": Reason.TARGET}
