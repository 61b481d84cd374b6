"""A deposit's page shows what is stated with its source, and says what is missing or in conflict."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.deposits.files import table
from tests.deposits.stock import shipped, stocked
from tests.world import World, client_of, nothing_changes
from threads.deposits.models import Follow, ResourceStatement
from threads.rankings.services import take_snapshot


@pytest.fixture
def catalogue(world: World) -> None:
    shipped()
    take_snapshot(actor_id=None)


def page(slug: str) -> str:
    answer = Client().get(f"/deposits/{slug}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_pangwa_has_no_statement_is_unlicensed_and_changed_hands(catalogue: None) -> None:
    shown = page("kachin-pangwa-chipwe")

    for words in ("Unlicensed.", "No resource statement.", "only by output", "since October 2024", "until October 2024",
                  "Kachin Independence Organisation / Army", "coarse on purpose"):  # fmt: skip
        assert words in shown


def test_steenkampskraals_oxide_does_not_multiply_and_both_figures_stand(catalogue: None) -> None:
    shown = page("steenkampskraal")

    assert "The source states 86.9 kt of oxide; tonnes and grade multiply to 96.4 kt (+11.0%)." in shown
    assert "In conflict with 0.605 Mt at 14.36 % (undated)" in shown
    assert "Disputed arithmetic." in shown


def test_mountain_pass_keeps_its_short_tons_beside_the_metric(catalogue: None) -> None:
    shown = page("mountain-pass")

    assert "9.08 Mst" in shown
    assert "8.237 Mt" in shown.replace(' <abbr title="million metric tonnes">Mt</abbr>', " Mt")


def test_gakara_is_a_target_and_no_resource(catalogue: None) -> None:
    shown = page("gakara")

    assert "Exploration target" in shown
    assert "an exploration target, not a resource" in shown


def test_tanbreez_stands_nineteenth_with_its_coded_statement_in_force(catalogue: None) -> None:
    shown = page("tanbreez")

    assert ">19</a>" in shown
    assert "no CRIRSCO-family code, and another statement has one" in shown


def test_every_shipped_page_answers(catalogue: None) -> None:
    slugs = [row["slug"] for row in Client().get("/deposits.json").json()]
    broken = [slug for slug in slugs if Client().get(f"/deposits/{slug}").status_code != 200]

    assert (len(slugs), broken) == (120, [])


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_costs_the_same_however_much_is_stated(world: World, count: int) -> None:
    statements = [{"effective": f"{1990 + n}"} for n in range(count)]
    stocked({"deposits.csv": table("deposits"), "resource_statements.csv": table("resource_statements", *statements)})
    client = Client()
    client.get("/deposits/mrima-hill")

    with CaptureQueriesContext(connection) as asked:
        client.get("/deposits/mrima-hill")

    assert ResourceStatement.objects.count() == count
    assert len(asked) == 14, [query["sql"][:100] for query in asked]


def test_following_is_one_press_without_javascript_and_twice_is_once(world: World, catalogue: None) -> None:
    browser = client_of(world.newcomer)

    for _ in range(2):
        assert browser.post("/deposits/tanbreez/follow", {"follow": "1"}).status_code == 303
    assert Follow.objects.count() == 1

    browser.post("/deposits/tanbreez/follow", {"follow": "0"})
    assert Follow.objects.count() == 0


def test_a_stranger_is_asked_to_sign_in_and_follows_nothing(world: World, catalogue: None) -> None:
    with nothing_changes():
        answer = Client().post("/deposits/tanbreez/follow", {"follow": "1"})

    assert answer.headers["Location"].startswith("/account/login")
