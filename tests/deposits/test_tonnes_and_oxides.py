from decimal import Decimal

import pytest

from threads.deposits.arithmetic import UnknownUnitError, check_arithmetic, sum_oxides, to_mt


@pytest.mark.parametrize(
    ("tonnes", "unit", "mt"),
    [
        ("1.43", "Mst", "1.2972741782"),
        ("1", "st", "9.0718474E-7"),
        ("605000", "t", "0.605"),
        ("605", "kt", "0.605"),
        ("44.97", "Mt", "44.97"),
    ],
)
def test_units_convert_exactly(tonnes: str, unit: str, mt: str) -> None:
    assert to_mt(Decimal(tonnes), unit) == Decimal(mt)


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(UnknownUnitError):
        to_mt(Decimal(1), "lb")


def test_the_operators_oxide_of_steenkampskraal_does_not_multiply() -> None:
    check = check_arithmetic(tonnes_mt=Decimal("0.665"), grade_pct=Decimal("14.5"), stated_kt=Decimal("86.9"))
    assert check is not None
    assert check.computed_kt == Decimal("96.425")
    assert not check.agrees


@pytest.mark.parametrize(("stated", "agrees"), [("100", True), ("102.05", False), ("98.04", True), ("98.03", False)])
def test_two_per_cent_of_the_stated_figure_is_the_limit(stated: str, agrees: bool) -> None:
    check = check_arithmetic(tonnes_mt=Decimal(10), grade_pct=Decimal(1), stated_kt=Decimal(stated))
    assert check is not None
    assert check.agrees is agrees


def test_nothing_is_checked_where_a_figure_is_missing() -> None:
    assert check_arithmetic(tonnes_mt=None, grade_pct=Decimal(1), stated_kt=Decimal(1)) is None


def test_heavy_oxides_say_where_they_begin() -> None:
    ppm: dict[str, float | None] = {"Nd": 100.0, "Eu": 100.0, "Dy": 100.0, "Y": None}
    broad, narrow = sum_oxides(ppm), sum_oxides(ppm, hreo_basis="Gd-Lu+Y")
    assert broad is not None
    assert narrow is not None
    total = 100 * (1.1664 + 1.1579 + 1.1477)
    assert broad.treo_pct == pytest.approx(total / 10_000)
    assert broad.hreo_share == pytest.approx(100 * (1.1579 + 1.1477) / total)
    assert narrow.hreo_share == pytest.approx(100 * 1.1477 / total)
    assert broad.magnet_share == pytest.approx(100 * (1.1664 + 1.1477) / total)
    assert "Y" in broad.missing


def test_no_element_makes_no_sum() -> None:
    assert sum_oxides({"Nd": None}) is None
