"""Editing a post: with If-Match over REST, with the version in the form by page."""

from collections.abc import Callable

from django.test import Client

from tests.world import World, client_of, code_of, nothing_changes, reply, send, start
from threads.discussion.models import Thread

type Api = Callable[..., Client]


def test_over_rest_the_tag_that_was_read_lets_one_edit(world: World, api: Api) -> None:
    thread = start(world.geologist, world.public)
    post = reply(world.newcomer, thread, "Frist.")
    reply(world.geologist, thread)
    client = api(world.newcomer)
    read = client.get(f"/api/v1/posts/{post.pk}")

    answer = send(client, "patch", f"/api/v1/posts/{post.pk}", {"text": "First."}, if_match=read.headers["ETag"])

    assert answer.status_code == 200
    assert (answer.json()["source"], answer.json()["version"]) == ("First.", 2)
    assert answer.json()["edited_at"] is not None
    assert answer.headers["ETag"] != read.headers["ETag"]
    post.refresh_from_db()
    assert (post.source, post.html, post.text, post.version) == ("First.", "<p>First.</p>\n", "First.", 2)


def test_over_rest_an_edit_without_a_tag_is_refused(world: World, api: Api) -> None:
    post = reply(world.newcomer, start(world.geologist, world.public))
    client = api(world.newcomer)

    with nothing_changes():
        answer = send(client, "patch", f"/api/v1/posts/{post.pk}", {"text": "Better."})

    assert code_of(answer) == "version_required"
    assert answer.status_code == 428


def test_over_rest_the_slower_of_two_editors_is_told(world: World, api: Api) -> None:
    post = reply(world.newcomer, start(world.geologist, world.public))
    client = api(world.newcomer)
    tag = client.get(f"/api/v1/posts/{post.pk}").headers["ETag"]
    send(client, "patch", f"/api/v1/posts/{post.pk}", {"text": "From the phone."}, if_match=tag)

    with nothing_changes():
        answer = send(client, "patch", f"/api/v1/posts/{post.pk}", {"text": "From the desk."}, if_match=tag)

    assert code_of(answer) == "edit_conflict"
    assert answer.status_code == 412


def test_by_page_the_edit_leads_back_to_the_post(world: World) -> None:
    thread = start(world.geologist, world.public)
    post = reply(world.newcomer, thread)

    answer = client_of(world.newcomer).post(f"/posts/{post.pk}/edit", {"text": "Better.", "version": "1"})

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/threads/{thread.pk}?from=1#p2"
    post.refresh_from_db()
    assert (post.source, post.version) == ("Better.", 2)


def test_by_page_the_slower_of_two_editors_sees_both_texts_and_may_send_again(world: World) -> None:
    post = reply(world.newcomer, start(world.geologist, world.public))
    browser = client_of(world.newcomer)
    browser.post(f"/posts/{post.pk}/edit", {"text": "From the phone.", "version": "1"})

    with nothing_changes():
        answer = browser.post(f"/posts/{post.pk}/edit", {"text": "From the desk.", "version": "1"})

    assert answer.status_code == 412
    assert "From the phone." in answer.text
    assert "From the desk." in answer.text
    assert '<input type="hidden" name="version" value="2"' in answer.text
    again = browser.post(f"/posts/{post.pk}/edit", {"text": "From the desk.", "version": "2"})
    assert again.status_code == 303
    post.refresh_from_db()
    assert post.source == "From the desk."


def test_saving_the_same_text_makes_no_new_version(world: World, api: Api) -> None:
    post = reply(world.newcomer, start(world.geologist, world.public), "As it was.")
    client = api(world.newcomer)

    with nothing_changes():
        answer = send(client, "patch", f"/api/v1/posts/{post.pk}", {"text": "As it was.\n"}, if_match='"v1"')

    assert (answer.status_code, answer.json()["version"]) == (200, 1)


def test_nobody_edits_the_post_of_another_not_even_staff(world: World, api: Api) -> None:
    post = reply(world.newcomer, start(world.geologist, world.public))

    for actor in (world.geologist, world.moderator, world.editor, world.admin):
        client, browser = api(actor), client_of(actor)
        with nothing_changes():
            by_rest = send(client, "patch", f"/api/v1/posts/{post.pk}", {"text": "Mine now."}, if_match='"v1"')
            shown = browser.get(f"/posts/{post.pk}/edit")
            by_page = browser.post(f"/posts/{post.pk}/edit", {"text": "Mine now.", "version": "1"})
        assert code_of(by_rest) == "not_yours"
        assert (shown.status_code, by_page.status_code) == (403, 403)


def test_in_a_closed_thread_only_staff_still_edit_their_own(world: World, api: Api) -> None:
    thread = start(world.geologist, world.public)
    post, staff_post = reply(world.newcomer, thread), reply(world.editor, thread)
    Thread.objects.update(closed=True)
    client = api(world.newcomer)

    with nothing_changes():
        refused = send(client, "patch", f"/api/v1/posts/{post.pk}", {"text": "Late."}, if_match='"v1"')
    allowed = send(api(world.editor), "patch", f"/api/v1/posts/{staff_post.pk}", {"text": "Late."}, if_match='"v1"')

    assert code_of(refused) == "thread_closed"
    assert allowed.status_code == 200


def test_the_post_of_a_board_one_can_no_longer_see_is_not_there_to_edit(world: World, api: Api) -> None:
    post = reply(world.geologist, start(world.geologist, world.verified_only))
    world.geologist.role = "member"
    world.geologist.save()
    client, browser = api(world.geologist), client_of(world.geologist)

    with nothing_changes():
        by_rest = send(client, "patch", f"/api/v1/posts/{post.pk}", {"text": "Gone?"}, if_match='"v1"')
        by_page = browser.get(f"/posts/{post.pk}/edit")

    assert code_of(by_rest) == "not_found"
    assert by_page.status_code == 404
