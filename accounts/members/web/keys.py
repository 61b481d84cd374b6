"""Sessions and access tokens: the pages that list and end them."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.members import confirming, policies, selectors, services
from accounts.members.forms import EndSessionsForm, TokenForm
from accounts.members.sessions import digest_of
from forum.http import limits, pages


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """Where you are signed in: days and kinds, since neither address nor device is kept."""
    me = policies.check_member(request.user)
    rows = selectors.sessions_of(me, current=digest_of(request.session.session_key))
    context = {
        "sessions": [
            {"id": row.id, "opened_on": row.opened_on, "ends_on": row.ends_on, "app": row.app, "current": row.current}
            for row in rows
        ],
        "protected": me.protected,
        "ways_back": [
            {
                "state": one.get_state_display(),
                "asked_on": one.asked_on,
                "stop_url": reverse("way-back-stop", args=[one.pk]),
            }
            for one in selectors.ways_back_into(me)
        ],
        "end_url": reverse("session-end"),
        "end_others_url": reverse("sessions-end-others"),
    }
    return pages.render(request, "accounts/sessions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def end_session(request: HttpRequest) -> HttpResponse:
    """End one session. Whoever was sent to confirm first comes back by GET, and presses again."""
    if request.method != "POST":
        return pages.see_other(reverse("sessions"))
    confirming.require(request, policies.check_member(request.user))
    limits.spend("write", request)
    services.end_session(actor=request.user, session_id=request.POST.get("session", ""))
    messages.success(request, _("That session is ended."))
    return pages.see_other(reverse("sessions"))


@require_http_methods(["GET", "HEAD", "POST"])
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End every session but this one. GET as above."""
    if request.method != "POST":
        return pages.see_other(reverse("sessions"))
    me = policies.check_member(request.user)
    confirming.require(request, me)
    limits.spend("write", request)
    services.end_other_sessions(member=me, keep=digest_of(request.session.session_key))
    messages.success(request, _("All other sessions are ended."))
    return pages.see_other(reverse("sessions"))


@require_http_methods(["GET", "HEAD", "POST"])
def sessions_of(request: HttpRequest) -> HttpResponse:
    """An administrator ends every session of a member."""
    me = policies.check_admin(request.user)
    confirming.require(request, me)
    form = EndSessionsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limits.spend("write", request)
        with form.taking():
            ended = services.end_sessions_of(actor=me, handle=form.cleaned_data["handle"])
            messages.success(request, _("Ended, and written down: %(number)s.") % {"number": ended})
            return pages.see_other(reverse("staff-sessions"))
    return pages.render(request, "accounts/staff_sessions.html", {"form": form}, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """Your access tokens, and a form for a new one, whose secret the answer shows once."""
    me = policies.check_member(request.user)
    confirming.require(request, me)
    form = TokenForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        limits.spend("write", request)
        with form.taking():
            _token, secret = services.issue_token(
                member=me, name=form.cleaned_data["name"], granted=form.cleaned_data["scopes"],
                lifetime=timedelta(days=int(form.cleaned_data["days"])),
            )  # fmt: skip
            form = TokenForm()
    context = {
        "secret": secret,
        "form": form,
        "tokens": [
            {"id": one.pk, "name": one.name, "scopes": one.scopes, "created_on": one.created_on,
             "expires_on": one.expires_on, "last_used_on": one.last_used_on}
            for one in selectors.tokens_of(me)
        ],
        "revoke_url": reverse("token-revoke"),
        "docs_url": reverse("api-docs"),
    }  # fmt: skip
    return pages.render(request, "accounts/tokens.html", context, status=form.status)


@require_POST
def revoke_token(request: HttpRequest) -> HttpResponse:
    """End one token at once. Ending needs no confirmation: it can only make things safer."""
    limits.spend("write", request)
    token_id = pages.whole_number(request.POST.get("token"), default=0, largest=2**63 - 1)
    services.revoke_token(actor=request.user, token_id=token_id)
    messages.success(request, _("That token opens nothing any more."))
    return pages.see_other(reverse("tokens"))
