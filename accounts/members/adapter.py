"""Where allauth asks us: handles, addresses, and what happens when somebody has joined."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.members import handles, selectors, services
from forum.http import limits
from forum.http.pages import own_path
from forum.kernel.errors import AssayError


class Adapter(DefaultAccountAdapter):
    """Signing up and in, by our rules."""

    def clean_username(self, username: str, shallow: bool = False) -> str:
        try:
            handles.check_shape(username)
        except AssayError as refusal:
            raise ValidationError(str(refusal.detail), code=refusal.code) from refusal
        if not shallow and selectors.handle_taken(username):
            raise ValidationError(_("This handle, or one that looks like it, is taken."), code="handle_taken")
        return username

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        with transaction.atomic():
            first = not selectors.has_proven_address(email_address.user)
            confirmed = bool(super().confirm_email(request, email_address))
            if confirmed and first:
                services.welcome_member(member=email_address.user)
        return confirmed

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
