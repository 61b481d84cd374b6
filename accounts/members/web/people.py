"""Who may reach you, and whom you do not want to read."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.members import confirming, policies, selectors, services
from accounts.members.forms import ReachForm, TieForm
from forum.http import limits, pages
from forum.http.refusals import BadForm

KINDS = {"ignore": "ignored", "block": "blocked"}


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Ignoring and blocking."""
    me = policies.check_member(request.user)
    form = TieForm(request.POST or None, initial={"handle": request.GET.get("handle", "")[:40]})
    if request.method == "POST" and form.is_valid():
        limits.spend("write", request)
        with form.taking():
            services.set_tie(actor=me, handle=form.cleaned_data["handle"], kind=form.cleaned_data["kind"], on=True)
            messages.success(request, _("Done. They are not told."))
            return pages.see_other(reverse("people"))
    context = {
        "form": form,
        "reach_form": ReachForm(initial={"reach": me.reach}),
        "reach_url": reverse("reach"),
        "ties": [{"person": person, "kind": kind} for person, kind in selectors.ties_of(me)],
        "untie_url": reverse("untie"),
        "protected": me.protected,
        "protect_url": reverse("protect"),
    }
    return pages.render(request, "accounts/people.html", context, status=form.status)


@require_POST
def untie(request: HttpRequest) -> HttpResponse:
    """Ignore or block somebody no longer."""
    kind, handle = KINDS.get(request.POST.get("kind", "")), request.POST.get("handle", "")
    if kind is None:
        raise BadForm
    limits.spend("write", request)
    services.set_tie(actor=request.user, handle=handle, kind=selectors.TIES[kind], on=False)
    return pages.see_other(reverse("people"))


@require_POST
def reach(request: HttpRequest) -> HttpResponse:
    """Say who may mention you or write to you."""
    form = ReachForm(request.POST)
    if not form.is_valid():
        raise BadForm
    limits.spend("write", request)
    services.set_reach(actor=request.user, reach=form.cleaned_data["reach"])
    messages.success(request, _("Saved."))
    return pages.see_other(reverse("people"))


@require_http_methods(["GET", "HEAD", "POST"])
def protect(request: HttpRequest) -> HttpResponse:
    """Become protected: what that takes away, what it needs, and the button."""
    me = policies.check_member(request.user)
    confirming.require(request, me)
    if request.method == "POST":
        limits.spend("write", request)
        services.protect_member(actor=me)
        messages.success(request, _("You are protected now. Sign in again with your passkey."))
        return pages.see_other(reverse("account_login"))
    context = {
        "protected": me.protected,
        "has_passkey": selectors.has_passkey(me),
        "has_recovery_codes": selectors.has_recovery_codes(me),
        "second_factor_url": reverse("mfa_index"),
    }
    return pages.render(request, "accounts/protect.html", context)
