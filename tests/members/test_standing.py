"""Who is suspended, banned or silenced loses those rights with the very next request, on every way in."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.members.models import Member, Standing
from tests.members.app import app_session
from tests.world import World, client_of, code_of, nothing_changes, send, start

type Api = Callable[..., Client]
OUT = [Standing.SUSPENDED, Standing.BANNED]


def put(member: Member, standing: Standing) -> None:
    Member.objects.filter(pk=member.pk).update(standing=standing)


@pytest.mark.parametrize("standing", OUT)
def test_a_page_session_is_that_of_a_stranger_at_once(world: World, standing: Standing) -> None:
    browser = client_of(world.geologist)
    assert browser.get("/boards/core-shed").status_code == 200

    put(world.geologist, standing)

    assert browser.get("/boards/core-shed").status_code == 404
    assert browser.get("/settings").status_code == 303


@pytest.mark.parametrize("standing", OUT)
def test_an_access_token_opens_nothing_at_once(world: World, api: Api, standing: Standing) -> None:
    client = api(world.geologist)
    assert client.get("/api/v1/boards/core-shed").status_code == 200

    put(world.geologist, standing)

    for path in ("/api/v1/boards/core-shed", "/api/v1/boards", "/api/v1/me"):
        assert code_of(client.get(path)) == "bad_token"


@pytest.mark.parametrize("standing", OUT)
def test_a_session_token_opens_nothing_at_once(world: World, standing: Standing) -> None:
    client = Client(headers={"x-session-token": app_session(world.geologist)})
    assert client.get("/api/v1/boards/core-shed").status_code == 200

    put(world.geologist, standing)

    for path in ("/api/v1/boards/core-shed", "/api/v1/me"):
        assert code_of(client.get(path)) == "bad_token"


def test_what_a_suspended_member_sends_changes_nothing(world: World, api: Api) -> None:
    thread = start(world.geologist, world.public)
    client, browser = api(world.newcomer), client_of(world.newcomer)
    put(world.newcomer, Standing.SUSPENDED)

    with nothing_changes():
        by_rest = send(client, "post", f"/api/v1/threads/{thread.pk}/posts", {"text": "Still here."})
        by_page = browser.post(f"/threads/{thread.pk}/reply", {"text": "Still here."})

    assert by_rest.status_code == 401
    assert by_page.status_code == 401


def test_who_is_forgiven_is_back_with_the_same_session(world: World) -> None:
    browser = client_of(world.geologist)
    put(world.geologist, Standing.SUSPENDED)
    put(world.geologist, Standing.GOOD)

    assert browser.get("/boards/core-shed").status_code == 200


def test_a_banned_member_has_a_page_for_staff_only(world: World) -> None:
    put(world.newcomer, Standing.BANNED)

    assert Client().get("/members/nora-new").status_code == 404
    assert Client().get("/api/v1/members/nora-new").status_code == 404
    assert client_of(world.moderator).get("/members/nora-new").status_code == 200
