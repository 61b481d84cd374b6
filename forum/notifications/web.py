"""The inbox, watching, and mail preferences as pages."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.http import limits, pages
from forum.http.cursors import Cursor
from forum.http.fields import MAX_ID
from forum.http.refusals import BadForm
from forum.notifications import policies, selectors, services
from forum.notifications.forms import MailForm
from forum.notifications.selectors import NotificationRow


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What one has been told, the newest first, grouped by thread."""
    me = policies.check_inbox(request.user)
    before = _before(request, f"inbox:{me.pk}")
    rows = selectors.inbox(viewer=me, before=before, limit=selectors.PAGE + 1)
    shown = rows[: selectors.PAGE]
    older = Cursor.seal({"before": shown[-1].id}, purpose=f"inbox:{me.pk}") if len(rows) > len(shown) else None
    url = reverse("inbox")
    context = {
        "groups": _groups(shown),
        "unread": any(not row.read for row in shown),
        "up_to": shown[0].id if shown else 0,
        "read_url": reverse("inbox-reading"),
        "settings_url": reverse("notification-settings"),
        "older_url": f"{url}?at={older}" if older else None,
        "newer_url": url if before else None,
    }
    return pages.render(request, "notifications/inbox.html", context)


@require_safe
def opened(request: HttpRequest, seq: int) -> HttpResponse:
    """Go to the post that a notification is about; it is read then."""
    row = services.set_reading(actor=request.user, seq=seq, read=True)
    return pages.see_other(row.url)


@require_POST
def reading(request: HttpRequest) -> HttpResponse:
    """Mark as read: one (`one`), a thread's (`thread` and `up_to`), or all (`up_to`)."""
    limits.spend("write", request)
    one, thread, up_to = (_number(request.POST.get(name)) for name in ("one", "thread", "up_to"))
    if one:
        services.set_reading(actor=request.user, seq=one, read=True)
    elif thread and up_to:
        services.read_thread(actor=request.user, thread_id=thread, up_to=up_to)
    elif up_to:
        services.mark_read(actor=request.user, up_to=up_to)
    else:
        raise BadForm
    return pages.see_other(pages.next_url(request, reverse("inbox")))


@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """The number in the header, as its own piece of HTML."""
    me = policies.check_inbox(request.user)
    return pages.render(request, "notifications/count.html", {"inbox_count": selectors.unread_count(viewer=me)})


@require_POST
def watch(request: HttpRequest) -> HttpResponse:
    """Set how much one wants to hear of a board or thread, and go back there."""
    limits.spend("write", request)
    level = {name: level for level, name in selectors.LEVEL_NAMES.items()}.get(request.POST.get("level", ""))
    if level is None:
        raise BadForm
    target = services.set_watch(
        actor=request.user, kind=request.POST.get("kind", ""), key=request.POST.get("key", ""), level=level
    )
    messages.success(request, _("%(title)s: %(level)s.") % {"title": target.title, "level": level.label.lower()})
    return pages.see_other(pages.next_url(request, target.url))


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """What one wants by mail, and what one watches."""
    me = policies.check_inbox(request.user)
    now = selectors.mail_preferences(viewer=me)
    form = MailForm(request.POST or None, initial={"mail": now.mail, "discreet": now.discreet})
    if request.method == "POST":
        limits.spend("write", request)
        form = MailForm(request.POST)
        if form.is_valid():
            services.set_mail_preferences(actor=me, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return pages.see_other(reverse("notification-settings"))
    purpose = f"watches:{me.pk}"
    rows, before = selectors.watches(viewer=me, before=_before(request, purpose))
    older = Cursor.seal({"before": before}, purpose=purpose) if before else None
    url = reverse("notification-settings")
    context: dict[str, Any] = {
        "title": _("Notifications"),
        "form": form,
        "submit_label": _("Save"),
        "watches": rows,
        "older_url": f"{url}?at={older}" if older else None,
        "newer_url": url if "at" in request.GET else None,
    }
    return pages.render(request, "notifications/settings.html", context, status=form.status)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop_mail(request: HttpRequest, token: str) -> HttpResponse:
    """The link at the end of every mail. Opening it changes nothing; its button, or a mail program's one click, does.

    RFC 8058: mail programs post without cookie or token of ours, and the sealed link is the proof.
    """
    policies.check_stop_token(token)
    if request.method == "POST":
        limits.spend("credentials", request)
        services.stop_mail(token=token)
    context = {"stopped": request.method == "POST", "settings_url": reverse("notification-settings")}
    return pages.render(request, "notifications/stop.html", context)


def _groups(rows: list[NotificationRow]) -> list[dict[str, Any]]:
    """Rows by thread, each thread where its newest row stood."""
    groups: dict[int, dict[str, Any]] = {}
    for row in rows:
        group = groups.setdefault(
            row.thread_id,
            {"id": row.thread_id, "title": row.thread_title, "url": f"/threads/{row.thread_id}", "rows": [], "up_to": row.id,
             "unread": 0},
        )  # fmt: skip
        group["rows"].append(row)
        group["unread"] += not row.read
    return list(groups.values())


def _before(request: HttpRequest, purpose: str) -> int:
    return int(Cursor.open(request.GET["at"], purpose=purpose)["before"]) if "at" in request.GET else 0


def _number(value: str | None) -> int:
    return pages.whole_number(value, default=0, largest=MAX_ID)
