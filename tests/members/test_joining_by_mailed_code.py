"""Joining with an address and a mailed code."""

from django.core import mail
from django.test import Client

from accounts.members.models import Member
from tests.members.signing import APP, mailed_code, me_by
from tests.world import World, send

FORM = {"username": "new-hand", "email": "new@example.org", "password1": ""}


def test_a_handle_and_an_address_are_enough(world: World) -> None:
    client = Client()
    assert client.post("/account/signup/", FORM).status_code == 302
    assert not client.get("/settings").context
    answer = client.post("/account/confirm-email/", {"code": mailed_code()})
    assert answer.status_code == 302
    assert client.get("/settings").status_code == 200
    joined = Member.objects.get(handle="new-hand")
    assert joined.welcomed
    assert not joined.has_usable_password()


def test_a_wrong_code_does_not_sign_in(world: World) -> None:
    client = Client()
    client.post("/account/signup/", FORM)
    client.post("/account/confirm-email/", {"code": "ZZZZZZ"})
    assert client.get("/settings").status_code == 303
    assert not Member.objects.get(handle="new-hand").welcomed


def test_a_code_works_in_the_browser_that_asked_for_it_alone(world: World) -> None:
    Client().post("/account/signup/", FORM)
    other = Client()
    other.post("/account/confirm-email/", {"code": mailed_code()})
    assert other.get("/settings").status_code == 303


def test_a_known_address_gets_the_same_page_and_another_mail(world: World) -> None:
    first, second = Client(), Client()
    unknown = first.post("/account/signup/", FORM)
    known = second.post("/account/signup/", {**FORM, "username": "other-hand", "email": "nora-new@example.org"})
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    pages = [client.get(known.headers["Location"]).content.decode() for client in (first, second)]
    assert pages[0].replace("new@example.org", "").count("<form") == pages[1].count("<form")
    assert [one.to for one in mail.outbox] == [["new@example.org"], ["nora-new@example.org"]]
    assert not Member.objects.filter(handle="other-hand").exists()


def test_an_app_joins_in_the_same_way(world: World) -> None:
    app = Client()
    made = send(app, "post", f"{APP}/auth/signup", {"username": "app-hand", "email": "app@example.org"})
    assert made.status_code == 401
    token = made.json()["meta"]["session_token"]
    proven = send(app, "post", f"{APP}/auth/email/verify", {"key": mailed_code()}, x_session_token=token)
    assert proven.status_code == 200, proven.content
    token = proven.json()["meta"].get("session_token", token)
    assert me_by(token).json()["handle"] == "app-hand"
