"""Pages that belong to no feature."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from forum.http import pages
from forum.kernel.errors import NotFound
from forum.kernel.events.metrics import exposition
from forum.site import THEMES
from forum.wiring import CONSUMERS


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What Assay is, and what it does not protect against."""
    return pages.render(request, "about.html", {})


@require_safe
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or what the device says, in a cookie that says nothing else, and go back."""
    response = pages.see_other(pages.own_path(request.GET.get("next", "/")))
    chosen = request.GET.get("theme", "auto")
    if chosen in THEMES[1:]:
        response.set_cookie("theme", chosen, max_age=31_536_000, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax")
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The spine's figures for Prometheus, for whoever brings the operator's token; to everybody else there is nothing here."""
    given = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
        raise NotFound
    body = exposition([consumer.name for consumer in CONSUMERS])
    return HttpResponse(body, content_type="text/plain; version=0.0.4; charset=utf-8")


@require_safe
def design(request: HttpRequest) -> HttpResponse:
    """The design system's own page."""
    return pages.render(request, "design.html", {})
