"""A page kept for readers without an account is shown again only while nothing at all was committed since."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.members.models import Level, Member
from forum.http.front import Kept, Shelf
from tests.world import World, build, client_of, reply, start
from threads.discussion.models import Board, Post, Thread
from threads.discussion.services import hide_post


@pytest.fixture
def world(transactional_db: None) -> World:
    """The cast, committed: inside a test's own transaction nothing is kept."""
    return build()


@pytest.fixture
def thread(world: World) -> Thread:
    made = start(world.newcomer, world.public)
    reply(world.geologist, made, "Lantern words.")
    return made


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_the_same_again_costs_one_query(thread: Thread) -> None:
    first = Client().get(f"/threads/{thread.pk}")
    # The server commits for others, too: the tests beside this one, its own statistics.
    assert any(queries(Client(), f"/threads/{thread.pk}") == 1 for _ in range(200))
    second = Client().get(f"/threads/{thread.pk}")
    assert (second.content, second.headers["ETag"]) == (first.content, first.headers["ETag"])


def test_a_copy_that_still_holds_is_told_so(thread: Thread) -> None:
    tag = Client().get(f"/threads/{thread.pk}").headers["ETag"]
    again = Client().get(f"/threads/{thread.pk}", headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_hidden_post_is_gone_at_once(thread: Thread) -> None:
    path = f"/threads/{thread.pk}"
    assert "Lantern words." in Client().get(path).text
    hide_post(post_id=Post.objects.get(number=2, thread=thread).pk, actor_id=None)
    assert "Lantern words." not in Client().get(path).text


def test_a_closed_board_is_gone_at_once(world: World, thread: Thread) -> None:
    path = f"/threads/{thread.pk}"
    assert Client().get(path).status_code == 200
    Board.objects.filter(pk=world.public.pk).update(read_level=Level.MEMBER)
    assert Client().get(path).status_code == 404


def test_a_change_that_is_under_way_shows_when_it_is_committed_and_not_before(thread: Thread) -> None:
    path = f"/threads/{thread.pk}"
    with ThreadPoolExecutor(1) as elsewhere, transaction.atomic():
        Thread.objects.filter(pk=thread.pk).update(title="A later title")
        for _ in range(2):
            assert "A later title" not in elsewhere.submit(read, path).result()
    assert "A later title" in read(path)


def read(path: str) -> str:
    try:
        return Client().get(path).text
    finally:
        connection.close()


def test_members_and_other_looks_have_pages_of_their_own(world: World, thread: Thread) -> None:
    path = f"/threads/{thread.pk}"
    public = Client().get(path).text
    assert world.newcomer.handle in client_of(world.newcomer).get(path).text
    dark = Client()
    dark.cookies["theme"] = "dark"
    assert dark.get(path).text != public
    assert Client().get(path).text == public


def test_a_sign_in_form_is_kept_by_nobody(world: World) -> None:
    first, second = (Client().get("/account/login/") for _ in range(2))
    assert first.text != second.text


def test_the_operations_of_the_api_are_counted_each_time(thread: Thread) -> None:
    Client().get(f"/api/v1/threads/{thread.pk}")
    assert queries(Client(), f"/api/v1/threads/{thread.pk}") == 1
    Member.objects.update(version=2)
    assert "RateLimit" in Client().get(f"/api/v1/threads/{thread.pk}").headers


def test_the_longest_unread_go_first() -> None:
    shelf = Shelf(room=20)
    page = Kept("1:1:", 1e12, {}, b"x" * 10, None)
    for name in ("a", "b"):
        shelf.put((name,), page)
    assert shelf.get(("a",), "1:1:") is page
    shelf.put(("c",), page)
    assert [shelf.get((name,), "1:1:") is not None for name in ("a", "b", "c")] == [True, False, True]


def test_another_snapshot_or_a_late_hour_finds_nothing() -> None:
    shelf = Shelf()
    shelf.put(("a",), Kept("1:1:", 1e12, {}, b"x", None))
    assert shelf.get(("a",), "1:2:") is None
    shelf.put(("a",), Kept("1:1:", 0, {}, b"x", None))
    assert shelf.get(("a",), "1:1:") is None
