"""What each list and page costs in queries: exactly so many, however much there is to list."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from accounts.members.selectors import Viewer
from forum.http.reference import document
from forum.notifications.models import Notification, Watch
from forum.notifications.policies import stop_token
from forum.search.services import index_post, save_search
from tests.attachments.files import bring
from tests.matrix.test_pages_as_everybody import WALK
from tests.world import World, client_of, member, start
from threads.discussion import services
from threads.discussion.attachments.services import show_in_post
from threads.discussion.models import (
    Bookmark,
    Colour,
    Draft,
    Post,
    PostRevision,
    PostTemplate,
    Submission,
    Thread,
    ThreadChange,
)

type Api = Callable[..., Client]
SIZES = (3, 30)
INTERVIEWS = ("/api/v1/interviews", "/api/v1/questions", "/api/v1/answers", "/api/v1/me/interviews")
# These are counted in files of their own.
CATALOGUES = (
    "/api/v1/deposits",
    "/api/v1/members/{handle}/disclosures",
    "/api/v1/occurrences",
    "/api/v1/parties",
    "/api/v1/prices",
    "/api/v1/proposals",
    "/api/v1/rankings",
)
APPS = ("/api/v1/sync", "/api/v1/webhooks")
MODERATIONS = (
    "/api/v1/moderation/",
    "/api/v1/reports/",
    "/api/v1/me/reports",
    "/api/v1/me/notices",
    "/api/v1/notices/",
)
PEOPLES = (
    "/api/v1/me/",
    "/api/v1/verification/",
    "/api/v1/members/{handle}/attestations",
    "/api/v1/members/{handle}/disclosures",
)

# Path: queries as anonymous reader, and as member. A member's page reads session, member and the number of unread notices.
PAGES: dict[str, tuple[int, int]] = {
    "/": (4, 9),
    "/boards": (1, 5),
    "/boards/field-notes": (4, 8),
    "/boards/field-notes/new": (1, 6),
    "/threads/{thread}": (4, 11),
    "/threads/{thread}?from=2": (4, 11),
    "/threads/{thread}/2": (1, 3),
    "/members/gil-geologist": (3, 6),
    "/posts/{post}/edit": (1, 5),
    "/settings": (0, 3),
    "/latest.atom": (3, 5),
    "/sitemap.xml": (1, 3),
    "/boards/field-notes.atom": (4, 6),
    "/threads/{thread}.atom": (4, 6),
    "/members/gil-geologist.atom": (4, 6),
    "/admin/boards": (0, 3),
    "/admin/boards/new": (0, 3),
    "/admin/boards/field-notes": (0, 3),
    "/threads": (1, 4),
    "/threads?order=unread": (0, 4),
    "/threads?order=hot": (2, 5),
    "/tags/drilling": (1, 4),
    "/threads/{thread}?view=tree": (5, 12),
    "/threads/{thread}/edit": (1, 5),
    "/threads/{thread}/move": (1, 5),
    "/threads/{thread}/split": (1, 5),
    "/threads/{thread}/timers": (1, 5),
    "/threads/{thread}/summary": (0, 3),
    "/posts/{post}/revisions": (3, 5),
    "/posts/{post}/bookmark": (0, 5),
    "/bookmarks": (0, 4),
    "/drafts": (0, 4),
    "/submissions": (0, 5),
    "/about": (0, 3),
    "/problems/": (0, 3),
    "/problems/not_found/": (0, 3),
    "/nowhere": (0, 3),
    "/inbox": (0, 4),
    "/inbox/count": (0, 4),
    "/settings/notifications": (0, 10),
    "/service-worker.js": (0, 0),
    "/stop-mail/{token}": (0, 3),
    "/search": (0, 5),
    "/search?q=author:gil-geologist%20cores": (10, 15),
    "/settings/webhooks": (0, 4),
    "/files": (0, 4),
    "/files/{attachment}": (1, 3),
    "/robots.txt": (0, 0),
    "/api/v1/schema/": (0, 0),
    "/api/v1/docs/": (0, 3),
    "/api/v1/docs/threads/": (0, 3),
    "/health/live": (0, 0),
    "/health/ready": (1, 1),
}
OPERATIONS: dict[str, tuple[int, int]] = {
    "/api/v1/me": (0, 1),
    "/api/v1/me/notifications": (0, 2),
    "/api/v1/me/notifications?limit=2&unread=true": (0, 2),
    "/api/v1/me/subscriptions": (0, 5),
    "/api/v1/me/notifications/channels": (0, 3),
    "/api/v1/me/devices": (0, 2),
    "/api/v1/members/gil-geologist": (1, 2),
    "/api/v1/boards": (1, 2),
    "/api/v1/boards/field-notes": (1, 2),
    "/api/v1/threads": (1, 2),
    "/api/v1/threads?board=field-notes": (2, 3),
    "/api/v1/threads/{thread}": (1, 2),
    "/api/v1/threads/{thread}/posts": (2, 3),
    "/api/v1/threads/{thread}/posts?from=2&limit=100": (2, 3),
    "/api/v1/posts/{post}": (3, 3),
    "/api/v1/boards/field-notes/moderators": (2, 3),
    "/api/v1/boards/field-notes/templates": (2, 3),
    "/api/v1/boards/field-notes/templates/{template}": (2, 3),
    "/api/v1/threads?order=unread": (0, 2),
    "/api/v1/threads?order=hot": (2, 3),
    "/api/v1/threads/{thread}/changes": (2, 3),
    "/api/v1/threads/{thread}/changes/{change}": (2, 3),
    "/api/v1/threads/{thread}/timers": (2, 3),
    "/api/v1/threads/{thread}/summary": (2, 3),
    "/api/v1/threads/{thread}/reading": (0, 5),
    "/api/v1/threads/{thread}/tree": (4, 5),
    "/api/v1/me/drafts": (0, 2),
    "/api/v1/me/drafts/thread:{thread}": (0, 2),
    "/api/v1/me/submissions": (0, 3),
    "/api/v1/me/submissions/{waiting}": (0, 3),
    "/api/v1/me/bookmarks": (0, 2),
    "/api/v1/posts/{post}/revisions": (3, 3),
    "/api/v1/search?q=author:gil-geologist%20cores": (10, 11),
    "/api/v1/me/searches": (0, 2),
    "/api/v1/webhooks": (0, 2),
    "/api/v1/attachments": (0, 2),
    "/api/v1/attachments/{attachment}": (1, 2),
    "/api/v1/attachments/{attachment}/bytes": (1, 2),
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
        Notification(recipient=world.geologist, seq=one.pk, reason=50, post=one, at=at) for one in Post.objects.all()
    )
    Watch.objects.bulk_create(
        Watch(member=world.geologist, kind="thread", target_id=one.pk, level=3) for one in [thread, *threads]
    )
    template, change, waiting = keep(world, thread, size)
    kept = {"template": template, "change": change, "waiting": waiting, "attachment": find(world, size)}
    return {"thread": thread.pk, "post": post.pk, "token": stop_token(world.geologist.pk), **kept}


def keep(world: World, thread: Thread, size: int) -> tuple[int, int, UUID]:
    """`size` of each: templates, event lines, and what a member keeps; one id of the first three."""
    gil, at = world.geologist, thread.created_at
    templates = PostTemplate.objects.bulk_create(
        PostTemplate(board=world.public, name=f"Form {n}", body="x") for n in range(size)
    )
    changes = ThreadChange.objects.bulk_create(
        ThreadChange(thread=thread, kind="moved", actor=gil, at=at, after_number=1, from_board=world.public,
                     to_board=world.members_only) for n in range(size)
    )  # fmt: skip
    waiting = Submission.objects.bulk_create(
        Submission(author=gil, thread=thread, source="x", waits_for="held", hour=at) for n in range(size)
    )
    Draft.objects.bulk_create(Draft(member=gil, place=f"thread:{thread.pk + n}", text="x") for n in range(size))
    posts = Post.objects.filter(thread__board=world.public).order_by("id")[:size]
    Bookmark.objects.bulk_create(Bookmark(member=gil, post=one) for one in posts)
    services.rank_threads()
    return templates[0].pk, changes[0].pk, waiting[0].pk


def find(world: World, size: int) -> str:
    """`size` files and saved searches, every post found by search and showing every file; one file's id."""
    files = [bring(world.geologist, b"a,b\n1,2\n", "figures.csv") for _ in range(size)]
    for one in Post.objects.values_list("pk", flat=True):
        index_post(post_id=one)
        show_in_post(post_id=one, attachment_ids=files)
    for n in range(size):
        save_search(actor=world.geologist, name=f"Search {n}", query="cores")
    return files[0]


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
    ids = {"thread": 1, "post": 1, "token": "x", "template": 1, "change": 1, "waiting": UUID(int=0), "attachment": "x"}
    return {resolve(path.format(**ids).partition("?")[0]).route for path in paths if path != "/nowhere"}


def templates(paths: dict[str, tuple[int, int]], **ids: object) -> set[str]:
    """These paths as the schema writes them."""
    routes = {resolve(path.format(**ids).partition("?")[0]).route for path in paths}
    return {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", f"/{route}") for route in routes}


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
    assert {
        path
        for path in reading - routes
        if not path.startswith((*PEOPLES, *INTERVIEWS, *CATALOGUES, *MODERATIONS, *APPS))
    } == set()
