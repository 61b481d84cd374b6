"""What holds when requests really run side by side: threads, connections and locks as in production."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from accounts.members.models import Member
from forum.kernel.errors import AssayError, EditConflict
from forum.kernel.events.models import Outbox
from forum.kernel.idempotency import Key, fingerprint
from tests.world import World, code_of, send, start
from threads.discussion import counters, services
from threads.discussion.models import Post, PostRevision, Thread

type Api = Callable[..., Client]
pytestmark = pytest.mark.django_db(transaction=True)


def at_once[Result](count: int, act: Callable[[int], Result]) -> list[Result]:
    """`act(0)` to `act(count - 1)`, each in a thread with a connection of its own, all let go at the same moment."""
    gate = Barrier(count)

    def one(number: int) -> Result:
        try:
            connection.ensure_connection()
            gate.wait(30)
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_fifty_writers_leave_no_gap_and_right_counts(world: World) -> None:
    thread = start(world.geologist, world.public)
    actors = [world.newcomer, world.geologist, world.operator, world.guest, world.editor]

    at_once(50, lambda n: services.post_reply(actor=actors[n % 5], thread_id=thread.pk, source=f"Reply {n}."))

    posts = list(Post.objects.order_by("number").values_list("number", "author_id", "id"))
    thread.refresh_from_db()
    assert [number for number, _, _ in posts] == list(range(1, 52))
    assert (thread.post_count, thread.last_number) == (51, 51)
    assert (thread.last_post_id, thread.last_author_id) == (posts[-1][2], posts[-1][1])
    assert len(set(Post.objects.values_list("source", flat=True))) == 51
    assert Outbox.objects.filter(name="reply_posted").count() == 50


def test_repeats_that_run_at_the_same_moment_make_one_post(world: World) -> None:
    thread = start(world.geologist, world.public)
    key = Key(f"member:{world.newcomer.pk}", "post_reply", "k-1", fingerprint("Once."))

    made = at_once(8, lambda n: services.post_reply(actor=world.newcomer, thread_id=thread.pk, source="Once.", key=key))

    assert len(set(made)) == 1
    assert Post.objects.filter(thread=thread).count() == 2
    assert Outbox.objects.filter(name="reply_posted").count() == 1


def test_repeats_over_rest_that_run_at_the_same_moment_start_one_thread(world: World, api: Api) -> None:
    client = api(world.newcomer)
    body = {"board": "field-notes", "title": "Once", "text": "Only."}

    answers = at_once(4, lambda n: send(client, "post", "/api/v1/threads", body, idempotency_key="k-1"))

    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert Thread.objects.count() == 1


def test_of_two_bodies_under_one_key_one_is_refused(world: World, api: Api) -> None:
    thread = start(world.geologist, world.public)
    client, path = api(world.newcomer), f"/api/v1/threads/{thread.pk}/posts"

    answers = at_once(4, lambda n: send(client, "post", path, {"text": f"Body {n}."}, idempotency_key="k-1"))

    assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422]
    assert {code_of(answer) for answer in answers if answer.status_code == 422} == {"idempotency_key_reused"}
    assert Post.objects.filter(thread=thread).count() == 2


def test_of_editors_with_the_same_version_one_wins_and_no_text_is_lost(world: World) -> None:
    thread = start(world.newcomer, world.public)
    post = Post.objects.get()
    services.post_reply(actor=world.geologist, thread_id=thread.pk, source="An answer.")

    def edit(number: int) -> str:
        try:
            services.edit_post(actor=world.newcomer, post_id=post.pk, source=f"Version of {number}.", version=1)
        except EditConflict as refusal:
            return refusal.code
        return "saved"

    assert sorted(at_once(6, edit)) == ["edit_conflict"] * 5 + ["saved"]
    post.refresh_from_db()
    assert post.version == 2
    assert PostRevision.objects.get().source == "First cores."


def test_no_reply_slips_into_a_thread_after_it_was_closed(world: World) -> None:
    thread = start(world.geologist, world.public)

    def act(number: int) -> str:
        actor: Member = world.moderator if number == 0 else world.newcomer
        try:
            if number == 0:
                services.set_closure(actor=actor, thread_id=thread.pk, closed=True)
                return "closed"
            services.post_reply(actor=actor, thread_id=thread.pk, source=f"Reply {number}.")
        except AssayError as refusal:
            return refusal.code
        return "posted"

    outcomes = at_once(12, act)

    order = list(Outbox.objects.order_by("id").values_list("name", flat=True))
    thread.refresh_from_db()
    assert outcomes.count("posted") + outcomes.count("thread_closed") == 11
    assert thread.post_count == 1 + outcomes.count("posted")
    assert "reply_posted" not in order[order.index("thread_closed") :]


def test_two_merges_the_other_way_round_and_twice_leave_one_thread_and_right_counts(world: World) -> None:
    left, right = start(world.geologist, world.public, "Left"), start(world.geologist, world.public, "Right")
    Thread.objects.filter(pk=left.pk).update(tags=["a1", "b1"])
    Thread.objects.filter(pk=right.pk).update(tags=["b1", "c1"])

    def merge(number: int) -> str:
        thread, into = (left, right) if number % 2 else (right, left)
        try:
            services.merge_threads(actor=world.moderator, thread_id=thread.pk, into_id=into.pk)
        except AssayError as refused:
            return refused.code
        return ""

    done = at_once(8, merge)

    assert sorted(done) == ["", *["not_found"] * 7]
    stays = Thread.objects.get(merged_into=None)
    assert (sorted(stays.tags), stays.post_count) == (["a1", "b1", "c1"], 2)
    counters.fold()
    assert list(counters.mend_threads(after=0, limit=10)[1]) == []
    assert list(counters.mend_boards()) == []
