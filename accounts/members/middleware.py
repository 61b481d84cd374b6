"""Whether anybody is at the page that asks, and how often a code may be guessed."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.members.sessions import digest_of
from forum.http import limits, problems
from forum.kernel.errors import TooMany

UNATTENDED = "Assay-Unattended"
CODES = (
    "/account/login/code/confirm/",
    "/account/confirm-email/",
    "/account/password/reset/",
    "/account/2fa/authenticate/",
    "/account/2fa/reauthenticate/",
    "/_allauth/app/v1/auth/code/confirm",
    "/_allauth/app/v1/auth/email/verify",
    "/_allauth/app/v1/auth/password/reset",
    "/_allauth/app/v1/auth/2fa/authenticate",
    "/_allauth/app/v1/auth/2fa/reauthenticate",
)


class Sessions(SessionMiddleware):
    """Django's sessions. What an open page fetches by itself says so, and is no use of the session."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.session.unattended = UNATTENDED in request.headers  # type: ignore[attr-defined]


class CodeAttempts:
    """429 for too many tries at a code: by network, and by session.

    allauth counts the tries at a mailed code in the session itself, where requests sent at once all read the same count. These
    limits count in one place, before anything is compared.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method == "POST" and request.path_info.startswith(CODES):
            carried = request.headers.get("X-Session-Token") or request.COOKIES.get(settings.SESSION_COOKIE_NAME)
            try:
                limits.spend("sign_in", request)
                limits.spend("code", request, who=f"session:{digest_of(carried)}")
            except TooMany as refusal:
                return problems.answer(request, refusal)
        return self.get_response(request)
