"""Who a REST request comes from: a personal access token, or a session token of the app sign-in."""

from allauth.headless.internal.sessionkit import authenticate_by_x_session_token
from django.contrib.sessions.backends.base import SessionBase
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from accounts.members import selectors, services
from accounts.members.models import AccessToken, Member
from forum.http.refusals import BadToken


class Bearer(BaseAuthentication):
    """`Authorization: Bearer <token>` with an access token or a session token; `X-Session-Token` is taken as well.

    Cookies are never read, so no other site can use a member's browser to reach the REST door.
    """

    def authenticate(self, request: Request) -> tuple[Member, AccessToken | SessionBase] | None:
        secret = _secret(request)
        if secret is None:
            return None
        if secret.startswith(services.TOKEN_PREFIX):
            token = selectors.token_in_force(secret)
            if token is None or not token.member.is_active:
                raise BadToken
            services.note_token_use(token=token)
            return token.member, token
        found = authenticate_by_x_session_token(secret)
        if found is None or not isinstance(found[0], Member) or not found[0].is_active:
            raise BadToken
        return found[0], found[1]

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="assay"'


def _secret(request: Request) -> str | None:
    header: str = request.headers.get("Authorization", "")
    token: str | None = request.headers.get("X-Session-Token")
    scheme, _, value = header.partition(" ")
    if header and token is not None:
        # Two answers to who asks are none.
        raise BadToken
    if header:
        if scheme.casefold() != "bearer" or not value.strip():
            raise BadToken
        return value.strip()
    return token
