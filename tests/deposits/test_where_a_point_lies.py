import pytest

from threads.deposits.geography import (
    OUTLINES,
    Box,
    check_point,
    clip,
    contains,
    country_at,
    distance_km,
    is_country,
    outside_by_km,
)


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [
        (25.88, 98.13, "MM"),
        (-4.49, 39.25, "KE"),
        (35.48, -115.53, "US"),
        (66.0, -175.0, "RU"),
        (66.0, 179.0, "RU"),
        (-29.5, 28.3, "LS"),
        (-17.8, 178.0, "FJ"),
        (0.0, -30.0, None),
    ],
)
def test_a_point_is_found_in_its_country(latitude: float, longitude: float, code: str | None) -> None:
    assert country_at(latitude, longitude) == code


def test_a_country_within_another_is_a_hole_in_it() -> None:
    assert not contains("ZA", -29.5, 28.3)


def test_the_sign_error_of_mrima_hill_is_seen_and_explained() -> None:
    outside = check_point("KE", -4.41667, -39.25)
    assert outside is not None
    assert outside.slip == "longitude_sign"
    assert outside.suggested == (-4.41667, 39.25)
    assert outside.km > 5_000


def test_latitude_and_longitude_the_other_way_round_are_seen() -> None:
    outside = check_point("KE", 39.25, -4.49)
    assert outside is not None
    assert outside.slip == "swapped"


def test_a_point_just_off_the_coast_is_forgiven() -> None:
    assert 0 < outside_by_km("IN", 9.0, 76.5) < 10
    assert check_point("IN", 9.0, 76.5) is None


def test_a_code_that_is_not_drawn_is_not_judged() -> None:
    assert not is_country("QQ")
    assert check_point("QQ", 0.0, 0.0) is None


def test_distance_is_that_of_the_great_circle() -> None:
    # A degree along the equator, and a quarter of the way round over the pole.
    assert distance_km((0, 0), (0, 1)) == pytest.approx(111.195, abs=0.01)
    assert distance_km((0, 0), (90, 0)) == pytest.approx(10_007.6, abs=0.1)
    assert distance_km((0, 179.5), (0, -179.5)) == pytest.approx(111.195, abs=0.01)


def test_a_ring_is_clipped_to_a_rectangle() -> None:
    square = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0))
    assert set(clip(square, Box(1, 1, 2, 9))) == {(1.0, 1.0), (2.0, 1.0), (2.0, 4.0), (1.0, 4.0)}
    assert clip(square, Box(5, 5, 6, 6)) == ()


def test_the_outlines_are_small_and_name_their_source() -> None:
    assert OUTLINES.stat().st_size < 300_000
    assert "Natural Earth" in OUTLINES.read_text("utf-8")[:200]
