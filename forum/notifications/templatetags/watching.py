"""`{% watching "thread" thread.id %}`: the form by which a member says how much to tell of a page's subject.

Pages of features below this one use it, so that they need not know who notifies. Nothing is shown to who is not signed in.
"""

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse

from accounts.members.models import Member
from forum.notifications import selectors
from forum.notifications.models import Kind

register = template.Library()


@register.inclusion_tag("notifications/watching.html", takes_context=True)
def watching(context: Context, kind: str, target_id: int, key: str = "") -> dict[str, Any]:
    """The form for one thing; `key` is how addresses name it, where that is not its id. One query."""
    request = context.get("request")
    me = getattr(request, "user", None)
    if request is None or not isinstance(me, Member) or not me.is_active:
        return {}
    level = selectors.watch_level(Kind(kind), target_id, viewer=me)
    return {
        "watch_url": reverse("watching"),
        "kind": kind,
        "key": key or str(target_id),
        "next": request.path,
        "levels": [
            {"value": name, "label": one.label, "current": one == level} for one, name in selectors.LEVEL_NAMES.items()
        ],
        "csrf_token": context.get("csrf_token"),
    }
