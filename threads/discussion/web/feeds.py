"""Atom feeds, the sitemap, and what crawlers are told."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.members.selectors import NOBODY, profile
from forum.http import pages
from forum.http.conditional import etag, matches, not_modified
from forum.kernel.errors import NotFound
from threads.deposits.selectors import deposit_row
from threads.discussion import selectors
from threads.discussion.selectors import FeedRow
from threads.discussion.web import parts

SITEMAP_STEP = 10_000
"""Thread ids of one sitemap; the protocol allows 50,000 addresses in one (sitemaps.org)."""

CLOSED_TO_CRAWLERS = (
    "/account/", "/admin/", "/api/", "/bookmarks", "/drafts", "/inbox", "/posts/", "/preview", "/settings", "/submissions",
    "/theme", "/*?at=", "/*?order=", "/*view=tree", "/*reply_to=",
)  # fmt: skip


@require_safe
def latest_feed(request: HttpRequest) -> HttpResponse:
    """The newest threads."""
    rows = selectors.newest_threads(viewer=request.user)
    return _atom(request, _("Latest threads"), reverse("threads"), reverse("latest-feed"), rows)


@require_safe
def board_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest threads of a board."""
    found = selectors.board(slug, viewer=request.user)
    rows = selectors.newest_threads(viewer=request.user, board=found)
    return _atom(request, found.title, found.url, reverse("board-feed", args=[slug]), rows)


@require_safe
def deposit_feed(request: HttpRequest, deposit: str) -> HttpResponse:
    """The newest threads about a deposit."""
    found = deposit_row(deposit)
    rows = selectors.newest_threads(viewer=request.user, deposit_id=found.pk)
    url = reverse("deposit-threads", args=[deposit])
    return _atom(request, found.name, url, reverse("deposit-feed", args=[deposit]), rows)


@require_safe
def thread_feed(request: HttpRequest, thread_id: int) -> HttpResponse:
    """The newest posts of a thread."""
    found = selectors.thread_row(thread_id, viewer=request.user)
    rows = selectors.newest_posts(viewer=request.user, thread_id=thread_id)
    return _atom(request, found.title, found.url, reverse("thread-feed", args=[thread_id]), rows)


@require_safe
def member_feed(request: HttpRequest, handle: str) -> HttpResponse:
    """What somebody wrote last."""
    person = profile(handle, viewer=request.user).person
    rows = selectors.newest_posts(viewer=request.user, author_id=person.id)
    return _atom(request, person.handle, person.url, reverse("member-feed", args=[person.handle]), rows)


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The sitemaps there are: one for the boards and each ten thousand threads."""
    parts.slow_crawlers(request)
    count = selectors.highest_thread_id(viewer=NOBODY) // SITEMAP_STEP + 1
    urls = [f"{settings.ORIGIN}{reverse('sitemap', args=[number])}" for number in range(1, count + 1)]
    return _xml(request, "feeds/sitemap_index.xml", {"urls": urls}, "application/xml")


@require_safe
def sitemap(request: HttpRequest, number: int) -> HttpResponse:
    """What everybody may read: boards, and the threads of one range of ids."""
    parts.slow_crawlers(request)
    if number < 1 or (number - 1) * SITEMAP_STEP > selectors.highest_thread_id(viewer=NOBODY):
        raise NotFound
    boards = [{"url": f"{settings.ORIGIN}{one.url}", "at": None} for one in selectors.boards(viewer=NOBODY)]
    rows = selectors.public_threads(above=(number - 1) * SITEMAP_STEP, up_to=number * SITEMAP_STEP)
    threads = [{"url": f"{settings.ORIGIN}/threads/{pk}", "at": at} for pk, at in rows]
    return _xml(request, "feeds/sitemap.xml", {"rows": [*(boards if number == 1 else []), *threads]}, "application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Crawlers may read what the public reads, slowly, and leave forms, orders of lists and the API alone."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in CLOSED_TO_CRAWLERS),
        "Crawl-delay: 1",
        "",
        f"Sitemap: {settings.ORIGIN}{reverse('sitemap-index')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _atom(request: HttpRequest, title: str, url: str, own: str, rows: Sequence[FeedRow]) -> HttpResponse:
    """An Atom feed (RFC 4287) of what the reader may see."""
    parts.slow_crawlers(request)
    context = {
        "title": f"{title} · {settings.SITE_NAME}",
        "url": f"{settings.ORIGIN}{url}",
        "own": f"{settings.ORIGIN}{own}",
        "origin": settings.ORIGIN,
        "updated": max((row.updated_at for row in rows), default=None),
        "rows": rows,
    }
    return _xml(request, "feeds/atom.xml", context, "application/atom+xml")


def _xml(request: HttpRequest, template: str, context: dict[str, Any], media: str) -> HttpResponse:
    """A document with its tag: kept by anybody for five minutes if anybody may read it, by nobody else."""
    body = render_to_string(template, context)
    tag = etag(0, body)
    if matches(request.META.get("HTTP_IF_NONE_MATCH"), tag):
        return not_modified(tag)
    keep = "public, max-age=300" if pages.is_public(request) else "private, no-cache"
    return HttpResponse(
        body, content_type=f"{media}; charset=utf-8", headers={"ETag": tag, "Cache-Control": keep, "Vary": "Cookie"}
    )
