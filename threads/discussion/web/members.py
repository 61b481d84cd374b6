"""A member's page: who they are here, and what they wrote."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.members.selectors import profile
from accounts.verification.selectors import badges_of
from forum.http import pages
from forum.http.cursors import Cursor
from forum.kernel import text
from threads.discussion import selectors
from threads.discussion.web import parts


@require_safe
def member(request: HttpRequest, handle: str) -> HttpResponse:
    """Who somebody is here, and what they wrote that this viewer may read."""
    parts.slow_crawlers(request)
    found = profile(handle, viewer=request.user)
    purpose = f"posts-by:{found.person.id}"
    before = Cursor.open(request.GET["at"], purpose=purpose)["before"] if "at" in request.GET else 0
    more = selectors.posts_by(found.person.id, viewer=request.user, before=before, limit=selectors.POSTS + 1)
    rows = more[: selectors.POSTS]
    older = Cursor.seal({"before": rows[-1].id}, purpose=purpose) if len(more) > len(rows) else None
    url = found.person.url
    mine = request.user.pk == found.person.id
    context = {
        "member": {
            "id": found.person.id,
            "handle": found.person.handle,
            "url": url,
            "colour": found.person.colour,
            "picture_url": found.person.picture_url,
            "role_label": found.person.role_label,
            "joined_on": found.joined_on,
            "bio_html": pages.stored_html(found.bio_html),
            "badges": badges_of({found.person.id})[found.person.id],
            "ignore_url": None if mine else f"{reverse('people')}?handle={found.person.handle}",
            "edit_url": reverse("settings") if mine else None,
            "report_url": None if mine else reverse("report", args=["member", found.person.id]),
        },
        "posts": [
            {
                "thread_title": row.thread_title,
                "url": row.url,
                "excerpt": text.excerpt(row.start, 240),
                "created_at": row.created_at,
            }
            for row in rows
        ],
        "older_url": f"{url}?at={older}" if older else None,
        "newer_url": url if before else None,
        "canonical": parts.canonical(url),
        "feed_url": reverse("member-feed", args=[found.person.handle]),
    }
    return pages.render(request, "member.html", context, tagged=True)
