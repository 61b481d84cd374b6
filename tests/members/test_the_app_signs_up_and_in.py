"""Joining and signing in over REST, as allauth's app client has it, and then using the session token with the API."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.members.models import Member, Session
from forum.embedded.mailbox import Mailbox
from tests.world import PASSWORD, World, code_of, nothing_changes, send, start

AUTH = "/_allauth/app/v1/auth"
NEW = {"username": "petra-pit", "email": "petra@example.org", "password": PASSWORD}


def token_of(answer: Any) -> str:
    return str(answer.json()["meta"]["session_token"])


def test_an_app_joins_with_the_mailed_code_and_uses_the_api(db: None, mailbox: Mailbox) -> None:
    app = Client()
    pending = send(app, "post", f"{AUTH}/signup", NEW)
    assert pending.status_code == 401
    verified = send(
        app, "post", f"{AUTH}/email/verify", {"key": mailbox.new()[0].key}, x_session_token=token_of(pending)
    )

    assert verified.status_code == 200
    token = token_of(verified)
    for headers in ({"x-session-token": token}, {"authorization": f"Bearer {token}"}):
        me = Client(headers=headers).get("/api/v1/me")
        assert (me.status_code, me.json()["handle"], me.json()["email"]) == (200, "petra-pit", "petra@example.org")
    assert "session" not in app.cookies


def test_before_the_code_is_given_the_token_opens_nothing(db: None, mailbox: Mailbox) -> None:
    token = token_of(send(Client(), "post", f"{AUTH}/signup", NEW))

    assert code_of(Client(headers={"x-session-token": token}).get("/api/v1/me")) == "bad_token"


@pytest.fixture
def nora(world: World) -> Member:
    world.newcomer.set_password(PASSWORD)
    world.newcomer.save()
    EmailAddress.objects.create(user=world.newcomer, email=world.newcomer.email, verified=True, primary=True)
    return world.newcomer


def test_an_app_signs_in_writes_and_signs_out(world: World, nora: Member) -> None:
    thread = start(world.geologist, world.public)
    token = token_of(send(Client(), "post", f"{AUTH}/login", {"username": "nora-new", "password": PASSWORD}))
    app = Client(headers={"x-session-token": token})

    assert send(app, "post", f"/api/v1/threads/{thread.pk}/posts", {"text": "From the field."}).status_code == 201
    assert send(app, "delete", f"{AUTH}/session").status_code == 401
    assert code_of(app.get("/api/v1/me")) == "bad_token"
    assert not Session.objects.filter(member=nora).exists()


def test_an_app_signs_in_with_a_mailed_code(nora: Member, mailbox: Mailbox) -> None:
    pending = send(Client(), "post", f"{AUTH}/code/request", {"email": nora.email})
    done = send(
        Client(), "post", f"{AUTH}/code/confirm", {"code": mailbox.new()[0].key}, x_session_token=token_of(pending)
    )

    assert Client(headers={"x-session-token": token_of(done)}).get("/api/v1/me").json()["handle"] == "nora-new"


def test_a_session_may_do_what_its_member_may_without_scopes(nora: Member) -> None:
    token = token_of(send(Client(), "post", f"{AUTH}/login", {"email": nora.email, "password": PASSWORD}))

    answer = send(Client(), "patch", "/api/v1/me", {"bio": "Hello."}, if_match='"v1"', authorization=f"Bearer {token}")

    assert answer.status_code == 200


@pytest.mark.parametrize("field", ["username", "email"])
def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(nora: Member, field: str) -> None:
    known = {"username": "nora-new", "email": nora.email}[field]
    unknown = {"username": "nobody-here", "email": "nobody@example.org"}[field]

    with nothing_changes():
        answers = [
            send(Client(), "post", f"{AUTH}/login", {field: who, "password": "not the password"})
            for who in (known, unknown)
        ]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert answers[0].json() == answers[1].json()


@pytest.mark.parametrize(
    ("path", "body"),
    [("signup", {**NEW, "username": "petra-two"}), ("code/request", {}), ("password/request", {})],
)
def test_known_and_unknown_addresses_get_the_same_answer(
    nora: Member, mailbox: Mailbox, path: str, body: dict[str, str]
) -> None:
    answers = []
    for number, email in enumerate((nora.email, "nobody@example.org")):
        sent = body | {"email": email} | ({"username": f"petra-{number}a"} if path == "signup" else {})
        answers.append(send(Client(), "post", f"{AUTH}/{path}", sent))
    shapes = [
        (answer.status_code, str(answer.json()).replace(answer.json().get("meta", {}).get("session_token", "-"), ""))
        for answer in answers
    ]

    assert shapes[0] == shapes[1]
    assert len(mailbox.new()) == 2


def test_a_cookie_signs_nobody_in_at_the_api(world: World) -> None:
    browser = Client()
    browser.force_login(world.admin)

    assert code_of(browser.get("/api/v1/me")) == "not_signed_in"
    assert browser.get("/api/v1/boards").json()["results"][-1]["slug"] == "field-notes"
