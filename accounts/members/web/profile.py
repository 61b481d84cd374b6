"""The pages of members."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.members import pictures, policies, selectors, services
from accounts.members.forms import PictureForm, ProfileForm
from forum.http import limits, pages
from forum.kernel.errors import EditConflict


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """What your own page says."""
    me = policies.check_member(request.user)
    form = ProfileForm(request.POST or None, initial={"bio": me.bio, "version": me.version})
    if request.method == "POST" and form.is_valid():
        limits.spend("write", request)
        with form.taking():
            services.edit_profile(actor=me, bio=form.cleaned_data["bio"], version=form.cleaned_data["version"])
            messages.success(request, _("Your page is up to date."))
            return pages.see_other(reverse("settings"))
    if form.status == EditConflict.status:
        messages.warning(request, _("Your page was changed elsewhere in the meantime. Send again to replace that."))
        form = ProfileForm(initial={"bio": form.cleaned_data["bio"], "version": selectors.fresh(me).version})
        form.status = EditConflict.status
    context: dict[str, Any] = {
        "person": selectors.person_of(me),
        "picture_form": PictureForm(),
        "title": _("Profile"),
        "lede": _("What everybody can read about you."),
        "form": form,
        "submit_label": _("Save"),
    }
    return pages.render(request, "accounts/profile.html", context, status=form.status)


@require_POST
def set_picture(request: HttpRequest) -> HttpResponse:
    """Show a picture, or none."""
    me = policies.check_member(request.user)
    limits.spend("upload", request)
    form = PictureForm(request.POST, request.FILES)
    if form.is_valid():
        with form.taking():
            if "remove" in request.POST:
                services.remove_picture(actor=me)
            else:
                file = form.cleaned_data["picture"]
                services.set_picture(actor=me, content=file.read() if file else b"")
            messages.success(request, _("Your picture is changed."))
            return pages.see_other(reverse("settings"))
    context = {
        "person": selectors.person_of(me),
        "picture_form": form,
        "title": _("Profile"),
        "lede": _("What everybody can read about you."),
        "form": ProfileForm(initial={"bio": me.bio, "version": me.version}),
        "submit_label": _("Save"),
    }
    return pages.render(request, "accounts/profile.html", context, status=form.status)


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """A member's picture. Its name changes with it, so it may be kept for good."""
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Content-Disposition": "inline"}
    return HttpResponse(pictures.read(name), content_type="image/webp", headers=headers)
