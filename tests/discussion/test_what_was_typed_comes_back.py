"""A text sent after the session has ended, or with a token of before, comes back whole, with JavaScript or without."""

import re

import pytest
from django.conf import settings
from django.test import Client

from tests.world import World, client_of, nothing_changes, start
from threads.discussion.models import Post

HOME = {"Origin": settings.ORIGIN}
WORDS = "Long thoughts on <the> cut-off & what follows."
SHOWN = "Long thoughts on &lt;the&gt; cut-off &amp; what follows."


def fields(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def test_a_reply_after_the_session_ended_is_shown_and_sent_again_with_one_press(world: World) -> None:
    thread = start(world.geologist, world.public)
    path = f"/threads/{thread.pk}/reply"
    typed = {"text": WORDS, "form_key": "k-1", "publish_at": ""}

    with nothing_changes():
        answer = Client().post(path, typed, headers=HOME | {"Referer": f"{settings.ORIGIN}/threads/{thread.pk}?from=1"})

    assert answer.status_code == 401
    assert SHOWN in answer.text
    assert f'href="/account/login/?next=%2Fthreads%2F{thread.pk}"' in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"
    again = fields(answer.text) | {"text": WORDS}
    assert again["form_key"] == "k-1"
    assert client_of(world.newcomer).post(path, again, headers=HOME).status_code == 303
    assert Post.objects.get(thread=thread, number=2).source == WORDS


def test_a_token_of_before_the_sign_in_loses_no_text(world: World) -> None:
    thread = start(world.geologist, world.public)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.newcomer, backend="allauth.account.auth_backends.AuthenticationBackend")
    path = f"/threads/{thread.pk}/reply"

    with nothing_changes():
        answer = browser.post(path, {"text": WORDS, "csrfmiddlewaretoken": "a" * 64}, headers=HOME)

    assert answer.status_code == 403
    assert SHOWN in answer.text
    again = fields(answer.text) | {"text": WORDS}
    assert again["csrfmiddlewaretoken"] != "a" * 64
    assert browser.post(path, again, headers=HOME).status_code == 303
    assert Post.objects.get(thread=thread, number=2).source == WORDS


def test_words_that_no_page_of_ours_is_known_to_have_sent_are_shown_without_a_button(world: World) -> None:
    thread = start(world.geologist, world.public)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.newcomer, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = browser.post(f"/threads/{thread.pk}/reply", {"text": WORDS})

    assert answer.status_code == 403
    assert SHOWN in answer.text
    assert "csrfmiddlewaretoken" not in re.sub(
        r'<form[^>]*action="/(?:theme|account)[^"]*".*?</form>', "", answer.text, flags=re.DOTALL
    )


@pytest.mark.parametrize("path", ["/boards/lounge/new", "/threads/{thread}/reply", "/posts/{post}/edit", "/preview"])
def test_where_strangers_may_not_even_look_the_text_comes_back_too(world: World, path: str) -> None:
    thread = start(world.newcomer, world.members_only, "A quiet title")
    post = Post.objects.get(thread=thread)

    answer = Client().post(
        path.format(thread=thread.pk, post=post.pk), {"text": WORDS, "title": "T", "version": "1"}, headers=HOME
    )

    assert answer.status_code in {401, 404}
    assert SHOWN in answer.text
    assert "A quiet title" not in answer.text


def test_a_way_back_that_leads_elsewhere_is_not_taken(world: World) -> None:
    thread = start(world.geologist, world.public)

    answer = Client().post(
        f"/threads/{thread.pk}/reply", {"text": WORDS}, headers=HOME | {"Referer": "https://elsewhere.example/x"}
    )

    assert "elsewhere" not in answer.text


def test_passwords_are_never_shown_again(world: World) -> None:
    answer = Client().post(
        "/preview", {"text": WORDS, "password": "hidden-one", "password1": "hidden-two"}, headers=HOME
    )

    assert SHOWN in answer.text
    assert "hidden-" not in answer.text


def test_a_script_gets_one_line(world: World) -> None:
    answer = Client().post("/preview", {"text": WORDS}, headers=HOME | {"HX-Request": "true"})

    assert answer.status_code == 401
    assert "<html" not in answer.text
    assert "Sign in" in answer.text
