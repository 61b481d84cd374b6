"""Where allauth asks us: handles, addresses, sessions, second factors, and what happens when somebody has joined."""

from secrets import token_hex
from typing import Any

import orjson
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.httpkit import is_headless_request
from allauth.headless.base.response import ConflictResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.members import handles, selectors, services
from accounts.members.models import Member
from accounts.members.sealing import opened_text, sealed_text
from accounts.members.sessions import APP, OPENED_ON, digest_of
from forum.http import limits
from forum.http.pages import own_path, see_other
from forum.kernel import clock
from forum.kernel.errors import AssayError

INVITATION_KEY = "invitation"


class Adapter(DefaultAccountAdapter):
    """Signing up and in, by our rules."""

    def clean_username(self, username: str, shallow: bool = False) -> str:
        try:
            handles.check_shape(username)
            if not shallow:
                selectors.check_free(username)
        except AssayError as refusal:
            raise ValidationError(str(refusal.detail), code=refusal.errors[0].code) from refusal
        return username

    def clean_email(self, email: str) -> str:
        """Refuse the domains that the operator named, and whatever stands below them."""
        domain = email.rpartition("@")[2].lower()
        if any(domain == refused or domain.endswith(f".{refused}") for refused in settings.MAIL_DOMAINS_REFUSED):
            raise ValidationError(_("We do not take addresses of this provider."), code="mail_domain_refused")
        return email

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.JOINING == "open" or INVITATION_KEY in request.session

    def save_user(self, request: HttpRequest, user: Member, form: BaseForm, commit: bool = True) -> Member:
        """The new member, with the invitation that let them in used up in the same transaction.

        Whoever loses a race for a handle or an invitation is told so, and nothing is kept of the attempt.
        """
        secret = request.session.get(INVITATION_KEY)
        try:
            with transaction.atomic():
                saved: Member = super().save_user(request, user, form, commit)
                if secret:
                    services.use_invitation(member=saved, secret=secret)
        except IntegrityError as taken:
            raise self._too_late(request, str(handles.taken().detail)) from taken
        except AssayError as over:
            raise self._too_late(request, str(over.detail)) from over
        finally:
            request.session.pop(INVITATION_KEY, None)
        return saved

    def _too_late(self, request: HttpRequest, words: str) -> ImmediateHttpResponse:
        if is_headless_request(request):
            return ImmediateHttpResponse(ConflictResponse(request))
        messages.error(request, words)
        return ImmediateHttpResponse(see_other(reverse("account_signup")))

    def get_login_stages(self) -> list[str]:
        theirs, ours = "allauth.account.stages.EmailVerificationStage", "accounts.members.stages.ProvenAddress"
        return [ours if stage == theirs else stage for stage in super().get_login_stages()]

    def login(self, request: HttpRequest, user: Member) -> None:
        """Sign in. The session notes its day and whether it is an app's; of a protected member not even the day."""
        services.make_room(user)
        super().login(request, user)
        request.session.ends = None  # type: ignore[attr-defined]
        if not user.protected:
            request.session[OPENED_ON] = clock.today().isoformat()
        if is_headless_request(request):
            request.session[APP] = True
        services.welcome_member(member=user)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        member = request.user
        if isinstance(member, Member) and member.protected:
            return reverse("mfa_generate_recovery_codes")
        return "/"

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Member | None:
        """One look, by the address or by the handle: a known address must not cost a second hash of the password."""
        if credentials.get("email"):
            credentials.pop("username", None)
        found: Member | None = super().authenticate(request, **credentials)
        return found

    def send_account_already_exists_mail(self, email: str) -> None:
        """Joining with a known address takes the same work as with a new one."""
        if _brings_password(self.request):
            make_password(token_hex())
        super().send_account_already_exists_mail(email)

    def set_password(self, user: Member, password: str) -> None:
        """A new password ends every other session at once, here and in apps."""
        super().set_password(user, password)
        services.end_other_sessions(member=user, keep=digest_of(self.request.session.session_key))

    def send_notification_mail(self, template_prefix: str, user: Member, *args: Any, **kwargs: Any) -> None:
        """A passkey, a code generator or recovery codes made or removed end every other session, too."""
        if template_prefix.startswith("mfa/"):
            services.end_other_sessions(member=user, keep=digest_of(self.request.session.session_key))
        super().send_notification_mail(template_prefix, user, *args, **kwargs)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Whoever has a second factor confirms with it: a password alone is not asked for."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if isinstance(user, Member) and selectors.has_second_factor(user):
            return [one for one in methods if one["id"] != "reauthenticate"]
        return methods

    def reauthenticate(self, user: Member, password: str) -> bool:
        if selectors.has_second_factor(user):
            raise ValidationError(
                _("Confirm with your passkey or a code, not with your password."), code="second_factor"
            )
        return bool(super().reauthenticate(user, password))

    def is_safe_url(self, url: str) -> bool:
        return own_path(url) == url

    def get_client_ip(self, request: HttpRequest) -> str:
        """A keyed hash of the address block: enough to count by, and nothing that finds anybody."""
        return limits.address_key(request)

    def get_http_user_agent(self, request: HttpRequest) -> str:
        return ""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The code is on its way before the page says so; no address or device is written into the mail."""
        context = {key: value for key, value in context.items() if key not in {"ip", "user_agent"}}
        super().send_mail(template_prefix, email, context)


def _brings_password(request: HttpRequest) -> bool:
    """Whether a form or an app's request to join names a password."""
    if not is_headless_request(request):
        return bool(request.POST.get("password1"))
    try:
        body = orjson.loads(request.body)
    except orjson.JSONDecodeError:
        return False
    return isinstance(body, dict) and bool(body.get("password"))


class SecondFactor(DefaultMFAAdapter):
    """Second factors: their secrets are sealed, and they say our name and the handle, never an address."""

    def encrypt(self, text: str) -> str:
        return sealed_text(text)

    def decrypt(self, encrypted_text: str) -> str:
        return opened_text(encrypted_text)

    def _get_user_identifier(self, user: Member) -> str:
        return user.handle

    def _get_site_name(self) -> str:
        return str(settings.SITE_NAME)
