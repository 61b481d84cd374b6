"""The pages of members."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.members import policies, selectors, services
from accounts.members.forms import ProfileForm
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
        "title": _("Profile"),
        "lede": _("What everybody can read about you."),
        "form": form,
        "submit_label": _("Save"),
    }
    return pages.render(request, "settings.html", context, status=form.status)
