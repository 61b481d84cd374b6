import pytest

from tests.rankings.lists import deposit, element_row, statement
from threads.deposits.arithmetic import ELEMENTS, OXIDE_FACTORS
from threads.deposits.reporting import Category
from threads.rankings.scoring import DepositInput, DepositResult, RankingInput, rank_by_resource


def result_of(item: DepositInput) -> DepositResult:
    return rank_by_resource(RankingInput(deposits=(item,)), draws=2).of(item.slug)


def raw(item: DepositInput) -> dict[str, float | None]:
    return {component.key: component.raw for component in result_of(item).components}


@pytest.mark.parametrize(
    ("category", "factor"),
    [
        (Category.MEASURED, 1.0),
        (Category.MEASURED_INDICATED, 0.9),
        (Category.INDICATED, 0.8),
        (Category.INDICATED_INFERRED, 0.65),
        (Category.TOTAL, 0.65),
        (Category.INFERRED, 0.5),
    ],
)
def test_each_category_has_its_factor_and_no_code_halves_it(category: Category, factor: float) -> None:
    assert statement(category, code="SAMREC 2016").factor == factor
    assert statement(category, code="Russian GKZ state balance").factor == factor / 2
    assert statement(category, code="").factor == factor / 2


def test_short_tons_become_metric_tonnes() -> None:
    assert statement(tonnes=2.0, unit="Mst").tonnes_mt == pytest.approx(1.81436948, abs=1e-15)


def test_magnet_oxide_is_the_sum_over_statements_by_factor_times_the_magnet_share() -> None:
    row = element_row()
    total = sum(OXIDE_FACTORS.values())
    magnet = sum(OXIDE_FACTORS[e] for e in ("Nd", "Pr", "Dy", "Tb")) / total
    item = deposit(
        "a", statement(Category.MEASURED, 10.0, 2.0), statement(Category.INFERRED, 30.0, 1.0), elements=(row,)
    )
    assert raw(item)["magnet"] == pytest.approx((10 * 2 * 10 * 1.0 + 30 * 1 * 10 * 0.5) * magnet, rel=1e-12)


def test_grade_is_weighted_by_tonnes_without_factors() -> None:
    item = deposit("a", statement(Category.MEASURED, 10.0, 2.0), statement(Category.INFERRED, 30.0, 1.0))
    assert raw(item)["grade"] == pytest.approx(1.25, rel=1e-12)


def test_value_is_priced_by_the_deck_with_praseodymium_as_neodymium() -> None:
    total = sum(OXIDE_FACTORS.values())
    prices = {"Nd": 56, "Pr": 56, "Dy": 260, "Tb": 810, "Eu": 27}
    expected = sum(OXIDE_FACTORS[e] / total * price for e, price in prices.items())
    assert raw(deposit("a", elements=(element_row(),)))["value"] == pytest.approx(expected, rel=1e-12)


def test_zones_are_weighted_by_their_tonnes() -> None:
    rich, poor = element_row(key="rich", ore=1.0, Dy=400.0), element_row(key="poor", ore=3.0, Dy=0.0)
    # (400 x 1 + 0 x 3) / 4 is 100 ppm again.
    mixed, plain = raw(deposit("a", elements=(rich, poor))), raw(deposit("a", elements=(element_row(),)))
    assert mixed["heavy"] == pytest.approx(plain["heavy"], rel=1e-12)


def test_incomplete_rows_give_no_composition() -> None:
    assert result_of(deposit("a", elements=(element_row(complete=False),))).shares is None


def test_a_lone_zone_needs_no_tonnes_but_among_several_it_does() -> None:
    lone = result_of(deposit("a", elements=(element_row(ore=None),)))
    assert lone.shares is not None
    both = result_of(deposit("a", elements=(element_row(key="x", ore=None, Dy=5_000.0), element_row(key="y"))))
    assert both.shares == lone.shares


def test_an_element_that_a_complete_row_does_not_report_adds_nothing_to_the_sum() -> None:
    shares = result_of(deposit("a", elements=(element_row(Tb=None),))).shares
    assert shares is not None
    assert shares[ELEMENTS.index("Tb")] == 0
    assert sum(shares) == pytest.approx(1.0)


def test_a_statement_without_a_grade_adds_neither_oxide_nor_tonnes() -> None:
    result = result_of(
        deposit("a", statement(tonnes=100.0, grade=None, key="x"), statement(Category.INFERRED, 10.0, 0.4))
    )
    assert result.tonnes_mt == 10.0
    assert result.contained_kt == pytest.approx(40.0)


def test_a_component_of_zero_has_no_logarithm_and_is_missing() -> None:
    heavy = result_of(deposit("a", elements=(element_row(Dy=0.0, Tb=0.0),))).components[2]
    assert heavy.scaled is None
    assert heavy.missing == ("nothing above zero",)
