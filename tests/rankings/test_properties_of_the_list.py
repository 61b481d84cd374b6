"""What is true of every list, whatever the figures."""

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from threads.deposits.arithmetic import ELEMENTS
from threads.deposits.reporting import Category, Flag
from threads.rankings.scoring import (
    COVERAGE_NEEDED,
    DepositInput,
    ElementRow,
    Ranking,
    RankingInput,
    Statement,
    Weights,
    rank_by_resource,
)

figures = st.floats(min_value=1e-4, max_value=1e4)
perhaps = st.none() | figures
dates = st.sampled_from(["", "2019", "2024", "2024-06", "2024-06-30"])
codes = st.sampled_from(["JORC 2012", "NI 43-101", "S-K 1300", "", "Chinese (potential reserve)"])
flags = st.sampled_from([frozenset(), frozenset({Flag.MISPRINT}), frozenset({Flag.NON_COMPLIANT})])
weightings = st.builds(Weights, magnet=figures, value=figures, heavy=figures, grade=figures)
DRAWS = 20


@st.composite
def deposits(draw: st.DrawFn) -> tuple[DepositInput, ...]:
    """Up to eight deposits, with or without statements, headlines and compositions."""
    slugs = draw(st.lists(st.sampled_from([f"place-{letter}" for letter in "abcdefgh"]), unique=True, max_size=8))
    made = []
    for slug in slugs:
        count = draw(st.integers(0, 3))
        statements = tuple(
            Statement(
                id=f"{slug} {number}",
                category=draw(st.sampled_from(list(Category))),
                tonnes=draw(perhaps),
                grade_pct=draw(st.none() | st.floats(min_value=0.001, max_value=60)),
                code=draw(codes),
                effective=draw(dates),
                zone=draw(st.sampled_from(["", "", "north"])),
                flags=draw(flags),
            )
            for number in range(count)
        )
        rows = tuple(
            ElementRow(
                id=f"{slug} zone {number}",
                ore_mt=draw(perhaps),
                ppm=tuple(draw(st.lists(perhaps, min_size=len(ELEMENTS), max_size=len(ELEMENTS)))),
                complete=draw(st.booleans()),
            )
            for number in range(draw(st.integers(0, 2)))
        )
        made.append(DepositInput(slug=slug, statements=statements, elements=rows))
    return tuple(made)


def listed(items: tuple[DepositInput, ...], weights: Weights | None = None) -> Ranking:
    return rank_by_resource(RankingInput(deposits=items, weights=weights or Weights()), draws=DRAWS)


@given(deposits(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_in_which_figures_arrive_changes_nothing(items: tuple[DepositInput, ...], chance: Random) -> None:
    def shuffled[T](things: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(chance.sample(things, len(things)))

    mixed = tuple(
        replace(item, statements=shuffled(item.statements), elements=shuffled(item.elements))
        for item in shuffled(items)
    )
    for ours, theirs in zip(listed(items).results, listed(mixed).results, strict=True):
        assert replace(ours, deposit=theirs.deposit, uses=theirs.uses) == theirs


@given(deposits(), weightings)
@settings(max_examples=60, deadline=None)
def test_scaled_components_lie_between_zero_and_one_and_scores_up_to_a_hundred(
    items: tuple[DepositInput, ...], weights: Weights
) -> None:
    for result in listed(items, weights).results:
        assert all(c.scaled is None or 0 <= c.scaled <= 1 for c in result.components)
        assert result.score is None or -1e-9 <= result.score <= 100 + 1e-9


@given(deposits(), weightings)
@settings(max_examples=60, deadline=None)
def test_a_deposit_ranks_just_where_its_coverage_reaches_the_threshold(
    items: tuple[DepositInput, ...], weights: Weights
) -> None:
    for result in listed(items, weights).results:
        present = sum(c.weight for c in result.components if c.scaled is not None)
        assert abs(present - result.coverage) < 1e-9
        assert (result.rank is not None) == (present >= COVERAGE_NEEDED - 1e-9)


@given(deposits())
@settings(max_examples=60, deadline=None)
def test_what_is_missing_is_named_and_never_zero(items: tuple[DepositInput, ...]) -> None:
    for result in listed(items).results:
        for component in result.components:
            assert (component.scaled is None) == bool(component.missing)
            assert component.scaled is None or (component.raw is not None and component.raw > 0)
        present = [c for c in result.components if c.scaled is not None]
        if result.score is not None:
            mean = sum(c.weight * (c.scaled or 0) for c in present) / sum(c.weight for c in present)
            assert abs(result.score - 100 * mean) < 1e-9


@given(deposits(), weightings, st.floats(min_value=0.01, max_value=100))
@settings(max_examples=60, deadline=None)
def test_only_the_proportions_of_weights_count(items: tuple[DepositInput, ...], weights: Weights, times: float) -> None:
    more = Weights(
        magnet=weights.magnet * times,
        value=weights.value * times,
        heavy=weights.heavy * times,
        grade=weights.grade * times,
    )
    for ours, theirs in zip(listed(items, weights).results, listed(items, more).results, strict=True):
        assert ours.slug == theirs.slug
        assert ours.rank == theirs.rank
        assert abs((ours.score or 0) - (theirs.score or 0)) < 1e-9


@given(deposits())
@settings(max_examples=60, deadline=None)
def test_ranks_count_from_one_by_score_and_ties_go_by_slug(items: tuple[DepositInput, ...]) -> None:
    ranked = listed(items).ranked
    assert [result.rank for result in ranked] == list(range(1, len(ranked) + 1))
    keys = [(-round(result.score or 0, 9), result.slug) for result in ranked]
    assert keys == sorted(keys)


@given(deposits())
@settings(max_examples=30, deadline=None)
def test_twins_stand_side_by_side_in_the_order_of_their_slugs(items: tuple[DepositInput, ...]) -> None:
    twins = tuple(twin for item in items for twin in (item, replace(item, slug=f"{item.slug}-twin")))
    places = {result.slug: result.rank for result in listed(twins).ranked}
    for item in items:
        if item.slug in places:
            own, twin = places[item.slug], places[f"{item.slug}-twin"]
            assert own is not None
            assert twin is not None
            assert own < twin


@given(deposits())
@settings(max_examples=60, deadline=None)
def test_an_interval_lies_within_the_list(items: tuple[DepositInput, ...]) -> None:
    ranking = listed(items)
    for result in ranking.results:
        assert (result.interval is None) == (result.rank is None)
        if result.interval is not None:
            low, high = result.interval
            assert 1 <= low <= high <= len(ranking.ranked)


@given(deposits())
@settings(max_examples=30, deadline=None)
def test_a_deposit_of_which_nothing_is_known_changes_nobody_else(items: tuple[DepositInput, ...]) -> None:
    before = listed(items)
    after = listed((*items, DepositInput(slug="unknown")))
    assert after.of("unknown").rank is None
    assert [r for r in after.results if r.slug != "unknown"] == list(before.results)
