"""Paging through a thread by the numbers of its posts."""

import re

import pytest
from django.test import Client

from tests.world import World, code_of, reply, start
from threads.discussion.models import Post, Thread

TOTAL = 65


@pytest.fixture
def thread(world: World) -> Thread:
    """A thread of 65 posts; its replies are written in one go."""
    thread = start(world.geologist, world.public)
    first = Post.objects.get()
    Post.objects.bulk_create(
        Post(
            thread=thread, number=number, author=world.newcomer, source=f"Core {number}", html=f"<p>Core {number}</p>\n",
            text=f"Core {number}", renderer=1, created_at=first.created_at,
        )
        for number in range(2, TOTAL + 1)
    )  # fmt: skip
    last = Post.objects.latest("id")
    Thread.objects.update(post_count=TOTAL, last_number=TOTAL, last_post_id=last.pk, last_author=world.newcomer)
    return thread


def shown(path: str) -> list[int]:
    """The numbers of the posts on a page."""
    return [int(number) for number in re.findall(r'id="p(\d+)"', Client().get(path).text)]


@pytest.mark.parametrize(
    ("asked", "first", "last"), [("1", 1, 20), ("41", 41, 60), ("61", 61, 65), ("15", 15, 34), ("65", 65, 65)]
)
def test_a_page_begins_at_the_post_that_was_asked_for(thread: Thread, asked: str, first: int, last: int) -> None:
    path = f"/threads/{thread.pk}?from={asked}"

    assert shown(path) == list(range(first, last + 1))
    assert f"Posts {first} to {last} of 65" in Client().get(path).text


@pytest.mark.parametrize("asked", ["66", "1000000000", "2147483647", "9" * 400])
def test_beyond_the_end_a_reader_gets_the_last_page(thread: Thread, asked: str) -> None:
    assert shown(f"/threads/{thread.pk}?from={asked}") == [61, 62, 63, 64, 65]


@pytest.mark.parametrize("asked", ["", "0", "-1", "abc", "1e3", "٣", "1 OR 1=1", "9" * 401])
def test_what_is_no_number_begins_at_the_first_post(thread: Thread, asked: str) -> None:
    assert shown(f"/threads/{thread.pk}?from={asked}") == list(range(1, 21))


def test_the_links_of_the_pages_lead_through_the_whole_thread(thread: Thread) -> None:
    path, seen = f"/threads/{thread.pk}", list[int]()
    while path:
        seen += shown(path)
        found = re.search(r'href="([^"]+)" rel="next"', Client().get(path).text)
        path = found[1] if found else ""

    assert seen == list(range(1, TOTAL + 1))


def test_over_rest_next_leads_through_the_whole_thread_and_previous_back(thread: Thread) -> None:
    path, seen, back = f"/api/v1/threads/{thread.pk}/posts?limit=30", list[int](), ""
    while path:
        page = Client().get(path).json()
        seen += [post["number"] for post in page["results"]]
        path, back = page["next"], page["previous"]

    assert seen == list(range(1, TOTAL + 1))
    assert [post["number"] for post in Client().get(back).json()["results"]] == list(range(31, 61))


@pytest.mark.parametrize("asked", [66, 10**9, 2**31 - 1])
def test_over_rest_beyond_the_end_is_an_empty_page_with_a_way_back(thread: Thread, asked: int) -> None:
    page = Client().get(f"/api/v1/threads/{thread.pk}/posts?from={asked}").json()

    assert (page["results"], page["next"]) == ([], None)
    assert [post["number"] for post in Client().get(page["previous"]).json()["results"]] == list(range(46, 66))


@pytest.mark.parametrize("asked", ["0", "-1", "1e3", "2147483648", "1" + "0" * 400, "abc", "1.0", ""])
def test_over_rest_what_is_no_number_is_refused(thread: Thread, asked: str) -> None:
    answer = Client().get(f"/api/v1/threads/{thread.pk}/posts?from={asked}")

    assert code_of(answer) == "invalid"
    assert answer.json()["errors"][0]["field"] == "from"


def test_a_page_that_is_unchanged_is_not_sent_again(thread: Thread) -> None:
    path = f"/api/v1/threads/{thread.pk}/posts?from=61"
    tag = Client().get(path).headers["ETag"]

    again = Client().get(path, headers={"if-none-match": tag})

    assert (again.status_code, again.content) == (304, b"")


def test_a_page_that_gained_a_post_is_sent_again(thread: Thread, world: World) -> None:
    path = f"/api/v1/threads/{thread.pk}/posts?from=61"
    tag = Client().get(path).headers["ETag"]
    reply(world.newcomer, thread)

    again = Client().get(path, headers={"if-none-match": tag})

    assert [post["number"] for post in again.json()["results"]] == [61, 62, 63, 64, 65, 66]
