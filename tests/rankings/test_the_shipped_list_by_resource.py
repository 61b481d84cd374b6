from dataclasses import replace

import pytest

from tests.rankings.lists import shipped_inputs, shipped_list
from threads.rankings.scoring import RankingInput, rank_by_resource


def test_forty_four_of_one_hundred_and_twenty_deposits_rank() -> None:
    assert len(shipped_list().results) == 120
    assert len(shipped_list().ranked) == 44


def test_strange_lake_is_first_and_tanbreez_nineteenth() -> None:
    assert shipped_list().ranked[0].slug == "strange-lake"
    assert shipped_list().of("tanbreez").rank == 19


def test_tanbreez_is_first_on_its_old_uncoded_figure() -> None:
    deposits = tuple(
        replace(d, statements=tuple(s for s in d.statements if s.effective == "2014")) if d.slug == "tanbreez" else d
        for d in shipped_inputs().deposits
    )
    ranking = rank_by_resource(RankingInput(deposits=deposits, deck=shipped_inputs().deck))
    assert ranking.ranked[0].slug == "tanbreez"


def test_kachin_is_not_ranked_and_says_what_is_missing() -> None:
    kachin = shipped_list().of("kachin-pangwa-chipwe")
    assert kachin.rank is None
    assert kachin.score is None
    assert kachin.missing == ("statement", "composition")


def test_the_deck_is_read_from_the_shipped_prices() -> None:
    assert shipped_inputs().deck.name == "2024"
    assert dict(shipped_inputs().deck.usd_per_kg) == {"Tb": 810.0, "Dy": 260.0, "Nd": 56.0, "Eu": 27.0}
    assert shipped_inputs().deck.assumed == {"Pr": "Nd"}


def test_mountain_pass_is_converted_from_short_tons() -> None:
    assert shipped_list().of("mountain-pass").tonnes_mt == pytest.approx((1.43 + 9.08) * 0.90718474, abs=1e-12)


def test_what_lacks_a_figure_says_which() -> None:
    missing = {result.slug: result.missing for result in shipped_list().results}
    assert missing["lovozero"] == ("tonnes", "composition")
    assert missing["tomtor"] == ("grade", "composition")
    assert missing["gakara"] == ("statement", "composition")
    assert missing["serra-verde"] == ("composition",)
