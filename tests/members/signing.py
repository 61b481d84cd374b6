"""Signing in the way people do, for the tests of accounts."""

import re
from typing import Any

from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts.members.models import Member, Role
from tests.world import PASSWORD, member, send

APP = "/_allauth/app/v1"


def with_password(handle: str = "pia-password", role: Role = Role.MEMBER) -> Member:
    """A member with a password and a proven address."""
    made = member(handle, role)
    made.set_password(PASSWORD)
    made.save()
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


def sign_in(someone: Member, password: str = PASSWORD) -> Client:
    """A browser in which `someone` signed in by the page."""
    client = Client()
    answer = client.post("/account/login/", {"login": someone.handle, "password": password})
    assert answer.status_code == 302, answer.content
    return client


def app_token(someone: Member) -> str:
    """A session token of an app in which `someone` signed in."""
    answer = send(Client(), "post", f"{APP}/auth/login", {"username": someone.handle, "password": PASSWORD})
    assert answer.status_code == 200, answer.content
    return str(answer.json()["meta"]["session_token"])


def mailed_code() -> str:
    """The code in the newest mail."""
    found = re.search(r"^ {4}(\S+)$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found is not None, mail.outbox[-1].body
    return found[1]


def me_by(token: str, header: str = "X-Session-Token") -> Any:
    """The answer of `GET /api/v1/me` to this token."""
    value = token if header == "X-Session-Token" else f"Bearer {token}"
    return Client().get("/api/v1/me", headers={header: value})
