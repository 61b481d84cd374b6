"""Who may open a stream, and on what."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from allauth.core.internal.sessionkit import get_session_user
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.members import selectors as members
from accounts.members import services
from accounts.members.models import AccessToken, Member
from accounts.members.selectors import NOBODY, Viewer
from accounts.members.sessions import SessionStore, digest_of
from forum.http.addresses import block_of
from forum.http.refusals import BadToken, ForeignOrigin, ScopeMissing
from forum.kernel.errors import NotFound, TooMany, Unavailable
from forum.live import selectors

PER_MEMBER = 8
PER_BLOCK = 100
PER_PROCESS = 10_000
"""Streams at once: of one member, of one network without an account, and in all. Counted in each process by itself."""


class TooManyStreams(TooMany):
    """429: so many streams are open already; one a browser, or one an app, is enough."""

    code = "too_many_streams"
    title = _("You already follow in many places at once.")


@dataclass(frozen=True, slots=True)
class Admission:
    """Somebody let in. `credential` is a session's digest, an access token's id, or None; `seat` whom the stream counts for.

    `topics` maps what may be followed to where it stands; `refused` may not. `mark` and `credential` are what is looked at
    again while the stream is open.
    """

    member_id: int
    seat: str
    credential: str | int | None
    mark: int
    topics: dict[str, int]
    refused: frozenset[str]


def admit(request: HttpRequest, wanted: frozenset[str]) -> Admission:
    """Who asks, and what of `wanted` they may follow. Raises `BadToken`, `ForeignOrigin`, `ScopeMissing`, `NotFound`."""
    viewer, credential = _who(request, wanted)
    allowed = selectors.allowed(viewer, wanted)
    if not allowed:
        raise NotFound
    member = viewer if isinstance(viewer, Member) else None
    return Admission(
        member_id=member.pk if member else 0,
        seat=f"member:{member.pk}" if member else f"block:{block_of(request)}",
        credential=credential,
        mark=selectors.mark_of(member),
        topics=allowed,
        refused=wanted - allowed.keys(),
    )


def check_room(seat: str, *, taken: int, streams: int) -> None:
    """Raises `TooManyStreams` for a seat that has enough, `Unavailable` when the process is full."""
    factor = int(getattr(settings, "LIMIT_FACTOR", 1))
    if taken >= (PER_MEMBER if seat.startswith("member:") else PER_BLOCK) * factor:
        raise TooManyStreams(headers={"Retry-After": "60"})
    if streams >= PER_PROCESS:
        raise Unavailable(headers={"Retry-After": "60"})


def _who(request: HttpRequest, wanted: frozenset[str]) -> tuple[Viewer, str | int | None]:
    header = request.headers.get("Authorization", "")
    if header:
        if "X-Session-Token" in request.headers:
            raise BadToken
        scheme, _space, secret = header.partition(" ")
        if scheme.casefold() != "bearer" or not secret.strip():
            raise BadToken
        return _by_token(secret.strip(), wanted)
    if session_token := request.headers.get("X-Session-Token"):
        return _by_session_token(session_token)
    return _by_cookie(request)


def _by_token(secret: str, wanted: frozenset[str]) -> tuple[Member, str | int]:
    if not secret.startswith(services.TOKEN_PREFIX):
        return _by_session_token(secret)
    token = members.token_in_force(secret)
    if token is None or not token.member.is_active:
        raise BadToken
    _check_scopes(token, wanted)
    return token.member, token.pk


_SCOPES = {"inbox": "me:read", "queue": "moderation:read", "thread": "threads:read", "interview": "interviews:read"}


def _check_scopes(token: AccessToken, wanted: frozenset[str]) -> None:
    needed = {_SCOPES[topic.partition(":")[0]] for topic in wanted}
    if not needed <= set(token.scopes):
        raise ScopeMissing


def _by_session_token(secret: str) -> tuple[Member, str]:
    user = _signed_in(secret)
    if user is None or not user.is_active:
        raise BadToken
    return user, digest_of(secret)


def _signed_in(key: str) -> Member | None:
    """Whose session this is. A stream comes back by itself whenever the line was bad: that is no use of the session."""
    session = SessionStore(key)
    session.unattended = True
    user = get_session_user(session)
    return user if isinstance(user, Member) else None


def _by_cookie(request: HttpRequest) -> tuple[Viewer, str | None]:
    """Whoever the browser's session says; the cookie counts for our own pages only."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return NOBODY, None
    if _is_foreign(request):
        raise ForeignOrigin
    user = _signed_in(key)
    return (user, digest_of(key)) if user is not None else (NOBODY, None)


def _is_foreign(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site != "same-origin"
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(settings.ORIGIN)[:2] != urlsplit(origin)[:2]
