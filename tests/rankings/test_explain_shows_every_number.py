import pytest

from tests.rankings.lists import shipped_list
from threads.rankings.explain import explain


def text(slug: str) -> str:
    return "\n".join(explain(shipped_list(), slug))


def test_tanbreez_shows_each_step_with_its_figure() -> None:
    shown = text("tanbreez")
    for step in (
        "tanbreez: rank 19 of 44 ranked, 120 in the list",
        "not in force: no CRIRSCO-family code, and another statement has one",
        "tonnes 44.97 Mt, grade 0.4 % TREO",
        "factor 0.65",
        "Mt x % x 10 = 179.88 kt of TREO; x factor = 116.922 kt",
        "Dy2O3   0.0278266545 of TREO (element x 1.1477), US$ 260 per kg",
        "price of Pr set equal to Nd; the others count 0",
        "of 60 deposits; scaled 0.4396968735",
        "= 48.94981792",
        "rank interval 13 to 27",
        "dirichlet([7, 5, 5, 3])",
    ):
        assert step in shown


def test_short_tons_are_shown_beside_the_metric_figure() -> None:
    assert "tonnes 1.297274178 Mt (1.43 Mst)" in text("mountain-pass")


def test_kachin_says_what_is_missing() -> None:
    shown = text("kachin-pangwa-chipwe")
    assert "not ranked; missing: statement, composition" in shown
    assert "none, and no headline figure" in shown


def test_elements_that_are_not_reported_are_named() -> None:
    assert "not reported, and so not in the sum: Tb, Ho, Tm, Yb, Lu" in text("milo")


def test_every_deposit_can_be_explained() -> None:
    for result in shipped_list().results:
        assert text(result.slug).startswith(result.slug)


def test_an_unknown_deposit_is_an_error() -> None:
    with pytest.raises(KeyError):
        explain(shipped_list(), "atlantis")
