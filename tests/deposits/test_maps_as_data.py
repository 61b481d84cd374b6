import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threads.deposits.mapping import (
    Marker,
    cluster,
    coarsen,
    country_map,
    equal_earth,
    land_path,
    shown_position,
    world_paths,
    world_view,
)

latitudes = st.floats(min_value=-90, max_value=90)
longitudes = st.floats(min_value=-180, max_value=180)
PATH = re.compile(r"(M-?\d+(\.\d)? -?\d+(\.\d)?l(-?\d+(\.\d)? -?\d+(\.\d)? ?)*z)+")


def test_equal_earth_gives_the_published_extent() -> None:
    # Savric, Patterson and Jenny 2018: the equator is 2.05458 times as long as the meridian between the poles.
    assert equal_earth(0, 180)[0] / equal_earth(90, 0)[1] == pytest.approx(2.05458, abs=1e-4)
    assert equal_earth(0, 0) == (0.0, 0.0)


@given(latitudes, longitudes)
def test_every_point_of_the_globe_falls_into_the_world(latitude: float, longitude: float) -> None:
    view = world_view(960)
    x, y = view.place(latitude, longitude)
    assert -0.1 <= x <= view.width + 0.1
    assert -0.1 <= y <= view.height + 0.1


@given(latitudes, longitudes)
def test_a_coarse_position_is_near_and_says_nothing_of_where_in_its_cell(latitude: float, longitude: float) -> None:
    coarse = coarsen(latitude, longitude)
    assert abs(coarse.latitude - latitude) <= 0.25 + 1e-9
    assert abs(coarse.longitude - longitude) <= 0.25 + 1e-9
    assert coarsen(coarse.latitude, coarse.longitude) == coarse


def test_places_in_a_conflict_zone_are_coarse_unless_said_otherwise() -> None:
    assert shown_position(25.88, 98.13, "MM").coarse_by == 0.5
    assert shown_position(25.88, 98.13, "MM", coarse=False).coarse_by == 0
    assert shown_position(56.3, -64.12, "CA").latitude == 56.3


def test_paths_are_paths_and_small_enough_for_a_page() -> None:
    assert PATH.fullmatch(land_path(960.0))
    assert len(land_path(960.0)) < 140_000
    assert {"MM", "GL", "RU"} <= {code for code, _ in world_paths(960.0)}


@pytest.mark.parametrize("code", ["MM", "RU", "FJ", "NO", "KE", "US"])
def test_a_country_and_its_neighbours_fit_the_frame(code: str) -> None:
    drawn = country_map(code, width=480, height=360)
    assert PATH.fullmatch(drawn.country)
    assert not drawn.neighbours or PATH.fullmatch(drawn.neighbours)
    assert len(drawn.country) + len(drawn.neighbours) < 60_000


def test_a_point_outside_widens_the_frame() -> None:
    x, y = country_map("US", points=[(54.91, -132.13)]).view.place(54.91, -132.13)
    assert 0 <= x <= 480
    assert 0 <= y <= 360


def test_near_markers_make_one_cluster_and_the_largest_comes_first() -> None:
    view = world_view(960)
    markers = [Marker("b", 40.0, -105.0), Marker("a", 40.1, -105.1), Marker("far", -25.0, 133.0)]
    clusters = cluster(markers, view)
    assert [c.keys for c in clusters] == [("a", "b"), ("far",)]
    assert cluster(reversed(markers), view) == clusters
    assert clusters[0].count == 2


def test_markers_outside_the_frame_are_left_out() -> None:
    view = country_map("KE").view
    assert cluster([Marker("strange-lake", 56.3, -64.12)], view) == ()
