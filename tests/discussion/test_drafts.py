"""Drafts on the server: two devices never overwrite each other in silence, and nothing typed is lost."""

from collections.abc import Callable

from django.test import Client

from tests.world import World, client_of, code_of, nothing_changes, send, start
from threads.discussion import selectors, services

type Api = Callable[..., Client]


def test_of_two_devices_the_slower_is_told_and_neither_text_is_lost(world: World, api: Api) -> None:
    thread = start(world.geologist, world.public)
    client, path = api(world.newcomer), f"/api/v1/me/drafts/thread:{thread.pk}"
    first = send(client, "put", path, {"text": "From the phone.", "sequence": 0})
    second = send(client, "put", path, {"text": "From the phone, longer.", "sequence": first.json()["sequence"]})

    with nothing_changes():
        late = send(client, "put", path, {"text": "From the desk.", "sequence": first.json()["sequence"]})

    assert (first.status_code, second.json()["sequence"]) == (200, 2)
    assert (late.status_code, code_of(late)) == (412, "edit_conflict")
    assert client.get(path).json()["text"] == "From the phone, longer."


def test_by_page_the_slower_device_sees_both_and_may_keep_its_own(world: World) -> None:
    thread = start(world.geologist, world.public)
    browser, path = client_of(world.newcomer), f"/drafts/thread:{thread.pk}"
    browser.post(path, {"text": "From the phone.", "draft_sequence": "0"})

    answer = browser.post(path, {"text": "From the desk.", "draft_sequence": "0"})

    assert answer.status_code == 412
    assert "From the phone." in answer.text
    assert "From the desk." in answer.text
    again = browser.post(path, {"text": "From the desk.", "draft_sequence": "1"})
    assert again.status_code == 303
    assert selectors.draft(f"thread:{thread.pk}", viewer=world.newcomer).text == "From the desk."  # type: ignore[union-attr]


def test_it_survives_signing_out_and_stands_in_the_box_again(world: World) -> None:
    thread = start(world.geologist, world.public)
    browser = client_of(world.newcomer)
    browser.post(f"/drafts/thread:{thread.pk}", {"text": "Half a thought", "draft_sequence": "0"})
    browser.logout()

    shown = client_of(world.newcomer).get(f"/threads/{thread.pk}")

    assert "Half a thought" in shown.text
    assert 'name="draft_sequence" value="1"' in shown.text
    assert "Half a thought" not in client_of(world.geologist).get(f"/threads/{thread.pk}").text


def test_what_is_sent_is_no_draft_any_more_and_a_late_save_is_refused(world: World, api: Api) -> None:
    thread = start(world.geologist, world.public)
    client, path = api(world.newcomer), f"/api/v1/me/drafts/thread:{thread.pk}"
    send(client, "put", path, {"text": "Almost", "sequence": 0})
    services.post_reply(actor=world.newcomer, thread_id=thread.pk, source="Almost done.")

    with nothing_changes():
        late = send(client, "put", path, {"text": "Almost do", "sequence": 1})

    assert code_of(late) == "edit_conflict"
    assert client.get(path).status_code == 404


def test_a_failed_post_leaves_the_draft(world: World) -> None:
    thread = start(world.geologist, world.public)
    services.save_draft(actor=world.newcomer, place=f"thread:{thread.pk}", title="", source="Kept.", sequence=0)
    services.set_closure(actor=world.moderator, thread_id=thread.pk, closed=True)

    answer = client_of(world.newcomer).post(f"/threads/{thread.pk}/reply", {"text": "Kept."})

    assert answer.status_code == 409
    assert "Kept." in answer.text
    assert selectors.draft(f"thread:{thread.pk}", viewer=world.newcomer) is not None


def test_a_place_one_may_not_see_takes_no_draft(world: World, api: Api) -> None:
    thread = start(world.geologist, world.verified_only)
    client = api(world.newcomer)

    for place, code in (
        (f"thread:{thread.pk}", "not_found"),
        ("board:core-shed", "not_found"),
        ("letter:1", "not_found"),
    ):
        with nothing_changes():
            assert code_of(send(client, "put", f"/api/v1/me/drafts/{place}", {"text": "A", "sequence": 0})) == code
