"""The form on a thread's and a board's page: no JavaScript needed."""

import pytest

from forum.notifications.models import Watch, WatchLevel
from tests.notifications.telling import watch
from tests.world import World, client_of, start


@pytest.mark.parametrize("kind", ["thread", "board"])
def test_the_form_sets_a_level_and_comes_back(world: World, kind: str) -> None:
    thread = start(world.geologist, world.public)
    key, url = (str(thread.pk), f"/threads/{thread.pk}") if kind == "thread" else ("field-notes", "/boards/field-notes")
    client = client_of(world.newcomer)
    assert f'name="key" value="{key}"' in client.get(url).content.decode()
    answer = client.post("/watching", {"kind": kind, "key": key, "level": "watching", "next": url})
    assert (answer.status_code, answer.headers["Location"]) == (303, url)
    assert Watch.objects.get().level == WatchLevel.WATCHING
    assert '<option value="watching" selected>' in client.get(url).content.decode()


def test_a_thread_shows_its_boards_level_until_it_has_its_own(world: World) -> None:
    thread = start(world.geologist, world.public)
    client = client_of(world.newcomer)
    client.post("/watching", {"kind": "board", "key": "field-notes", "level": "muted"})
    assert '<option value="muted" selected>' in client.get(f"/threads/{thread.pk}").content.decode()
    client.post("/watching", {"kind": "thread", "key": thread.pk, "level": "normal"})
    assert '<option value="normal" selected>' in client.get(f"/threads/{thread.pk}").content.decode()


def test_a_reader_without_account_sees_no_form(world: World) -> None:
    thread = start(world.geologist, world.public)
    assert b'action="/watching"' not in client_of(world.nobody).get(f"/threads/{thread.pk}").content


@pytest.mark.parametrize("level", ["", "loud", "3"])
def test_an_unknown_level_changes_nothing(world: World, level: str) -> None:
    thread = start(world.geologist, world.public)
    watch(world.newcomer, thread, WatchLevel.TRACKING)
    answer = client_of(world.newcomer).post("/watching", {"kind": "thread", "key": thread.pk, "level": level})
    assert answer.status_code == 400
    assert Watch.objects.get().level == WatchLevel.TRACKING


def test_the_settings_list_what_is_set(world: World) -> None:
    watch(world.newcomer, start(world.geologist, world.public, "North wall"))
    page = client_of(world.newcomer).get("/settings/notifications").content.decode()
    assert "North wall" in page
    assert "Watching" in page
