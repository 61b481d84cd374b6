"""Coming in: by invitation, as a protected member, and back again after all keys were lost."""

from allauth.account.app_settings import EmailVerificationMethod
from allauth.account.internal.flows.signup import complete_signup
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.members import confirming, policies, selectors, services
from accounts.members.adapter import INVITATION_KEY
from accounts.members.forms import (
    DecisionForm,
    InvitationForm,
    ProtectedJoinForm,
    WayBackForm,
    WayBackOpenForm,
)
from forum.http import limits, pages


@require_http_methods(["GET", "HEAD", "POST"])
def join_protected(request: HttpRequest) -> HttpResponseBase:
    """Join with a handle and a passkey, and nothing else."""
    if request.user.is_authenticated:
        return pages.see_other(reverse("settings"))
    policies.check_joining(invited=INVITATION_KEY in request.session)
    form = ProtectedJoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limits.spend("sign_up", request)
        with form.taking():
            member = services.join_protected(
                handle=form.cleaned_data["handle"], invitation=request.session.pop(INVITATION_KEY, None)
            )
            answer: HttpResponseBase = complete_signup(
                request, user=member, by_passkey=True, email_verification=EmailVerificationMethod.NONE
            )
            return answer
    context = {"form": form, "about_url": reverse("about"), "join_url": reverse("account_signup")}
    return pages.render(request, "accounts/join_protected.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Where an invitation's link leads. Opening it changes nothing, however often a mail scanner does; the button goes on."""
    found = policies.check_invitation(selectors.invitation(secret))
    signed_in = request.user.is_authenticated
    if request.method == "POST":
        limits.spend("sign_up", request)
        if signed_in:
            services.accept_invitation(actor=request.user, secret=secret)
            messages.success(request, _("You are in."))
            return pages.see_other("/")
        request.session[INVITATION_KEY] = secret
        return pages.see_other(reverse("join-protected" if "protected" in request.POST else "account_signup"))
    context = {
        "inviter": found.inviter.handle,
        "purpose": found.purpose,
        "purpose_label": found.get_purpose_display(),
        "expires_on": found.expires_on,
        "signed_in": signed_in,
    }
    return pages.render(request, "accounts/invitation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest) -> HttpResponse:
    """Your invitations, and a form for a new one, whose link the answer shows once."""
    me = policies.check_member(request.user)
    form = InvitationForm(request.POST or None)
    link = ""
    if request.method == "POST" and form.is_valid():
        limits.spend("write", request)
        with form.taking():
            _made, secret = services.invite(
                actor=me, purpose=form.cleaned_data["purpose"], target=form.cleaned_data["target"],
                note=form.cleaned_data["note"],
            )  # fmt: skip
            link = request.build_absolute_uri(reverse("invitation", args=[secret]))
            form = InvitationForm()
    context = {
        "link": link,
        "form": form,
        "staff": selectors.is_staff(me),
        "invitations": [
            {"id": one.pk, "purpose_label": one.get_purpose_display(), "target": one.target, "note": one.note,
             "made_on": one.made_on, "expires_on": one.expires_on, "state": selectors.state_of(one)}
            for one in selectors.invitations_of(me)
        ],
        "revoke_url": reverse("invitation-revoke"),
    }  # fmt: skip
    return pages.render(request, "accounts/invitations.html", context, status=form.status)


@require_POST
def revoke_invitation(request: HttpRequest) -> HttpResponse:
    """Take an invitation back."""
    limits.spend("write", request)
    invitation_id = pages.whole_number(request.POST.get("invitation"), default=0, largest=2**63 - 1)
    services.revoke_invitation(actor=request.user, invitation_id=invitation_id)
    return pages.see_other(reverse("invitations"))


@require_http_methods(["GET", "HEAD", "POST"])
def way_back(request: HttpRequest) -> HttpResponse:
    """Ask the staff to be let in again. The answer is the same for every handle, and shows the code to keep, once."""
    form = WayBackForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        limits.spend("sign_up", request)
        with form.taking():
            secret = services.ask_way_back(handle=form.cleaned_data["handle"], words=form.cleaned_data["words"])
    context = {"form": form, "secret": secret, "open_url": reverse("way-back-open")}
    return pages.render(request, "accounts/way_back.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def way_back_open(request: HttpRequest) -> HttpResponse:
    """Go the way back: the kept code and a new password."""
    form = WayBackOpenForm(request.POST or None)
    if request.method == "POST":
        limits.spend("sign_in", request)
        if form.is_valid():
            with form.taking():
                services.open_way_back(secret=form.cleaned_data["secret"], password=form.cleaned_data["password"])
                messages.success(request, _("Sign in with your handle and the new password, then add a passkey."))
                return pages.see_other(reverse("account_login"))
    return pages.render(request, "accounts/way_back_open.html", {"form": form}, status=form.status)


@require_POST
def way_back_stop(request: HttpRequest, way_back_id: int) -> HttpResponse:
    """Stop a way back into your account that you did not ask for."""
    limits.spend("write", request)
    services.stop_way_back(actor=request.user, way_back_id=way_back_id)
    messages.success(request, _("Stopped. Nobody can use it any more."))
    return pages.see_other(reverse("sessions"))


@require_safe
def ways_back(request: HttpRequest) -> HttpResponse:
    """What administrators have to decide."""
    policies.check_admin(request.user)
    rows = [
        {"handle": one.member.handle if one.member else "", "words": one.words, "asked_on": one.asked_on,
         "url": reverse("way-back-decide", args=[one.pk])}
        for one in selectors.ways_back_waiting()
    ]  # fmt: skip
    return pages.render(request, "accounts/ways_back.html", {"rows": rows, "sessions_url": reverse("staff-sessions")})


@require_http_methods(["GET", "HEAD", "POST"])
def way_back_decide(request: HttpRequest, way_back_id: int) -> HttpResponse:
    """Decide on one way back."""
    me = policies.check_admin(request.user)
    confirming.require(request, me)
    found = selectors.way_back(way_back_id)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limits.spend("write", request)
        with form.taking():
            services.decide_way_back(
                actor=me, way_back_id=way_back_id, grant=form.cleaned_data["grant"] == "1",
                reason=form.cleaned_data["reason"],
            )  # fmt: skip
            messages.success(request, _("Decided, and written down."))
            return pages.see_other(reverse("ways-back"))
    context = {"form": form, "handle": found.member.handle if found.member else "", "words": found.words,
               "asked_on": found.asked_on, "state": found.get_state_display()}  # fmt: skip
    return pages.render(request, "accounts/way_back_decide.html", context, status=form.status)
