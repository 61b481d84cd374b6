"""Renaming a thread."""

from collections.abc import Callable

from django.test import Client

from tests.world import World, client_of, code_of, nothing_changes, send, start

type Api = Callable[..., Client]


def test_the_author_renames_the_thread_and_its_version_moves_on(world: World, api: Api) -> None:
    thread = start(world.newcomer, world.public)

    answer = send(api(world.newcomer), "patch", f"/api/v1/threads/{thread.pk}", {"title": "Better"}, if_match='"v1"')

    assert (answer.status_code, answer.json()["title"], answer.json()["version"]) == (200, "Better", 2)
    thread.refresh_from_db()
    assert (thread.title, thread.version) == ("Better", 2)


def test_staff_rename_the_thread_of_anybody(world: World, api: Api) -> None:
    thread = start(world.newcomer, world.public)

    answer = send(api(world.editor), "patch", f"/api/v1/threads/{thread.pk}", {"title": "Plainer"}, if_match='"v1"')

    assert answer.status_code == 200


def test_another_member_does_not(world: World, api: Api) -> None:
    thread = start(world.newcomer, world.public)
    client = api(world.geologist)

    with nothing_changes():
        answer = send(client, "patch", f"/api/v1/threads/{thread.pk}", {"title": "Mine"}, if_match='"v1"')

    assert code_of(answer) == "not_yours"


def test_the_slower_of_two_is_told(world: World, api: Api) -> None:
    thread = start(world.newcomer, world.public)
    client = api(world.newcomer)
    send(client, "patch", f"/api/v1/threads/{thread.pk}", {"title": "First"}, if_match='"v1"')

    with nothing_changes():
        answer = send(client, "patch", f"/api/v1/threads/{thread.pk}", {"title": "Second"}, if_match='"v1"')

    assert code_of(answer) == "edit_conflict"


def test_the_same_title_again_changes_nothing(world: World, api: Api) -> None:
    thread = start(world.newcomer, world.public, "As it was")
    client = api(world.newcomer)

    with nothing_changes():
        answer = send(client, "patch", f"/api/v1/threads/{thread.pk}", {"title": " As  it was "}, if_match='"v1"')

    assert answer.status_code == 200


def test_by_page_a_bad_tag_keeps_the_title_back_and_the_form_can_be_sent_again(world: World) -> None:
    thread, browser = start(world.newcomer, world.public), client_of(world.newcomer)
    form = {"title": "Better", "tags": "no!", "version": "1"}
    with nothing_changes():
        assert browser.post(f"/threads/{thread.pk}/edit", form).status_code == 400
    assert browser.post(f"/threads/{thread.pk}/edit", {**form, "tags": "drilling"}).status_code == 303
    thread.refresh_from_db()
    assert (thread.title, thread.tags) == ("Better", ["drilling"])
