"""Whoever opens a thread has read what the inbox says of the posts it shows, and of no others."""

import pytest

from forum.notifications.models import Notification
from tests.world import World, client_of, nothing_changes, reply, start
from threads.discussion.models import Post, Thread


@pytest.fixture
def thread(world: World) -> Thread:
    """A thread of 23 posts, two pages, with a notice of each for the newcomer, and one of another thread."""
    made = start(world.geologist, world.public)
    for _ in range(22):
        reply(world.geologist, made)
    start(world.geologist, world.public)
    for post in Post.objects.all():
        Notification.objects.create(recipient=world.newcomer, seq=post.pk, reason=50, post=post, at=post.created_at)
        Notification.objects.create(recipient=world.operator, seq=post.pk, reason=50, post=post, at=post.created_at)
    return made


def unread(world: World, thread: Thread) -> list[int]:
    found = Notification.objects.filter(recipient=world.newcomer, post__thread=thread, read=False)
    return list(found.order_by("post__number").values_list("post__number", flat=True))


def test_each_page_reads_its_own_posts(world: World, thread: Thread) -> None:
    browser = client_of(world.newcomer)

    first = browser.get(f"/threads/{thread.pk}")

    assert unread(world, thread) == [21, 22, 23]
    assert ">4<" in first.text.split("</header>")[0]
    browser.get(f"/threads/{thread.pk}?from=21")
    assert unread(world, thread) == []
    assert Notification.objects.filter(recipient=world.newcomer, read=False).count() == 1
    assert not Notification.objects.filter(recipient=world.operator, read=True).exists()


@pytest.mark.parametrize("headers", [{"sec-purpose": "prefetch;prerender"}, {"hx-request": "true"}])
def test_what_a_browser_fetches_by_itself_is_not_read(world: World, thread: Thread, headers: dict[str, str]) -> None:
    browser = client_of(world.newcomer)
    with nothing_changes():
        browser.get(f"/threads/{thread.pk}", headers=headers)


def test_asking_for_the_headers_alone_reads_nothing(world: World, thread: Thread) -> None:
    browser = client_of(world.newcomer)
    with nothing_changes():
        browser.head(f"/threads/{thread.pk}")


def test_nothing_is_written_where_nothing_was_unread(world: World, thread: Thread) -> None:
    browser = client_of(world.newcomer)
    browser.get(f"/threads/{thread.pk}")
    with nothing_changes():
        browser.get(f"/threads/{thread.pk}")


def test_whoever_may_not_read_the_thread_leaves_its_notices_alone(world: World) -> None:
    thread = start(world.moderator, world.staff_only)
    post = Post.objects.get(thread=thread)
    Notification.objects.create(recipient=world.newcomer, seq=1, reason=50, post=post, at=post.created_at)
    browser = client_of(world.newcomer)
    with nothing_changes():
        assert browser.get(f"/threads/{thread.pk}").status_code == 404
