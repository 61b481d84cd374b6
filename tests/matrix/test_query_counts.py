"""What each list and page costs in queries: exactly so many, however much there is to list."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from accounts.members.selectors import Viewer
from forum.http.reference import document
from forum.notifications.models import Notification, Watch
from forum.notifications.policies import stop_token
from tests.matrix.test_pages_as_everybody import WALK
from tests.world import World, client_of, member, start
from threads.discussion import services
from threads.discussion.models import Colour, Post, PostRevision, Thread

type Api = Callable[..., Client]
SIZES = (3, 30)
INTERVIEWS = ("/api/v1/interviews", "/api/v1/questions")
# The lists of accounts and of a member's own data are counted in test_people_query_counts.
PEOPLES = ("/api/v1/me/", "/api/v1/verification/", "/api/v1/members/{handle}/attestations")

# Path: queries as anonymous reader, and as member. A member's page reads session, member and the number of unread notices.
PAGES: dict[str, tuple[int, int]] = {
    "/": (5, 8),
    "/boards": (1, 4),
    "/boards/field-notes": (5, 9),
    "/boards/field-notes/new": (1, 4),
    "/threads/{thread}": (4, 9),
    "/threads/{thread}?from=2": (4, 9),
    "/threads/{thread}/2": (1, 3),
    "/members/gil-geologist": (3, 6),
    "/posts/{post}/edit": (1, 4),
    "/settings": (0, 3),
    "/about": (0, 3),
    "/problems/": (0, 3),
    "/problems/not_found/": (0, 3),
    "/nowhere": (0, 3),
    "/inbox": (0, 4),
    "/inbox/count": (0, 4),
    "/settings/notifications": (0, 6),
    "/stop-mail/{token}": (0, 3),
    "/robots.txt": (0, 0),
    "/api/v1/schema/": (0, 0),
    "/api/v1/docs/": (0, 3),
    "/health/live": (0, 0),
    "/health/ready": (1, 1),
}
OPERATIONS: dict[str, tuple[int, int]] = {
    "/api/v1/me": (0, 1),
    "/api/v1/me/notifications": (0, 2),
    "/api/v1/me/notifications?limit=2&unread=true": (0, 2),
    "/api/v1/me/subscriptions": (0, 3),
    "/api/v1/members/gil-geologist": (1, 2),
    "/api/v1/boards": (1, 2),
    "/api/v1/boards/field-notes": (1, 2),
    "/api/v1/threads": (4, 5),
    "/api/v1/threads?board=field-notes": (5, 6),
    "/api/v1/threads/{thread}": (1, 2),
    "/api/v1/threads/{thread}/posts": (2, 3),
    "/api/v1/threads/{thread}/posts?from=2&limit=100": (2, 3),
    "/api/v1/posts/{post}": (1, 2),
    "/api/v1/posts/{post}/revisions": (2, 3),
}


def grow(world: World, size: int) -> dict[str, object]:
    """`size` boards more, `size` threads of as many authors, `size` posts in one of them, `size` revisions of one."""
    authors = [member(f"author-number-{n}x") for n in range(size)]
    for n in range(size):
        services.create_board(
            slug=f"more-{n}", title=f"More {n}", description="", colour=Colour.OCHRE, position=9, levels=(0, 1, 1)
        )
    threads = [start(author, world.public) for author in authors]
    thread = start(world.geologist, world.public)
    at = thread.created_at
    Post.objects.bulk_create(
        Post(
            thread=thread,
            number=n + 2,
            author=authors[n],
            source="x",
            html="<p>x</p>",
            text="x",
            renderer=1,
            created_at=at,
        )
        for n in range(size)
    )
    Post.objects.bulk_create(
        Post(thread=one, number=2, author=world.geologist, source="x", html="x", text="x", renderer=1, created_at=at)
        for one in threads
    )
    Thread.objects.filter(pk=thread.pk).update(post_count=size + 1, last_number=size + 1)
    post = Post.objects.get(thread=thread, number=1)
    PostRevision.objects.bulk_create(
        PostRevision(post=post, version=n + 1, editor=authors[n], source="x", replaced_at=at) for n in range(size)
    )
    Notification.objects.bulk_create(
        Notification(recipient=world.geologist, seq=one.pk, reason=1, post=one, at=at) for one in Post.objects.all()
    )
    Watch.objects.bulk_create(
        Watch(member=world.geologist, kind="thread", target_id=one.pk, level=3) for one in [thread, *threads]
    )
    return {"thread": thread.pk, "post": post.pk, "token": stop_token(world.geologist.pk)}


def cost(client: Client, path: str) -> int:
    """How many queries a request takes once the process is warm."""
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)


def costs(
    world: World, size: int, paths: dict[str, tuple[int, int]], client_for: Callable[[Viewer], Client]
) -> dict[str, tuple[int, int]]:
    ids = grow(world, size)
    nobody, somebody = client_for(world.nobody), client_for(world.geologist)
    return {path: (cost(nobody, path.format(**ids)), cost(somebody, path.format(**ids))) for path in paths}


@pytest.mark.parametrize("size", SIZES)
def test_each_page_takes_exactly_so_many_queries(world: World, size: int) -> None:
    assert costs(world, size, PAGES, client_of) == PAGES


@pytest.mark.parametrize("size", SIZES)
def test_each_operation_takes_exactly_so_many_queries(world: World, api: Api, size: int) -> None:
    assert costs(world, size, OPERATIONS, api) == OPERATIONS


def named(paths: dict[str, tuple[int, int]]) -> set[str]:
    """The routes behind these paths."""
    ids = {"thread": 1, "post": 1, "token": "x"}
    return {resolve(path.format(**ids).partition("?")[0]).route for path in paths if path != "/nowhere"}


def test_no_page_is_forgotten() -> None:
    shown = {
        route
        for route, steps in WALK.items()
        if not route.startswith("account/") and any(m == "GET" and 200 in statuses.values() for m, _, statuses in steps)
    }
    # tests/interviews counts its own.
    assert {route for route in shown - named(PAGES) if not route.startswith("interviews")} == set()


def test_no_operation_is_forgotten() -> None:
    reading = {path for path, methods in document()["paths"].items() if "get" in methods}
    routes = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", f"/{route}") for route in named(OPERATIONS)}
    assert {path for path in reading - routes if not path.startswith((*PEOPLES, *INTERVIEWS))} == set()
