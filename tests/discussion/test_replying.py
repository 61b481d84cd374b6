"""Replying to a thread, through both doors."""

from collections.abc import Callable

from django.test import Client

from tests.world import World, client_of, code_of, nothing_changes, reply, send, start
from threads.discussion.models import Post, Thread

type Api = Callable[..., Client]


def test_over_rest_the_reply_gets_the_next_number(world: World, api: Api) -> None:
    thread = start(world.geologist, world.public)

    answer = send(api(world.newcomer), "post", f"/api/v1/threads/{thread.pk}/posts", {"text": "What was the cut-off?"})

    assert answer.status_code == 201
    post = Post.objects.get(number=2)
    assert answer.headers["Location"] == f"/api/v1/posts/{post.pk}"
    shape = answer.json()
    assert (shape["thread"], shape["number"], shape["version"]) == (thread.pk, 2, 1)
    assert (shape["author"]["handle"], shape["edited_at"]) == ("nora-new", None)


def test_the_thread_counts_the_reply_and_names_who_spoke_last(world: World) -> None:
    thread = start(world.geologist, world.public)

    post = reply(world.newcomer, thread)

    thread.refresh_from_db()
    assert (thread.post_count, thread.last_number, thread.last_post_id) == (2, 2, post.pk)
    assert (thread.last_author_id, thread.last_at) == (world.newcomer.pk, post.created_at)
    assert thread.version == 1


def test_by_page_the_reader_lands_on_the_reply(world: World) -> None:
    thread = start(world.geologist, world.public)
    for _ in range(20):
        reply(world.geologist, thread)

    answer = client_of(world.newcomer).post(f"/threads/{thread.pk}/reply", {"text": "Number twenty-two."})

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/threads/{thread.pk}?from=21#p22"


def test_an_empty_reply_comes_back_as_the_thread_with_the_reason(world: World) -> None:
    thread = start(world.geologist, world.public)
    browser = client_of(world.newcomer)

    with nothing_changes():
        answer = browser.post(f"/threads/{thread.pk}/reply", {"text": " \u200b\n"})

    assert answer.status_code == 400
    assert 'href="#id_text"' in answer.text
    assert "First cores." in answer.text


def test_what_was_typed_is_still_there_when_the_thread_was_closed_meanwhile(world: World) -> None:
    thread = start(world.geologist, world.public)
    Thread.objects.update(closed=True)
    browser = client_of(world.newcomer)

    with nothing_changes():
        answer = browser.post(f"/threads/{thread.pk}/reply", {"text": "An hour of careful words."})

    assert answer.status_code == 409
    assert "An hour of careful words." in answer.text
    assert "This thread is closed." in answer.text


def test_markdown_is_rendered_once_and_made_safe_at_write(world: World) -> None:
    thread = start(world.geologist, world.public)

    post = reply(world.newcomer, thread, "<script>alert(1)</script> [x](javascript:alert(1)) *fine*")

    assert "<script" not in post.html
    assert 'href="javascript' not in post.html
    assert "<em>fine</em>" in post.html
    assert post.html in Client().get(f"/threads/{thread.pk}").text


def test_a_member_who_is_mentioned_is_linked_and_a_stranger_is_not(world: World) -> None:
    thread = start(world.geologist, world.public)

    post = reply(world.newcomer, thread, "@GIL-geologist and @nobody-at-all")

    assert 'href="/members/gil-geologist"' in post.html
    assert "/members/nobody-at-all" not in post.html


def test_a_text_of_40001_characters_is_refused(world: World, api: Api) -> None:
    thread = start(world.geologist, world.public)
    client = api(world.newcomer)

    with nothing_changes():
        answer = send(client, "post", f"/api/v1/threads/{thread.pk}/posts", {"text": "x" * 40_001})

    assert code_of(answer) == "invalid"
    assert answer.json()["errors"][0]["code"] == "text_too_long"


def test_a_reader_without_an_account_is_asked_to_sign_in(world: World) -> None:
    thread = start(world.geologist, world.public)

    with nothing_changes():
        by_rest = send(Client(), "post", f"/api/v1/threads/{thread.pk}/posts", {"text": "Hello."})
        by_page = Client().post(f"/threads/{thread.pk}/reply", {"text": "Hello."})

    assert code_of(by_rest) == "not_signed_in"
    assert by_rest.headers["WWW-Authenticate"].startswith("Bearer")
    assert by_page.status_code == 401
    assert "/account/login/" in by_page.text
