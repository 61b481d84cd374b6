"""Signing in with another provider, where the operator has named one.

allauth does the steps. What it leaves open of OpenID Connect Core 1.0 is closed here: the signature of the ID token is checked
however it came (3.1.3.7), it must carry our nonce, and the userinfo must be of the same person (5.3.2).
"""

from secrets import compare_digest, token_urlsafe
from typing import Any

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from requests import RequestException

from accounts.members.adapter import INVITATION_KEY
from forum.http.pages import see_other

# Keys that only the provider has: a secret shared with it, or none, signs nothing here.
SIGNED_BY = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
MUST_SAY = ["iss", "sub", "aud", "exp", "iat"]


def nonce_of(state: str) -> str:
    """The nonce of one try. The session keeps the state, and only once: so the nonce needs no place of its own."""
    return salted_hmac("openid nonce", state).hexdigest()


def told_by(id_token: str, config: dict[str, Any], client: str) -> dict[str, Any]:
    """What an ID token says, if the provider signed it, for us, and it still holds. Raises `OAuth2Error`."""
    with get_adapter().get_requests_session() as session:
        answer = session.get(config["jwks_uri"])
        answer.raise_for_status()
    try:
        key = jwt.PyJWKSet.from_dict(answer.json())[jwt.get_unverified_header(id_token)["kid"]]
        said: dict[str, Any] = jwt.decode(
            id_token, key, algorithms=SIGNED_BY, audience=client, issuer=config["issuer"], options={"require": MUST_SAY}
        )
    except (jwt.PyJWTError, KeyError) as wrong:
        raise OAuth2Error("The ID token does not hold.") from wrong
    return said


class Provider(OpenIDConnectProvider):
    """The one provider. What is asked of it stands in the settings, and no address can add to it."""

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: object = None, **options: Any
    ) -> HttpResponse:
        state = token_urlsafe(24)
        options |= {"auth_params": self.get_auth_params() | {"nonce": nonce_of(state)}, "scope": self.get_scope()}
        try:
            answer: HttpResponse = super().redirect(request, process, next_url, data, state_id=state, **options)
        except RequestException as away:
            answer = render_authentication_error(request, self, exception=away)
        return answer

    def verify_token(self, request: HttpRequest, token: dict[str, Any]) -> Any:
        """An app that was at the provider by itself shows what it got there."""
        try:
            config = self.get_oauth2_adapter(request).openid_config
            said = told_by(str(token.get("id_token", "")), config, self.app.client_id)
        except (OAuth2Error, RequestException) as wrong:
            raise get_adapter().validation_error("invalid_token") from wrong
        return self.sociallogin_from_response(request, {"userinfo": said, "id_token": said})

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Of what they tell us, nothing is kept but whom they mean."""
        return {"userinfo": {"sub": data["userinfo"]["sub"]}}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        """An address is proven where they say so with a true, and with no other word."""
        found: list[Any] = super().extract_email_addresses(data)
        for address in found:
            address.verified = data["userinfo"].get("email_verified") is True
        return found


class OpenID(OpenIDConnectOAuth2Adapter):
    """What comes back from the provider, looked at closely."""

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **options: Any) -> Any:
        said = told_by(str(options["response"].get("id_token", "")), self.openid_config, app.client_id)
        if not compare_digest(str(said.get("nonce", "")), nonce_of(request.GET.get("state", ""))):
            raise OAuth2Error("The ID token is of another try.")
        person = self._fetch_user_info(token.token) if "userinfo_endpoint" in self.openid_config else said
        if not isinstance(person, dict) or person.get("sub") != said["sub"]:
            raise OAuth2Error("The userinfo is not of whom the ID token names.")
        return self.get_provider().sociallogin_from_response(request, {"userinfo": person, "id_token": said})


class OutsideAdapter(DefaultSocialAccountAdapter):
    """By our rules: who joins chooses a handle here, and needs an invitation where one is needed. No token of theirs is kept."""

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        return Provider(request, app=self.get_app(request, provider=provider, client_id=client_id))

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        """All of a new member or nothing; whoever came twice at once is told to sign in."""
        try:
            with transaction.atomic():
                return super().save_user(request, sociallogin, form)
        except IntegrityError as twice:
            messages.error(request, _("You have joined already: please sign in."))
            raise ImmediateHttpResponse(see_other(reverse("account_login"))) from twice

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        return settings.JOINING == "open" or INVITATION_KEY in request.session

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: object) -> bool:
        """Never: a handle made of an outside name could give somebody away."""
        return False


def callback(request: HttpRequest) -> HttpResponse:
    """Where the provider sends people back to; it takes the place of allauth's own."""
    adapter = OpenID(request, "oidc")
    try:
        answer: HttpResponse = OAuth2CallbackView.adapter_view(adapter)(request)
    except RequestException as away:
        answer = render_authentication_error(request, adapter.get_provider(), exception=away)
    return answer


urlpatterns = [path("account/oidc/oidc/login/callback/", callback)]
