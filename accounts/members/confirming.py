"""Asking again who somebody is, before what cannot be undone."""

import time
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.members import selectors
from accounts.members.models import Member
from forum.kernel.errors import Forbidden

MINUTES_5 = 300


class ConfirmFirst(Forbidden):
    """403: this asks for the password or second factor again; `POST /_allauth/app/v1/auth/2fa/reauthenticate` or
    `.../auth/reauthenticate`, then repeat the request."""

    code = "confirm_first"
    title = _("Please confirm that it is you, and try again.")


def confirmed(session: SessionBase | Any, member: Member) -> bool:
    """Whether `member` confirmed in this session lately: with the second factor where there is one, else with the password.

    Somebody who has neither, and signs in by mailed codes, has nothing to confirm with, and hears of each change by mail.
    """
    second = selectors.has_second_factor(member)
    if not second and not member.has_usable_password():
        return True
    records = session.get(AUTHENTICATION_METHODS_SESSION_KEY, []) if session is not None else []
    methods = {"mfa"} if second else {"mfa", "password"}
    limit = getattr(settings, "ACCOUNT_REAUTHENTICATION_TIMEOUT", MINUTES_5)
    return any(
        record.get("reauthenticated") and record.get("method") in methods and time.time() - record["at"] < limit
        for record in records
    )


def require(request: HttpRequest, member: Member) -> None:
    """For pages: send whoever has not confirmed lately to do so, and then back to where they were."""
    if not confirmed(request.session, member):
        raise ReauthenticationRequired


def require_session(auth: object, member: Member) -> SessionBase:
    """For the REST door, where `auth` is the session behind the token, which is handed back. Raises `ConfirmFirst`."""
    if not isinstance(auth, SessionBase) or not confirmed(auth, member):
        raise ConfirmFirst
    return auth
