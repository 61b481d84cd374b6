"""Three lists must agree: the module, a naive recomputation that shares no code with it, and the golden file of all
120 rows.
"""

import csv
from functools import cache
from pathlib import Path

import pytest

from tests.rankings import naive
from tests.rankings.lists import shipped_list
from threads.rankings.scoring import COMPONENTS

GOLDEN = Path(__file__).with_name("golden_by_resource.csv")


@cache
def naive_list() -> dict[str, dict[str, object]]:
    return {str(row["slug"]): row for row in naive.the_list()}


@cache
def module_list() -> dict[str, dict[str, object]]:
    rows: dict[str, dict[str, object]] = {}
    for result in shipped_list().results:
        low, high = result.interval or (None, None)
        rows[result.slug] = {
            "slug": result.slug,
            "rank": result.rank,
            "score": result.score,
            "coverage": result.coverage,
            "low": low,
            "high": high,
            **dict(zip("ABCD", (component.raw for component in result.components), strict=True)),
        }
    return rows


def assert_agree(ours: dict[str, object], theirs: dict[str, object]) -> None:
    for name in ("slug", "rank", "low", "high"):
        assert ours[name] == theirs[name], name
    for name in ("score", "coverage", "A", "B", "C", "D"):
        mine, other = ours[name], theirs[name]
        assert (mine is None) == (other is None), name
        if mine is not None:
            assert mine == pytest.approx(other, rel=1e-9, abs=1e-9), name


def test_every_row_agrees_with_the_naive_recomputation() -> None:
    assert module_list().keys() == naive_list().keys()
    for slug, row in module_list().items():
        assert_agree(row, naive_list()[slug])


def test_every_row_agrees_with_the_golden_file() -> None:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        golden = list(csv.DictReader(file))
    assert len(golden) == 120
    for row in golden:
        figures: dict[str, object] = {
            name: None if not text else text if name == "slug" else float(text) for name, text in row.items()
        }
        assert_agree(module_list()[row["slug"]], figures)


def test_every_component_has_its_letter() -> None:
    assert len(COMPONENTS) == len("ABCD")
