"""Your own access tokens, sessions and ties over REST."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.contrib.sessions.backends.base import SessionBase
from rest_framework import serializers
from rest_framework.request import Request

from accounts.members import confirming, policies, scopes, selectors, services
from accounts.members.sessions import digest_of
from accounts.members.shapes import PersonShape, person_shape
from forum.http.api import Call, Created, Endpoint, NoContent, operation
from forum.http.fields import StrictSerializer, TextField


@dataclass(frozen=True, slots=True)
class TokenShape:
    """An access token, without its secret. `last_used_on` is null when never used, and always for protected members."""

    id: int
    name: str
    scopes: list[str]
    created_on: date
    expires_on: date
    last_used_on: date | None


@dataclass(frozen=True, slots=True)
class NewTokenShape:
    """A new access token. `secret` goes into `Authorization: Bearer` and is shown this once."""

    id: int
    name: str
    scopes: list[str]
    expires_on: date
    secret: str


@dataclass(frozen=True, slots=True)
class SessionShape:
    """A signed-in browser or app. Neither address nor device is kept; of protected members not even the day."""

    id: str
    opened_on: date | None
    ends_on: date
    app: bool
    current: bool


@dataclass(frozen=True, slots=True)
class TieShape:
    """Somebody whom you ignore or block."""

    member: PersonShape
    kind: Literal["ignore", "block"]


class TokenInput(StrictSerializer):
    name = TextField(max_length=80, lines=False)
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=scopes.SCOPES), min_length=1, max_length=len(scopes.SCOPES)
    )
    days = serializers.IntegerField(min_value=1, max_value=366, help_text="How long it lives.")


class Tokens(Endpoint):
    @operation(summary="Your access tokens", out=list[TokenShape])
    def get(self, request: Request, call: Call) -> list[TokenShape]:
        """Those in force, newest first. A token cannot list tokens: sign in."""
        return [
            TokenShape(one.pk, one.name, one.scopes, one.created_on, one.expires_on, one.last_used_on)
            for one in selectors.tokens_of(policies.check_member(request.user))
        ]

    @operation(
        summary="Issue an access token", body=TokenInput, out=NewTokenShape, status=201, limit="write",
        errors=("confirm_first", "too_many_tokens"),
    )  # fmt: skip
    def post(self, request: Request, call: Call) -> Created[NewTokenShape]:
        """The secret is shown this once, so this takes no idempotency key: a repeat makes another token."""
        me = policies.check_member(request.user)
        confirming.require_session(request.auth, me)
        token, secret = services.issue_token(
            member=me,
            name=call.body["name"],
            granted=call.body["scopes"],
            lifetime=timedelta(days=call.body["days"]),
        )
        shape = NewTokenShape(token.pk, token.name, token.scopes, token.expires_on, secret)
        return Created(shape, location=f"/api/v1/me/tokens/{token.pk}")


class TokenById(Endpoint):
    @operation(summary="End an access token", status=204, limit="write", errors=("not_found",))
    def delete(self, request: Request, call: Call, token_id: int) -> NoContent:
        """It opens nothing from this moment on."""
        services.revoke_token(actor=request.user, token_id=token_id)
        return NoContent()


class Sessions(Endpoint):
    @operation(summary="Your sessions", out=list[SessionShape])
    def get(self, request: Request, call: Call) -> list[SessionShape]:
        """Where you are signed in."""
        current = request.auth.session_key if isinstance(request.auth, SessionBase) else ""
        found = selectors.sessions_of(policies.check_member(request.user), current=digest_of(current))
        return [SessionShape(one.id, one.opened_on, one.ends_on, one.app, one.current) for one in found]

    @operation(
        summary="End your other sessions", name="me_other_sessions_delete", status=204, limit="write", errors=("confirm_first",)
    )  # fmt: skip
    def delete(self, request: Request, call: Call) -> NoContent:
        """Every browser and app but the one that asks is signed out at once."""
        me = policies.check_member(request.user)
        services.end_other_sessions(member=me, keep=digest_of(confirming.require_session(request.auth, me).session_key))
        return NoContent()


class SessionById(Endpoint):
    @operation(summary="End a session", status=204, limit="write", errors=("confirm_first", "not_found"))
    def delete(self, request: Request, call: Call, session_id: str) -> NoContent:
        """Sign a browser or app out from afar."""
        confirming.require_session(request.auth, policies.check_member(request.user))
        services.end_session(actor=request.user, session_id=session_id)
        return NoContent()


class SessionsOf(Endpoint):
    @operation(summary="End a member's sessions", status=204, limit="write", errors=("confirm_first", "not_found"))
    def delete(self, request: Request, call: Call, handle: str) -> NoContent:
        """For administrators: every browser and app of theirs is signed out at once. Access tokens stay."""
        confirming.require_session(request.auth, policies.check_admin(request.user))
        services.end_sessions_of(actor=request.user, handle=handle)
        return NoContent()


class Ties(Endpoint):
    @operation(summary="Whom you ignore or block", out=list[TieShape], scope="me:read")
    def get(self, request: Request, call: Call) -> list[TieShape]:
        """By handle. They are not told."""
        me = policies.check_member(request.user)
        return [
            TieShape(person_shape(person), "block" if kind == "block" else "ignore")
            for person, kind in selectors.ties_of(me)
        ]


class TieByHandle(Endpoint):
    @operation(
        summary="Ignore or block a member", status=204, scope="me:write", limit="write",
        errors=("not_found", "not_this_one"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, kind: str, handle: str) -> NoContent:
        """`ignored` hides what they write from you; `blocked` also keeps them from mentioning or writing to you."""
        services.set_tie(actor=request.user, handle=handle, kind=selectors.TIES[kind], on=True)
        return NoContent()

    @operation(
        summary="Ignore or block a member no longer", status=204, scope="me:write", limit="write",
        errors=("not_found", "not_this_one"),
    )  # fmt: skip
    def delete(self, request: Request, call: Call, kind: str, handle: str) -> NoContent:
        """As if it had never been."""
        services.set_tie(actor=request.user, handle=handle, kind=selectors.TIES[kind], on=False)
        return NoContent()
