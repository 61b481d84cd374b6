"""The inbox, watching, and mail preferences as pages."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.members.sessions import digest_of
from forum.http import limits, pages
from forum.http.cursors import Cursor
from forum.http.fields import MAX_ID
from forum.http.refusals import BadForm
from forum.notifications import bounces, policies, push, selectors, services
from forum.notifications.forms import TellingForm
from forum.notifications.models import Reason
from forum.notifications.selectors import NotificationRow

FOLDED = 3
"""Items of one place that stand by themselves; with more, those that name nobody in person are folded into one line."""


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What one has been told, the newest first, grouped by what it is about."""
    me = policies.check_inbox(request.user)
    before = _before(request, f"inbox:{me.pk}")
    rows = selectors.inbox(viewer=me, before=before, limit=selectors.WINDOW + 1)
    shown = rows[: selectors.WINDOW]
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
    """Go to what a notification is about; it is read then."""
    row = services.set_reading(actor=request.user, seq=seq, read=True)
    return pages.see_other(row.url)


@require_POST
def reading(request: HttpRequest) -> HttpResponse:
    """Mark as read: one (`one`), what stands in one place (`place` and `up_to`), or all (`up_to`)."""
    limits.spend("write", request)
    one, up_to = (_number(request.POST.get(name)) for name in ("one", "up_to"))
    place = request.POST.get("place", "")
    if one:
        services.set_reading(actor=request.user, seq=one, read=True)
    elif place and up_to:
        services.read_place(actor=request.user, place=place, up_to=up_to)
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
    """Set how much one wants to hear of something, and go back there."""
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
    """How one wants to be told, on one page: channels by topic, hours, browsers; and what one watches."""
    me = policies.check_inbox(request.user)
    now = selectors.mail_preferences(viewer=me)
    chosen = selectors.channels(viewer=me)
    form = TellingForm(request.POST or None, now=now, chosen=chosen)
    if request.method == "POST":
        limits.spend("write", request)
        form = TellingForm(request.POST, now=now, chosen=chosen)
        if form.is_valid():
            with form.taking():
                services.set_telling(actor=me, **form.wanted())
                messages.success(request, _("Saved."))
                return pages.see_other(reverse("notification-settings"))
    purpose = f"watches:{me.pk}"
    rows, before = selectors.watches(viewer=me, before=_before(request, purpose))
    older = Cursor.seal({"before": before}, purpose=purpose) if before else None
    url = reverse("notification-settings")
    context: dict[str, Any] = {
        "title": _("Notifications"),
        "form": form,
        "bounced": now.bounced,
        "devices": selectors.devices(viewer=me, credential=_credential(request)),
        "may_push": not me.protected,
        "push_key": push.public_key(),
        "watches": rows,
        "older_url": f"{url}?at={older}" if older else None,
        "newer_url": url if "at" in request.GET else None,
    }
    return pages.render(request, "notifications/settings.html", context, status=form.status)


@require_POST
def push_here(request: HttpRequest) -> HttpResponse:
    """Push to this browser: its script brings what the push service handed out."""
    limits.spend("write", request)
    address, p256dh, auth = (request.POST.get(name, "")[:2000] for name in ("endpoint", "p256dh", "auth"))
    services.add_endpoint(
        actor=request.user, address=address, p256dh=p256dh, auth=auth, credential=_credential(request)
    )
    return pages.see_other(reverse("notification-settings"))


@require_POST
def push_no_more(request: HttpRequest) -> HttpResponse:
    """Let one of one's browsers go."""
    limits.spend("write", request)
    services.drop_endpoint(actor=request.user, endpoint_id=_number(request.POST.get("device")))
    return pages.see_other(reverse("notification-settings"))


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """What the browser runs when a push comes. It stands at the root, so that it may show every page of ours."""
    body = render_to_string("notifications/service_worker.js", {"site_name": settings.SITE_NAME})
    return HttpResponse(
        body, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "public, max-age=3600"}
    )


@csrf_exempt
@require_POST
def mail_events(request: HttpRequest) -> HttpResponse:
    """What a mail service reports: whose address takes no mail gets none."""
    for address in bounces.reported(request):
        member_id = selectors.member_of_address(address)
        if member_id is not None:
            services.stop_bounced(member_id=member_id)
    return HttpResponse(status=204)


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
    """Rows by place, each place where its newest row stood; what names nobody in person is folded when it is much."""
    groups: dict[str, dict[str, Any]] = {}
    for row in rows:
        group = groups.setdefault(
            row.place,
            {"place": row.place, "title": row.title, "url": row.place_url, "rows": [], "folded": [], "up_to": row.id,
             "unread": 0},
        )  # fmt: skip
        group["folded" if row.reason <= Reason.REPLY else "rows"].append(row)
        group["unread"] += not row.read
    for group in groups.values():
        if len(group["folded"]) <= FOLDED:
            group["rows"] = sorted(group["rows"] + group["folded"], key=lambda row: -row.id)
            group["folded"] = []
        group["folded_unread"] = sum(not row.read for row in group["folded"])
    return list(groups.values())


def _credential(request: HttpRequest) -> str:
    return f"session:{digest_of(request.session.session_key)}"


def _before(request: HttpRequest, purpose: str) -> int:
    return int(Cursor.open(request.GET["at"], purpose=purpose)["before"]) if "at" in request.GET else 0


def _number(value: str | None) -> int:
    return pages.whole_number(value, default=0, largest=MAX_ID)
