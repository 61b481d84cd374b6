"""Pages that belong to no feature."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from forum.http import pages
from forum.site import THEMES


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
def design(request: HttpRequest) -> HttpResponse:
    """The design system's own page."""
    return pages.render(request, "design.html", {})
