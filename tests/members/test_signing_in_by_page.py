"""Signing in by page: with a password, with a mailed code, and out again."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.members.models import Member, Session
from forum.embedded.mailbox import Mailbox
from tests.world import PASSWORD, World, nothing_changes


@pytest.fixture
def nora(world: World) -> Member:
    """The newcomer with a password and a proven address."""
    world.newcomer.set_password(PASSWORD)
    world.newcomer.save()
    EmailAddress.objects.create(user=world.newcomer, email=world.newcomer.email, verified=True, primary=True)
    return world.newcomer


def signed_in(browser: Client) -> bool:
    return browser.get("/settings").status_code == 200


@pytest.mark.parametrize("login", ["nora-new", "NORA-New", "nora-new@example.org", "Nora-New@Example.org"])
def test_the_handle_or_the_address_and_the_password_sign_one_in(nora: Member, login: str) -> None:
    browser = Client()

    answer = browser.post("/account/login/", {"login": login, "password": PASSWORD})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert signed_in(browser)


def test_one_goes_on_to_where_one_wanted_to_be(nora: Member) -> None:
    there = {"login": "nora-new", "password": PASSWORD, "next": "/boards/lounge?at=1"}

    assert Client().post("/account/login/", there).headers["Location"] == "/boards/lounge?at=1"


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "/\tx", "http:///x"],
)
def test_nobody_is_sent_on_to_another_site(nora: Member, target: str) -> None:
    there = {"login": "nora-new", "password": PASSWORD, "next": target}

    assert Client().post("/account/login/", there).headers["Location"] == "/"


@pytest.mark.parametrize("login", ["nora-new", "nora-new@example.org", "nobody-here", "nobody@example.org"])
def test_a_wrong_password_and_an_unknown_account_look_the_same(nora: Member, login: str) -> None:
    browser = Client()

    with nothing_changes():
        answer = browser.post("/account/login/", {"login": login, "password": "not the password"})

    assert answer.status_code == 200
    assert "are not correct" in answer.text
    assert "session" not in browser.cookies
    assert not signed_in(browser)


@pytest.mark.parametrize("standing", ["suspended", "banned"])
def test_who_is_suspended_or_banned_cannot_sign_in(nora: Member, standing: str) -> None:
    Member.objects.filter(pk=nora.pk).update(standing=standing)
    browser = Client()

    browser.post("/account/login/", {"login": "nora-new", "password": PASSWORD})

    assert not signed_in(browser)
    assert not Session.objects.filter(member=nora).exists()


def test_a_mailed_code_signs_one_in(nora: Member, mailbox: Mailbox) -> None:
    browser = Client()
    browser.post("/account/login/code/", {"email": nora.email})
    (mail,) = mailbox.new()

    browser.post("/account/login/code/confirm/", {"code": mail.key})

    assert signed_in(browser)


def test_asking_for_a_code_tells_nobody_who_has_an_account(nora: Member, mailbox: Mailbox) -> None:
    shown = []
    for email in (nora.email, "nobody@example.org"):
        browser = Client()
        answer = browser.post("/account/login/code/", {"email": email})
        page = browser.get(answer.headers["Location"]).text
        shown.append(re.sub(r'value="\w{64}"', "", page).replace(email, ""))

    assert shown[0] == shown[1]
    assert {(mail.to, mail.subject) for mail in mailbox.new()} == {
        (nora.email, "Your code to sign in"), ("nobody@example.org", "No account with this address"),
    }  # fmt: skip


def test_a_forgotten_password_is_replaced_with_a_mailed_code(nora: Member, mailbox: Mailbox) -> None:
    browser = Client()
    browser.post("/account/password/reset/", {"email": nora.email})
    browser.post("/account/password/reset/confirm/", {"code": mailbox.new()[0].key})
    fresh = "a quieter pit at dusk"
    browser.post("/account/password/reset/complete/", {"password1": fresh, "password2": fresh})

    old, new = Client(), Client()
    old.post("/account/login/", {"login": "nora-new", "password": PASSWORD})
    new.post("/account/login/", {"login": "nora-new", "password": fresh})
    assert (signed_in(old), signed_in(new)) == (False, True)


def test_signing_out_ends_the_session_in_the_table(nora: Member) -> None:
    browser = Client()
    browser.post("/account/login/", {"login": "nora-new", "password": PASSWORD})

    answer = browser.post("/account/logout/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert not signed_in(browser)
    assert not Session.objects.filter(member=nora).exists()


def test_reading_the_sign_out_page_signs_nobody_out(nora: Member) -> None:
    browser = Client()
    browser.post("/account/login/", {"login": "nora-new", "password": PASSWORD})

    browser.get("/account/logout/")

    assert signed_in(browser)


def test_after_signing_in_no_table_knows_the_moment_or_the_address(nora: Member) -> None:
    browser = Client(REMOTE_ADDR="198.51.100.77", headers={"user-agent": "PitBrowser/7"})
    browser.post("/account/login/", {"login": "nora-new", "password": PASSWORD})

    session = Session.objects.get(member=nora)
    columns = " ".join(map(str, [*session.__dict__.values(), *Member.objects.filter(pk=nora.pk).values_list()]))
    assert "198.51.100" not in columns
    assert "PitBrowser" not in columns
    assert nora.last_login is None
