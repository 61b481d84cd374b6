"""What every page shows around its content, whoever asks."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.members.models import Member
from accounts.members.selectors import person_of
from forum.notifications.selectors import unread_count
from moderation.queue.policies import moderates

THEMES = ("auto", "light", "dark")


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of `base.html`: theme, navigation, who is signed in, the footer's links."""
    theme = request.COOKIES.get("theme", "auto")
    user = getattr(request, "user", None)
    context: dict[str, Any] = {
        "site_name": settings.SITE_NAME,
        "outside_name": settings.OUTSIDE_NAME,
        "theme": theme if theme in THEMES else "auto",
        "theme_url": reverse("theme"),
        "search_url": reverse("search"),
        "nav": _navigation(request.path, moderator=moderates(user)),
        "footer": [
            {"label": _("About"), "url": reverse("about")},
            {"label": _("API"), "url": reverse("api-docs")},
            {"label": _("What staff do"), "url": reverse("moderation-log")},
        ],
    }
    if isinstance(user, Member) and user.is_authenticated:
        person = person_of(user)
        context["me"] = {
            "handle": person.handle,
            "colour": person.colour,
            "picture_url": person.picture_url,
            "initials": person.initials,
            "url": person.url,
            "settings_url": reverse("settings"),
            "protected": user.protected,
            "inbox_url": reverse("inbox"),
            "inbox_count": unread_count(viewer=user),
            "inbox_count_url": reverse("inbox-count"),
        }
    return context


def _navigation(path: str, *, moderator: bool) -> list[dict[str, object]]:
    places = [
        (_("Home"), reverse("home"), path == "/"),
        (_("Boards"), reverse("boards"), path.startswith("/boards")),
        (_("Threads"), reverse("threads"), path.startswith(("/threads", "/tags"))),
        (_("Deposits"), reverse("deposits"), path.startswith(("/deposits", "/map", "/parties", "/proposals"))),
        (_("Ranking"), reverse("ranking-resource"), path.startswith(("/rankings", "/prices"))),
        (_("Interviews"), reverse("interviews"), path.startswith("/interviews")),
    ]
    if moderator:
        places.append((_("Queue"), reverse("queue"), path.startswith("/moderation/queue")))
    return [{"label": label, "url": url, "current": current} for label, url, current in places]
