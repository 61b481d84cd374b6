"""A moderator keeps filters of the queue under names, and forgets them."""

from collections.abc import Callable

import pytest
from django.test import Client

from moderation.queue import selectors, services
from moderation.queue.policies import MOST_VIEWS, TooManyViews
from moderation.queue.selectors import Filters
from tests.world import World, client_of, code_of, nothing_changes, send

type Api = Callable[..., Client]
VIEWS = "/api/v1/moderation/queue/views"


def test_a_name_kept_twice_holds_the_newer_filters(world: World, api: Api) -> None:
    client = api(world.moderator)
    for body in ({"name": "Mine", "kind": "report"}, {"name": "Mine", "reason": "spam", "overdue": True}):
        assert send(client, "post", VIEWS, body).status_code == 201
    found = client.get(VIEWS).json()["results"]
    assert [one["name"] for one in found] == ["Mine"]
    assert found[0]["filters"] == {"kind": "", "reason": "spam", "board": 0, "overdue": True}
    assert selectors.saved_views(viewer=world.second_moderator) == []


def test_the_page_leads_to_a_view_and_forgets_it(world: World) -> None:
    browser = client_of(world.moderator)
    browser.post("/moderation/queue/views?reason=spam&board=3", {"name": "Späm & more"})
    page = browser.get("/moderation/queue").content.decode()
    assert '<a href="/moderation/queue?reason=spam&amp;board=3"><bdi>Späm &amp; more</bdi></a>' in page

    (kept,) = selectors.saved_views(viewer=world.moderator)
    browser.post("/moderation/queue/views", {"drop": kept.id})
    assert selectors.saved_views(viewer=world.moderator) == []


def test_nobody_forgets_anothers(world: World, api: Api) -> None:
    kept = services.save_view(actor=world.moderator, name="Mine", filters=Filters())
    client = api(world.second_moderator)
    with nothing_changes():
        assert code_of(client.delete(f"{VIEWS}/{kept}")) == "not_found"


def test_thirty_are_enough(world: World) -> None:
    for number in range(MOST_VIEWS):
        services.save_view(actor=world.moderator, name=f"View {number}", filters=Filters())
    services.save_view(actor=world.moderator, name="View 0", filters=Filters(overdue=True))
    with nothing_changes(), pytest.raises(TooManyViews):
        services.save_view(actor=world.moderator, name="One more", filters=Filters())


@pytest.mark.parametrize(
    "body", [{"name": " "}, {"name": "A", "kind": "magic"}, {"name": "A", "board": -1}, {"name": 3}]
)
def test_what_makes_no_sense_is_not_kept(world: World, api: Api, body: dict[str, object]) -> None:
    client = api(world.moderator)
    with nothing_changes():
        assert send(client, "post", VIEWS, body).status_code == 400
