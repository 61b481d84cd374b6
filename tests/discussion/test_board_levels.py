"""A board's levels: who reads, who starts, who replies."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.members.models import Level
from tests.world import World, client_of, code_of, nothing_changes, send, start
from threads.discussion import services
from threads.discussion.models import Board, Colour

type Api = Callable[..., Client]
SLUGS = ("field-notes", "lounge", "core-shed", "back-office")
SEES = {
    "nobody": 1, "newcomer": 2, "guest": 2, "geologist": 3, "operator": 3, "protected": 3, "editor": 4, "moderator": 4,
    "second_moderator": 4, "admin": 4,
}  # fmt: skip


@pytest.mark.parametrize(("name", "count"), SEES.items())
def test_each_kind_of_viewer_is_shown_the_boards_of_their_level(world: World, api: Api, name: str, count: int) -> None:
    viewer = world.viewers[name]

    listed = api(viewer).get("/api/v1/boards").json()["results"]
    page = client_of(viewer).get("/boards").text

    assert tuple(board["slug"] for board in listed) == SLUGS[:count]
    assert [slug for slug in SLUGS if f"/boards/{slug}" in page] == list(SLUGS[:count])


def test_a_board_names_its_levels_in_words(world: World) -> None:
    shape = Client().get("/api/v1/boards/field-notes").json()

    assert (shape["read_level"], shape["start_level"], shape["reply_level"]) == ("public", "member", "member")


def test_reading_may_be_open_where_starting_is_kept_to_the_verified(world: World, api: Api) -> None:
    Board.objects.filter(slug="field-notes").update(start_level=Level.VERIFIED)
    client, browser = api(world.newcomer), client_of(world.newcomer)
    words = {"board": "field-notes", "title": "May I?", "text": "I ask."}

    with nothing_changes():
        by_rest = send(client, "post", "/api/v1/threads", words)
        shown = browser.get("/boards/field-notes/new")
        by_page = browser.post("/boards/field-notes/new", words)

    assert code_of(by_rest) == "may_not_start"
    assert "Verified members" in by_rest.json()["detail"]
    assert (shown.status_code, by_page.status_code) == (403, 403)
    assert 'href="/boards/field-notes/new"' not in browser.get("/boards/field-notes").text
    assert send(api(world.geologist), "post", "/api/v1/threads", words).status_code == 201


def test_replying_may_be_kept_to_the_verified(world: World, api: Api) -> None:
    thread = start(world.geologist, world.public)
    Board.objects.filter(slug="field-notes").update(reply_level=Level.VERIFIED)
    client, browser = api(world.newcomer), client_of(world.newcomer)

    with nothing_changes():
        by_rest = send(client, "post", f"/api/v1/threads/{thread.pk}/posts", {"text": "And me?"})
        by_page = browser.post(f"/threads/{thread.pk}/reply", {"text": "And me?"})

    assert code_of(by_rest) == "may_not_reply"
    assert by_page.status_code == 403
    assert "<textarea" not in browser.get(f"/threads/{thread.pk}").text
    assert "Verified members" in browser.get(f"/threads/{thread.pk}").text


def test_a_level_raised_is_obeyed_by_the_next_request(world: World) -> None:
    thread = start(world.geologist, world.public)
    reader = Client()
    assert reader.get(f"/threads/{thread.pk}").status_code == 200

    Board.objects.filter(slug="field-notes").update(
        read_level=Level.MEMBER, start_level=Level.MEMBER, reply_level=Level.MEMBER
    )

    assert reader.get(f"/threads/{thread.pk}").status_code == 404
    assert reader.get("/boards/field-notes").status_code == 404
    assert reader.get(f"/api/v1/threads/{thread.pk}").status_code == 404


@pytest.mark.parametrize("levels", [(2, 1, 2), (2, 2, 1), (0, 0, 1), (0, 1, 0), (0, 4, 1), (0, 1, 4)])
def test_the_database_refuses_levels_out_of_order(world: World, levels: tuple[int, int, int]) -> None:
    with nothing_changes(), pytest.raises(IntegrityError), transaction.atomic():
        services.create_board(slug="odd", title="Odd", description="", colour=Colour.OCHRE, position=9, levels=levels)


def test_a_moderator_who_is_nobody_keeps_the_whole_board_back_and_says_so(world: World) -> None:
    form = {
        "title": "Pits", "slug": "pits", "colour": "ochre", "position": "1", "read_level": "0", "start_level": "1",
        "reply_level": "1", "slow_seconds": "0", "archive_days": "0", "default_watch": "1", "version": "0",
        "moderators": "nobody-here",
    }  # fmt: skip
    browser = client_of(world.admin)
    with nothing_changes():
        answer = browser.post("/admin/boards/new", form)
    assert answer.status_code == 400
    assert "There is nobody called nobody-here." in answer.text
    assert browser.post("/admin/boards/new", {**form, "moderators": "@gil-geologist"}).status_code == 303
