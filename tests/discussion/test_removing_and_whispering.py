"""Removing and restoring one's own post, whispers, slow mode, and edits that leave no trace."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from forum.kernel.errors import AssayError
from forum.kernel.events.models import Outbox
from tests.world import World, client_of, code_of, nothing_changes, reply, send, start
from threads.discussion import selectors, services
from threads.discussion.models import Board, Post, PostRevision, Thread

type Api = Callable[..., Client]


def test_a_removed_post_leaves_its_number_and_comes_back(world: World, api: Api) -> None:
    thread = start(world.geologist, world.public)
    post = reply(world.newcomer, thread, "Hasty.")
    client, path = api(world.newcomer), f"/api/v1/posts/{post.pk}/removal"

    assert send(client, "put", path).status_code == 204

    gone = Client().get(f"/api/v1/threads/{thread.pk}/posts").json()["results"][1]
    assert (gone["number"], gone["state"], gone["html"], gone["author"]) == (2, "removed", "", None)
    assert Client().get(f"/api/v1/posts/{post.pk}").status_code == 404
    assert selectors.thread_row(thread.pk, viewer=world.nobody).reply_count == 0
    assert reply(world.operator, thread).number == 3
    assert send(client, "delete", path).status_code == 204
    assert "Hasty." in Client().get(f"/threads/{thread.pk}").text
    assert selectors.thread_row(thread.pk, viewer=world.nobody).reply_count == 2


def test_only_its_author_removes_a_post(world: World, api: Api) -> None:
    post = reply(world.newcomer, start(world.geologist, world.public))

    for actor in (world.geologist, world.moderator, world.admin):
        client = api(actor)
        with nothing_changes():
            assert code_of(send(client, "put", f"/api/v1/posts/{post.pk}/removal")) == "not_yours"


def test_a_thread_that_others_answered_keeps_its_first_post(world: World, api: Api) -> None:
    thread = start(world.newcomer, world.public)
    reply(world.geologist, thread)
    client, first = api(world.newcomer), Post.objects.get(thread=thread, number=1)

    with nothing_changes():
        assert code_of(send(client, "put", f"/api/v1/posts/{first.pk}/removal")) == "has_replies"


def test_what_moderators_hid_its_author_cannot_bring_back(world: World, api: Api) -> None:
    post = reply(world.newcomer, start(world.geologist, world.public))
    services.hide_post(post_id=post.pk, actor_id=world.moderator.pk)
    client = api(world.newcomer)

    with nothing_changes():
        assert code_of(send(client, "delete", f"/api/v1/posts/{post.pk}/removal")) == "post_removed"


def test_a_whisper_is_seen_and_counted_by_nobody_else(world: World) -> None:
    thread = start(world.geologist, world.public)
    before = selectors.thread_row(thread.pk, viewer=world.nobody)

    services.post_reply(actor=world.moderator, thread_id=thread.pk, source="Watch this one.", whisper=True)

    assert selectors.thread_row(thread.pk, viewer=world.nobody) == before
    assert "Watch this one." in client_of(world.editor).get(f"/threads/{thread.pk}").text
    for viewer in (world.nobody, world.newcomer, world.geologist):
        assert "Watch this one." not in client_of(viewer).get(f"/threads/{thread.pk}").text
        assert client_of(viewer).get(f"/threads/{thread.pk}/2").status_code == 404
    assert Outbox.objects.filter(name="reply_posted").count() == 0


def test_who_does_not_keep_order_cannot_whisper(world: World) -> None:
    thread = start(world.geologist, world.public)

    with nothing_changes(), pytest.raises(AssayError) as refused:
        services.post_reply(actor=world.newcomer, thread_id=thread.pk, source="Psst.", whisper=True)
    assert refused.value.code == "staff_only"


def test_slow_mode_lets_each_member_post_once_in_a_while(world: World, api: Api) -> None:
    thread = start(world.geologist, world.public)
    Board.objects.update(slow_seconds=600)
    reply(world.newcomer, thread)
    client = api(world.newcomer)

    with nothing_changes():
        answer = send(client, "post", f"/api/v1/threads/{thread.pk}/posts", {"text": "Again."})

    assert (answer.status_code, code_of(answer)) == (429, "slow_mode")
    assert 590 <= int(answer.headers["Retry-After"]) <= 600
    assert reply(world.operator, thread).number == 3
    assert (reply(world.moderator, thread).number, reply(world.moderator, thread).number) == (4, 5)


def test_soon_after_posting_an_edit_leaves_no_trace_and_later_it_does(world: World) -> None:
    post = reply(world.newcomer, start(world.geologist, world.public), "Frist.")

    services.edit_post(actor=world.newcomer, post_id=post.pk, source="First.", version=1)
    assert PostRevision.objects.count() == 0
    with time_machine.travel(post.created_at + timedelta(minutes=6)):
        services.edit_post(actor=world.newcomer, post_id=post.pk, source="Second.", version=2, reason="Typo")

    kept = PostRevision.objects.get()
    assert (kept.source, kept.reason, kept.version) == ("First.", "Typo", 2)
    page = Client().get(f"/posts/{post.pk}/revisions").text
    assert "<del>First</del><ins>Second</ins>." in page
    assert "Typo" in page


def test_a_silent_thread_is_archived_by_the_clock_and_takes_nothing_more(world: World, api: Api) -> None:
    thread, fresh = start(world.newcomer, world.public), start(world.newcomer, world.public)
    Board.objects.filter(slug="field-notes").update(archive_days=30)
    Thread.objects.filter(pk=thread.pk).update(last_at=thread.last_at - timedelta(days=31))

    assert (services.archive_silent(), services.archive_silent()) == (1, 0)

    client = api(world.newcomer)
    with nothing_changes():
        assert code_of(send(client, "post", f"/api/v1/threads/{thread.pk}/posts", {"text": "A"})) == "thread_archived"
    assert send(client, "post", f"/api/v1/threads/{fresh.pk}/posts", {"text": "A"}).status_code == 201
    assert "archived this thread" in Client().get(f"/threads/{thread.pk}").text


def test_a_whisper_is_not_scheduled_and_says_so(world: World) -> None:
    thread, browser = start(world.geologist, world.public), client_of(world.moderator)
    form = {"text": "Look at this.", "whisper": "on", "publish_at": "2099-01-01T10:00"}
    with nothing_changes():
        answer = browser.post(f"/threads/{thread.pk}/reply", form)
    assert answer.status_code == 400
    assert "A whisper stands at once" in answer.text
