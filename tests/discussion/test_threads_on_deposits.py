"""Threads are about deposits: started from a deposit's page, by verified members, and linked both ways."""

import pytest
from django.test import Client

from forum.kernel.errors import NotFound
from tests.deposits.stock import MRIMA, deposit, rows_of, stocked
from tests.world import World, client_of, nothing_changes, reply, start
from threads.deposits import services as deposits
from threads.disclosures.models import Interest
from threads.disclosures.services import Said
from threads.discussion import selectors, services
from threads.discussion.models import ThreadDeposit
from threads.discussion.policies import MayNotStart

NONE = Said(Interest.NONE)


@pytest.fixture(autouse=True)
def mrima(world: World) -> None:
    stocked(MRIMA)


def about(actor: object, *slugs: str, board: str = "field-notes") -> int:
    return services.start_thread(
        actor=actor,
        board_slug=board,
        title="Cores of 2013",
        source="Who has them?",
        deposits=slugs,
        said=NONE,  # type: ignore[arg-type]
    )


def test_it_stands_on_the_deposits_page_and_names_the_deposit(world: World) -> None:
    made = about(world.geologist, "mrima-hill")

    assert "Cores of 2013" in Client().get("/deposits/mrima-hill").content.decode()
    assert 'href="/deposits/mrima-hill"' in Client().get(f"/threads/{made}").content.decode()
    assert Client().get(f"/api/v1/threads/{made}").json()["deposits"] == ["mrima-hill"]
    told = Client().get("/api/v1/deposits/mrima-hill/threads").json()["results"]
    assert [one["id"] for one in told] == [made]


def test_it_can_be_about_several(world: World) -> None:
    stocked({"deposits.csv": rows_of("deposits", deposit("second-hill"))})

    made = about(world.geologist, "mrima-hill", "second-hill", "mrima-hill")

    assert [one.slug for one in selectors.opened(made, viewer=world.geologist).subjects] == [
        "mrima-hill",
        "second-hill",
    ]


def test_a_deposit_that_is_not_there_refuses_the_thread(world: World) -> None:
    with nothing_changes(), pytest.raises(NotFound):
        about(world.geologist, "atlantis")


def test_members_who_are_not_verified_may_not_start_one_unless_an_editor_opened_it(world: World) -> None:
    with nothing_changes(), pytest.raises(MayNotStart):
        about(world.newcomer, "mrima-hill")

    deposits.set_start_level(actor=world.editor, slug="mrima-hill", level=1)  # type: ignore[arg-type]

    assert about(world.newcomer, "mrima-hill")


def test_a_thread_on_a_hidden_board_does_not_show_on_the_deposits_page(world: World) -> None:
    about(world.editor, "mrima-hill", board="back-office")

    assert "Cores of 2013" not in client_of(world.geologist).get("/deposits/mrima-hill").content.decode()
    assert "Cores of 2013" in client_of(world.moderator).get("/deposits/mrima-hill").content.decode()


def test_by_page_without_javascript(world: World) -> None:
    browser = client_of(world.geologist)
    form = {"title": "Cores", "text": "Who has them?", "board": "field-notes", "interest": "none"}

    assert browser.post("/deposits/mrima-hill/threads/new", form | {"deposits": "atlantis"}).status_code == 400
    assert browser.post("/deposits/mrima-hill/threads/new", form).status_code == 303
    assert ThreadDeposit.objects.get().deposit.slug == "mrima-hill"


def test_a_slug_in_double_brackets_becomes_a_link_and_an_unknown_one_stays_words(world: World) -> None:
    post = reply(world.newcomer, start(world.geologist, world.public), "See [[mrima-hill]], not [[atlantis]].")

    assert 'href="/deposits/mrima-hill"' in post.html
    assert "Mrima Hill" in post.html
    assert "/deposits/atlantis" not in post.html
