from dataclasses import replace
from typing import Any

import pytest

from tests.rankings.lists import element_row, shipped_inputs
from threads.deposits.reporting import Flag
from threads.rankings.compare import CauseCode, Move, compare
from threads.rankings.scoring import DepositInput, RankingInput, Weights, rank_by_resource
from threads.rankings.scoring.snapshot import snapshot_of


def changed(slug: str, **changes: Any) -> RankingInput:
    inputs = shipped_inputs()
    deposits = tuple(replace(d, **changes) if d.slug == slug else d for d in inputs.deposits)
    return replace(inputs, deposits=deposits)


def shipped(slug: str) -> DepositInput:
    return next(d for d in shipped_inputs().deposits if d.slug == slug)


def moves(before: RankingInput, after: RankingInput) -> dict[str, Move]:
    snapshots = [snapshot_of(rank_by_resource(inputs, draws=10)) for inputs in (before, after)]
    return {move.slug: move for move in compare(*snapshots)}


def tanbreez_with_its_old_figure_alone() -> RankingInput:
    return changed("tanbreez", statements=tuple(s for s in shipped("tanbreez").statements if s.effective == "2014"))


def test_a_new_statement_is_said_to_have_replaced_the_old_one() -> None:
    move = moves(tanbreez_with_its_old_figure_alone(), shipped_inputs())["tanbreez"]
    assert (move.before, move.after) == (1, 19)
    assert move.words == (
        "tanbreez: from 1 to 19, since statement [tanbreez, 2025-03-12, indicated+inferred, 44.97 Mt at 0.4 %, S-K 1300] "
        "replaced statement [tanbreez, 2014, total, 4300 Mt at 0.7775 %]"
    )


def test_who_moves_for_no_cause_of_its_own_is_told_who_passed() -> None:
    move = moves(tanbreez_with_its_old_figure_alone(), shipped_inputs())["strange-lake"]
    assert [cause.code for cause in move.causes] == [CauseCode.OTHERS]
    assert move.words == "strange-lake: from 2 to 1, since others moved around it (tanbreez)"


def test_the_largest_move_comes_first() -> None:
    assert next(iter(moves(tanbreez_with_its_old_figure_alone(), shipped_inputs()))) == "tanbreez"


def test_equal_inputs_move_nobody() -> None:
    assert moves(shipped_inputs(), shipped_inputs()) == {}


def test_a_flag_is_named_as_the_cause() -> None:
    statements = tuple(
        replace(s, flags=s.flags | {Flag.MISPRINT}) if s.effective.startswith("2025") else s
        for s in shipped("tanbreez").statements
    )
    move = moves(shipped_inputs(), changed("tanbreez", statements=statements))["tanbreez"]
    assert [cause.code for cause in move.causes] == [CauseCode.FLAGGED, CauseCode.REPLACED]
    assert "was flagged as misprint" in move.words


def test_a_corrected_figure_is_named_with_both_values() -> None:
    statements = tuple(
        replace(s, grade_pct=4.0) if s.effective.startswith("2025") else s for s in shipped("tanbreez").statements
    )
    move = moves(shipped_inputs(), changed("tanbreez", statements=statements))["tanbreez"]
    assert [cause.code for cause in move.causes] == [CauseCode.CHANGED]
    assert "grade_pct 0.4 to 4" in move.words


def test_a_changed_composition_is_named() -> None:
    rows = (element_row(key="new assay", Dy=3_000.0, Tb=900.0),)
    move = moves(shipped_inputs(), changed("mountain-pass", elements=rows))["mountain-pass"]
    assert [cause.code for cause in move.causes] == [CauseCode.COMPOSITION]
    assert move.causes[0].ids == ("mountain-pass__253", "new assay")


def test_prices_and_weights_are_causes_for_all_who_move() -> None:
    dearer = replace(shipped_inputs().deck, name="2023", usd_per_kg={"Nd": 56.0, "Dy": 900.0, "Tb": 1298.0})
    by_price = moves(shipped_inputs(), replace(shipped_inputs(), deck=dearer))
    assert by_price
    assert {cause.code for move in by_price.values() for cause in move.causes} == {CauseCode.PRICES}
    by_weight = moves(shipped_inputs(), replace(shipped_inputs(), weights=Weights(grade=0.6)))
    assert by_weight
    assert {cause.words for move in by_weight.values() for cause in move.causes} == {
        "weights changed: grade 0.15 to 0.6"
    }


def test_a_deposit_that_comes_or_goes_is_named() -> None:
    without = replace(
        shipped_inputs(), deposits=tuple(d for d in shipped_inputs().deposits if d.slug != "strange-lake")
    )
    came = moves(without, shipped_inputs())["strange-lake"]
    assert came.words == "strange-lake: new at 1, since the deposit is new in the catalogue"
    went = moves(shipped_inputs(), without)["strange-lake"]
    assert went.words == "strange-lake: from 1 to not ranked, since the deposit left the catalogue"


@pytest.mark.parametrize("part", ["weights", "deck", "inputs"])
def test_a_snapshot_names_its_inputs_by_hash(part: str) -> None:
    before = snapshot_of(rank_by_resource(shipped_inputs(), draws=2))
    other = {
        "weights": replace(shipped_inputs(), weights=Weights(grade=0.2)),
        "deck": replace(shipped_inputs(), deck=replace(shipped_inputs().deck, name="2025")),
        "inputs": tanbreez_with_its_old_figure_alone(),
    }[part]
    after = snapshot_of(rank_by_resource(other, draws=2))
    differing = {name for name in before["hashes"] if before["hashes"][name] != after["hashes"][name]}
    assert differing == {part, "all"}
