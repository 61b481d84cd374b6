"""What pages of features below this one use, so that they need not know who notifies.

`{% watching "thread" thread.id %}`: the form by which a member says how much to tell of a page's subject.
`{% telling_searches as telling %}`: which of the saved searches on a page tell.
`{% seen thread.id first last %}`: the page shows these posts, so what the inbox says of them is read.

Nothing is shown to, or kept of, who is not signed in.
"""

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse

from accounts.members.models import Member
from forum.notifications import selectors, services, targets
from forum.notifications.models import Kind, WatchLevel

register = template.Library()


@register.inclusion_tag("notifications/watching.html", takes_context=True)
def watching(context: Context, kind: str, target_id: int, key: str = "") -> dict[str, Any]:
    """The form for one thing; `key` is how addresses name it, where that is not its id. One query."""
    request = context.get("request")
    me = getattr(request, "user", None)
    if request is None or not isinstance(me, Member) or not me.is_active:
        return {}
    if kind == Kind.MEMBER and target_id == me.pk:
        return {}
    level, levels = selectors.watch_level(Kind(kind), target_id, viewer=me), targets.LEVELS[Kind(kind)]
    return {
        "watch_url": reverse("watching"),
        "kind": kind,
        "key": key or str(target_id),
        "next": request.path,
        "levels": [
            {"value": selectors.LEVEL_NAMES[one], "label": one.label, "current": one == level} for one in levels
        ],
        "follow": None if len(levels) > 2 else level != WatchLevel.WATCHING,
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag(takes_context=True)
def telling_searches(context: Context) -> frozenset[int]:
    """The saved searches of whoever is signed in that tell. One query."""
    me = getattr(context.get("request"), "user", None)
    return selectors.telling_searches(viewer=me) if isinstance(me, Member) else frozenset()


@register.simple_tag(takes_context=True)
def seen(context: Context, thread_id: int, first: int, last: int) -> str:
    """Mark what the inbox says of the posts `first` to `last` as read. Stands before the header, which shows the count.

    Costs nothing while nothing is unread, and one statement otherwise, which writes only what it changes. A page that a
    browser fetches ahead has not been read.
    """
    request, frame = context.get("request"), context.get("me")
    if request is None or not frame or not frame["inbox_count"]:
        return ""
    if request.method != "GET" or request.headers.get("Sec-Purpose", "").startswith("prefetch"):
        return ""
    if services.read_posts(actor=request.user, thread_id=thread_id, first=first, last=last):
        frame["inbox_count"] = selectors.unread_count(viewer=request.user)
    return ""
