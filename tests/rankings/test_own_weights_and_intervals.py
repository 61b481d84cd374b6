from dataclasses import replace

import numpy as np
import pytest

from tests.rankings.lists import shipped_inputs, shipped_list
from threads.rankings.scoring import BadInputError, Weights, rank_by_resource
from threads.rankings.scoring.scaling import draw_weightings, rank_intervals


def test_the_same_proportions_give_the_same_list() -> None:
    percent = rank_by_resource(replace(shipped_inputs(), weights=Weights(magnet=35, value=25, heavy=25, grade=15)))
    assert [(r.slug, r.rank, r.interval) for r in percent.results] == [
        (r.slug, r.rank, r.interval) for r in shipped_list().results
    ]


def test_a_weighting_by_grade_alone_ranks_by_grade_and_leaves_no_room() -> None:
    ranking = rank_by_resource(replace(shipped_inputs(), weights=Weights(magnet=0, value=0, heavy=0, grade=1)))
    assert len(ranking.ranked) == 60
    scores = [round(result.score or 0, 9) for result in ranking.ranked]
    assert scores == sorted(scores, reverse=True)
    assert all(result.interval == (result.rank, result.rank) for result in ranking.ranked)


def test_equal_grades_tie_by_slug_whatever_the_rounding_of_their_sums() -> None:
    ranking = rank_by_resource(replace(shipped_inputs(), weights=Weights(magnet=0, value=0, heavy=0, grade=1)))
    # Both are of 0.16 %: Lofdal in one statement, Serra Verde as the mean of two.
    lofdal, serra_verde = ranking.of("lofdal").rank, ranking.of("serra-verde").rank
    assert lofdal is not None
    assert serra_verde == lofdal + 1


@pytest.mark.parametrize("bad", [{"magnet": -1.0}, {"value": float("nan")}, {"heavy": float("inf")}])
def test_weights_that_are_no_weights_are_refused(bad: dict[str, float]) -> None:
    with pytest.raises(BadInputError):
        Weights(**bad)


def test_weights_that_are_all_zero_are_refused() -> None:
    with pytest.raises(BadInputError, match="above zero"):
        Weights(magnet=0, value=0, heavy=0, grade=0)


def test_the_draw_is_the_one_that_the_rule_names() -> None:
    expected = np.random.Generator(np.random.PCG64(20251205)).dirichlet([7, 5, 5, 3], 2000)
    assert np.array_equal(draw_weightings(np.array([0.35, 0.25, 0.25, 0.15])), expected)


def test_percentiles_are_truncated_to_whole_ranks() -> None:
    # One deposit leads in A, the other in D: over the weightings both ranks occur.
    scaled = np.array([[1.0, 0.5, 0.5, 0.0], [0.0, 0.5, 0.5, 1.0]])
    weights = np.array([0.25, 0.25, 0.25, 0.25])
    assert rank_intervals(scaled, weights).tolist() == [[1, 2], [1, 2]]


def test_one_that_leads_in_everything_is_first_in_every_weighting() -> None:
    scaled = np.array([[0.4, 0.3, 0.2, 0.1], [1.0, 1.0, 1.0, 1.0]])
    weights = np.array([0.35, 0.25, 0.25, 0.15])
    assert rank_intervals(scaled, weights).tolist() == [[2, 2], [1, 1]]


def test_chunks_do_not_change_the_intervals(monkeypatch: pytest.MonkeyPatch) -> None:
    scaled = np.random.default_rng(1).random((30, 4))
    weights = np.array([0.35, 0.25, 0.25, 0.15])
    whole = rank_intervals(scaled, weights)
    monkeypatch.setattr("threads.rankings.scoring.scaling.CHUNK_CELLS", 64)
    assert np.array_equal(rank_intervals(scaled, weights), whole)
