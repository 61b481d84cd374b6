"""Editors say from which level on threads on a deposit are started: by page and over REST, audited."""

from collections.abc import Callable

import pytest
from django.test import Client

from forum import wiring
from forum.kernel.events.models import Outbox
from tests.deposits.stock import MRIMA, stocked
from tests.world import World, client_of, code_of, nothing_changes, send
from threads.deposits.events import StartLevelSet
from threads.deposits.models import Deposit

PAGE = "/deposits/mrima-hill/start-level"
DOOR = "/api/v1/deposits/mrima-hill"


@pytest.fixture(autouse=True)
def mrima(world: World) -> None:
    stocked(MRIMA)


def test_by_page_an_editor_opens_a_deposit_to_every_member(world: World) -> None:
    newcomer = client_of(world.newcomer)
    assert newcomer.get("/deposits/mrima-hill/threads/new").status_code == 403

    assert client_of(world.editor).post(PAGE, {"level": "1"}).status_code == 303

    assert newcomer.get("/deposits/mrima-hill/threads/new").status_code == 200
    assert PAGE in client_of(world.editor).get("/deposits/mrima-hill").content.decode()
    assert PAGE not in newcomer.get("/deposits/mrima-hill").content.decode()


def test_over_rest_the_level_is_read_and_set_by_version(world: World, api: Callable[..., Client]) -> None:
    assert Client().get(DOOR).json()["start_level"] == "verified"
    editor = api(world.editor)

    assert send(editor, "put", f"{DOOR}/start-level", {"level": "staff"}, if_match='"v1"').status_code == 204

    assert Client().get(DOOR).json()["start_level"] == "staff"
    with nothing_changes():
        late = send(editor, "put", f"{DOOR}/start-level", {"level": "member"}, if_match='"v1"')
        assert code_of(late) == "edit_conflict"
    with nothing_changes():
        assert send(editor, "put", f"{DOOR}/start-level", {"level": "public"}, if_match='"v2"').status_code == 400


def test_nobody_else_may_and_a_level_that_is_none_is_refused(world: World, api: Callable[..., Client]) -> None:
    for viewer in (world.geologist, world.moderator):
        browser, app = client_of(viewer), api(viewer)
        with nothing_changes():
            assert browser.post(PAGE, {"level": "1"}).status_code == 403
            answer = send(app, "put", f"{DOOR}/start-level", {"level": "member"}, if_match='"v1"')
            assert code_of(answer) == "editors_only"
    editor = client_of(world.editor)
    for wrong in ("0", "9", "all", ""):
        with nothing_changes():
            assert editor.post(PAGE, {"level": wrong}).status_code == 400


def test_it_leaves_a_row_in_the_audit_log_and_the_same_again_leaves_none(world: World) -> None:
    editor = client_of(world.editor)
    for _ in range(2):
        assert editor.post(PAGE, {"level": "3"}).status_code == 303

    told = Outbox.objects.filter(name="deposit_start_level_set")
    assert [(one.actor_id, one.payload["level"]) for one in told] == [(world.editor.pk, 3)]
    assert StartLevelSet in wiring.AUDITED
    assert Deposit.objects.get(slug="mrima-hill").version == 2
