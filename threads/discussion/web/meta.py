"""What a thread's page says to machines: canonical address, Open Graph, JSON-LD."""

from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.members.selectors import person_of
from forum.kernel import text
from threads.discussion import selectors
from threads.discussion.web import parts


def thread_meta(request: HttpRequest, found: Any, items: list[dict[str, Any]], first: int) -> dict[str, Any]:
    """The head of a thread's page. Its words are those that everybody with the thread's level may read."""
    url = reverse("thread", args=[found.pk])
    start = parts.page_start(first)
    path = url if start == 1 else f"{url}?from={start}"
    starts = selectors.plain_starts([item["post"]["id"] for item in items if "post" in item], viewer=request.user)
    posts = [item["post"] for item in items if "post" in item and item["post"]["id"] in starts]
    opening = starts.get(posts[0]["id"], "") if posts else ""
    return {
        "canonical": parts.canonical(path),
        "description": text.excerpt(opening, 200),
        "title": found.title,
        "published": found.created_at,
        "feed_url": reverse("thread-feed", args=[found.pk]),
        "json_ld": _json_ld(found, parts.canonical(url), posts, starts),
        "noindex": found.board.read_level > 0,
    }


def _json_ld(found: Any, url: str, posts: list[dict[str, Any]], starts: dict[int, str]) -> SafeString:
    """schema.org `DiscussionForumPosting` with the page's posts as comments, safe inside a script element."""
    author = person_of(found.author)
    comments = [
        {
            "@type": "Comment",
            "url": f"{settings.ORIGIN}{post['url']}",
            "text": text.excerpt(starts[post["id"]], 500),
            "datePublished": post["created_at"],
            "author": _author(post["author"]),
        }
        for post in posts
        if post["number"] > 1
    ]
    opening = next((starts[post["id"]] for post in posts if post["number"] == 1), "")
    whole = {
        "@context": "https://schema.org",
        "@type": "DiscussionForumPosting",
        "url": url,
        "mainEntityOfPage": url,
        "headline": found.title,
        "text": text.excerpt(opening, 500),
        "datePublished": found.created_at,
        "author": _author(author),
        "commentCount": max(0, found.post_count - 1),
        "comment": comments,
    }
    raw = orjson.dumps(whole).decode()
    return SafeString(raw.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _author(person: Any) -> dict[str, str]:
    return {"@type": "Person", "name": person.handle, "url": f"{settings.ORIGIN}{person.url}"}
