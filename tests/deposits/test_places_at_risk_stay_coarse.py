"""Where people are at risk a position is coarse on every path; editors alone see it as it is."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.deposits.stock import deposit, rows_of, stocked
from tests.world import World, client_of
from threads.deposits import selectors
from threads.deposits.models import Target

EXACT = ("25.8812", "98.1377")
PATHS = (
    "/deposits", "/deposits.csv", "/deposits.json", "/deposits.geojson", "/map", "/map?country=MM", "/deposits/pits",
    "/deposits/pits/changes", "/api/v1/deposits", "/api/v1/deposits.geojson", "/api/v1/deposits/pits",
    "/api/v1/deposits/pits/changes",
)  # fmt: skip


@pytest.fixture
def pits(world: World) -> None:
    row = deposit("pits", "MM", latitude=EXACT[0], longitude=EXACT[1])
    stocked({"deposits.csv": rows_of("deposits", row)})


@pytest.mark.parametrize("path", PATHS)
def test_no_address_gives_the_exact_place(world: World, pits: None, path: str, api: Callable[..., Client]) -> None:
    for viewer in (world.nobody, world.geologist, world.moderator):
        client = api(viewer) if path.startswith("/api") else client_of(viewer)
        answer = client.get(path)
        assert answer.status_code == 200
        assert not [figure for figure in EXACT if figure in answer.content.decode()]


def test_a_form_to_propose_a_change_does_not_hold_it_either(world: World, pits: None) -> None:
    answer = client_of(world.newcomer).get("/deposits/pits/edit/deposit/0")

    assert answer.status_code == 200
    assert not [figure for figure in EXACT if figure in answer.content.decode()]


def test_an_editor_sees_it_to_keep_it_true(world: World, pits: None) -> None:
    columns = selectors.row_columns("pits", Target.DEPOSIT, None, viewer=world.editor)

    assert (columns["latitude"], columns["longitude"]) == EXACT


def test_the_page_says_that_it_is_coarse_on_purpose(world: World, pits: None) -> None:
    assert "coarse on purpose" in Client().get("/deposits/pits").content.decode()


def test_elsewhere_a_place_is_exact_unless_an_editor_wants_it_coarse(world: World) -> None:
    columns = "slug,name,aliases,country_iso2,region,latitude,longitude,deposit_type,stage,operator,controlling_party,"
    columns += "resource_tonnes_mt,treo_grade_pct,treo_contained_kt,hreo_share_pct,reporting_code,effective_date,"
    columns += "source_title,source_url,notes,coarse"
    lines = [columns]
    lines += [f"{slug},{slug},,KE,,-4.4901,39.2512,,,,,,,,,,,A,https://example.org,,{coarse}"
              for slug, coarse in (("open", ""), ("shy", "1"))]  # fmt: skip
    stocked({"deposits.csv": "\n".join(lines).encode()})

    rows = selectors.deposits_by_slug(["open", "shy"], viewer=world.nobody)

    assert rows["open"].position.latitude == -4.4901  # type: ignore[union-attr]
    assert rows["shy"].position.coarse_by == 0.5  # type: ignore[union-attr]
