"""Drafts on the server: two devices never overwrite each other in silence, and nothing typed is lost."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.deposits.stock import MRIMA, stocked
from tests.world import World, client_of, code_of, nothing_changes, send, start
from threads.discussion import selectors, services
from threads.discussion.models import Thread

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


def test_a_thread_begun_on_a_deposits_page_is_kept_and_sending_it_forgets_no_other(world: World) -> None:
    stocked(MRIMA)
    browser, page = client_of(world.geologist), "/deposits/mrima-hill/threads/new"
    browser.post("/drafts/board:field-notes", {"title": "Another", "text": "Of the board.", "draft_sequence": "0"})
    kept = browser.post(
        "/drafts/deposit:mrima-hill", {"title": "Cores", "text": "Who has them?", "draft_sequence": "0"}
    )
    assert (kept.status_code, kept.headers["Location"]) == (303, page)
    shown = browser.get(page).text
    assert "Who has them?" in shown
    assert 'name="draft_sequence" value="1"' in shown
    assert 'action="/drafts/deposit:mrima-hill' in shown or 'formaction="/drafts/deposit:mrima-hill' in shown

    form = {"title": "Cores", "text": "Who has them?", "board": "field-notes", "interest": "none", "tags": "cores"}
    assert browser.post(page, form).status_code == 303

    assert [row.place for row in selectors.drafts(viewer=world.geologist)] == ["board:field-notes"]
    assert Thread.objects.get().tags == ["cores"]


def test_a_thread_on_a_deposit_sent_by_rest_forgets_the_boards_draft_of_the_same_text(world: World, api: Api) -> None:
    stocked(MRIMA)
    client = api(world.geologist)
    send(client, "put", "/api/v1/me/drafts/board:field-notes", {"text": "Who has them?", "sequence": 0})
    body = {"board": "field-notes", "title": "Cores", "text": "Who has them?", "deposits": ["mrima-hill"],
            "said": {"interest": "none"}}  # fmt: skip
    assert send(client, "post", "/api/v1/threads", body).status_code == 201
    assert selectors.drafts(viewer=world.geologist) == []


@pytest.mark.parametrize("place", ["deposit:atlantis", "thread:\u00b2", "post:" + "9" * 5000, "nowhere", "thread:0"])
def test_a_place_that_is_none_keeps_nothing_and_leads_to_the_list(world: World, place: str) -> None:
    browser = client_of(world.geologist)
    with nothing_changes():
        assert browser.post(f"/drafts/{place}", {"text": "A", "draft_sequence": "0"}).status_code in {400, 404}
    assert browser.get(f"/drafts/{place}").headers["Location"] in {"/drafts", "/deposits/atlantis/threads/new"}
