"""Starting a thread, through both doors."""

from collections.abc import Callable

from django.test import Client

from tests.world import World, client_of, code_of, nothing_changes, send
from threads.discussion.models import Post, Thread

type Api = Callable[..., Client]
WORDS = {"board": "field-notes", "title": "Assays from the north wall", "text": "Dy at **0.3 %**."}


def test_over_rest_the_thread_stands_with_its_first_post(world: World, api: Api) -> None:
    answer = send(api(world.newcomer), "post", "/api/v1/threads", WORDS)

    assert answer.status_code == 201
    thread = Thread.objects.get()
    assert answer.headers["Location"] == f"/api/v1/threads/{thread.pk}"
    shape = answer.json()
    assert shape["title"] == WORDS["title"]
    assert (shape["board"], shape["author"]["handle"]) == ("field-notes", "nora-new")
    assert (shape["reply_count"], shape["last_number"], shape["closed"], shape["version"]) == (0, 1, False, 1)
    post = Post.objects.get()
    assert (post.thread_id, post.number, post.author_id) == (thread.pk, 1, world.newcomer.pk)
    assert post.html == "<p>Dy at <strong>0.3 %</strong>.</p>\n"


def test_by_page_the_thread_is_shown_next(world: World) -> None:
    browser = client_of(world.newcomer)

    answer = browser.post("/boards/field-notes/new", {"title": "A question", "text": "Who holds Pangwa?"})

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/threads/{Thread.objects.get().pk}#p1")
    shown = browser.get(answer.headers["Location"].partition("#")[0])
    assert "A question" in shown.text
    assert "<p>Who holds Pangwa?</p>" in shown.text


def test_a_form_that_lacks_its_title_comes_back_with_what_was_typed(world: World) -> None:
    browser = client_of(world.newcomer)

    with nothing_changes():
        answer = browser.post("/boards/field-notes/new", {"title": " ", "text": "A long thought."})

    assert answer.status_code == 400
    assert "A long thought." in answer.text
    assert 'href="#id_title"' in answer.text


def test_a_title_is_one_line_and_nothing_but_text(world: World, api: Api) -> None:
    answer = send(api(world.newcomer), "post", "/api/v1/threads", {**WORDS, "title": " <b>Two\nlines</b>  here "})

    assert answer.json()["title"] == "<b>Two lines</b> here"
    page = Client().get(f"/threads/{answer.json()['id']}")
    assert "&lt;b&gt;Two lines&lt;/b&gt; here" in page.text


def test_a_title_of_201_characters_is_refused(world: World, api: Api) -> None:
    client = api(world.newcomer)

    with nothing_changes():
        answer = send(client, "post", "/api/v1/threads", {**WORDS, "title": "x" * 201})

    assert code_of(answer) == "invalid"
    assert [(one["field"], one["code"]) for one in answer.json()["errors"]] == [("title", "text_too_long")]


def test_a_reader_without_an_account_is_asked_to_sign_in(world: World) -> None:
    with nothing_changes():
        by_rest = send(Client(), "post", "/api/v1/threads", WORDS)
        by_page = Client().post("/boards/field-notes/new", WORDS)

    assert code_of(by_rest) == "not_signed_in"
    assert by_page.status_code == 401
    assert "/account/login/" in by_page.text


def test_on_a_board_one_cannot_see_there_is_nothing_to_start(world: World, api: Api) -> None:
    client, browser = api(world.newcomer), client_of(world.newcomer)

    with nothing_changes():
        by_rest = send(client, "post", "/api/v1/threads", {**WORDS, "board": "core-shed"})
        by_page = browser.post("/boards/core-shed/new", WORDS)

    assert code_of(by_rest) == "not_found"
    assert by_page.status_code == 404
