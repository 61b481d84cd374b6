"""A member's page and what its owner says on it."""

from collections.abc import Callable

from django.test import Client

from forum.kernel.events.models import Outbox
from tests.world import World, client_of, code_of, nothing_changes, reply, send, start

type Api = Callable[..., Client]


def test_over_rest_the_tag_that_was_read_lets_one_edit(world: World, api: Api) -> None:
    client = api(world.newcomer)
    tag = client.get("/api/v1/me").headers["ETag"]

    answer = send(client, "patch", "/api/v1/me", {"bio": "I log *core*."}, if_match=tag)

    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    assert (answer.json()["bio"], answer.json()["bio_html"]) == ("I log *core*.", "<p>I log <em>core</em>.</p>\n")
    assert Outbox.objects.get(name="profile_edited").payload == {"member_id": world.newcomer.pk}


def test_over_rest_the_slower_of_two_is_told(world: World, api: Api) -> None:
    client = api(world.newcomer)
    send(client, "patch", "/api/v1/me", {"bio": "One."}, if_match='"v1"')

    with nothing_changes():
        answer = send(client, "patch", "/api/v1/me", {"bio": "Two."}, if_match='"v1"')

    assert code_of(answer) == "edit_conflict"


def test_by_page_it_is_saved_and_shown_to_everybody(world: World) -> None:
    answer = client_of(world.newcomer).post("/settings", {"bio": "I log *core*.", "version": "1"})

    assert answer.status_code == 303
    assert "I log <em>core</em>." in Client().get("/members/nora-new").text


def test_by_page_the_slower_of_two_keeps_what_was_typed_and_may_send_again(world: World) -> None:
    browser = client_of(world.newcomer)
    browser.post("/settings", {"bio": "From the phone.", "version": "1"})

    with nothing_changes():
        answer = browser.post("/settings", {"bio": "From the desk.", "version": "1"})

    assert answer.status_code == 412
    assert "From the desk." in answer.text
    assert 'name="version" value="2"' in answer.text


def test_what_a_page_says_is_rendered_safely(world: World) -> None:
    hostile = '<img src=x onerror=alert(1)> <script>alert(1)</script> [x](javascript:alert(1)) <b onclick="x">b</b>'
    client_of(world.newcomer).post("/settings", {"bio": hostile, "version": "1"})

    bio = Client().get("/members/nora-new").text.partition('<div class="prose bio"')[2].partition("</div>")[0]

    assert "alert(1)" in bio
    for harm in ("<img", "<script", "<b ", 'href="javascript'):
        assert harm not in bio


def test_a_page_may_be_emptied(world: World) -> None:
    browser = client_of(world.newcomer)
    browser.post("/settings", {"bio": "Something.", "version": "1"})

    assert browser.post("/settings", {"bio": "", "version": "2"}).status_code == 303
    assert "Something." not in Client().get("/members/nora-new").text


def test_2001_characters_are_too_many(world: World, api: Api) -> None:
    client, browser = api(world.newcomer), client_of(world.newcomer)

    with nothing_changes():
        by_rest = send(client, "patch", "/api/v1/me", {"bio": "x" * 2001}, if_match='"v1"')
        by_page = browser.post("/settings", {"bio": "x" * 2001, "version": "1"})

    assert by_rest.json()["errors"][0]["code"] == "text_too_long"
    assert by_page.status_code == 400


def test_nobody_else_sees_the_mail_address_or_the_standing(world: World, api: Api) -> None:
    for client in (Client(), api(world.admin), client_of(world.admin)):
        for path in ("/members/nora-new", "/api/v1/members/nora-new"):
            answer = client.get(path)
            assert answer.status_code == 200
            assert "nora-new@example.org" not in answer.text
            assert "standing" not in answer.text


def test_a_page_lists_what_its_reader_may_read_newest_first_twenty_at_a_time(world: World) -> None:
    thread = start(world.geologist, world.public, "Open ground")
    start(world.geologist, world.verified_only, "Closed ground")
    for number in range(19):
        reply(world.geologist, thread, f"Note {number}.")

    page = Client().get("/members/gil-geologist").text

    assert "Closed ground" not in page
    assert page.count("data-key-item") == 20
    assert page.index("Note 18.") < page.index("Note 17.")
    assert "?at=" not in page

    reply(world.geologist, thread, "Note 19.")
    page = Client().get("/members/gil-geologist").text
    older = page.partition('href="/members/gil-geologist?at=')[2].partition('"')[0]
    assert Client().get(f"/members/gil-geologist?at={older}").text.count("data-key-item") == 1
