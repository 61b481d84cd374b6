"""Signing in with another provider, where the operator has named one."""

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from accounts.members.adapter import INVITATION_KEY


class OutsideAdapter(DefaultSocialAccountAdapter):
    """By our rules: who joins chooses a handle here, and needs an invitation where one is needed. No token of theirs is kept."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        return settings.JOINING == "open" or INVITATION_KEY in request.session

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: object) -> bool:
        """Never: a handle made of an outside name could give somebody away."""
        return False
