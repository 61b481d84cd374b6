"""Joining by page, with the code that comes by mail."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from accounts.members.models import Member, Session
from forum.embedded.mailbox import Mailbox
from forum.kernel.events.models import Outbox
from tests.world import PASSWORD, World, nothing_changes

FORM = {"username": "Petra-pit", "email": "petra@example.org", "password1": PASSWORD}


def test_the_mailed_code_makes_a_member_who_is_signed_in(db: None, mailbox: Mailbox) -> None:
    browser = Client()
    sent = browser.post("/account/signup/", FORM)
    (mail,) = mailbox.new()
    assert (sent.status_code, sent.headers["Location"]) == (302, "/account/confirm-email/")
    assert mail.to == "petra@example.org"
    assert browser.get("/settings").status_code == 303
    assert not Outbox.objects.exists()

    confirmed = browser.post("/account/confirm-email/", {"code": mail.key})

    assert (confirmed.status_code, confirmed.headers["Location"]) == (302, "/")
    member = Member.objects.get()
    assert (member.handle, member.role, member.standing) == ("Petra-pit", "member", "good")
    assert EmailAddress.objects.get(user=member).verified
    assert browser.get("/settings").status_code == 200
    assert Outbox.objects.get().name == "member_joined"
    assert Outbox.objects.get().payload == {"member_id": member.pk}


def test_the_password_is_kept_as_an_argon2_hash_that_is_slow_to_try(
    db: None, mailbox: Mailbox, quick_hashing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Argon2PasswordHasher, "memory_cost", quick_hashing)

    Client().post("/account/signup/", FORM)

    assert Member.objects.get().password.startswith("argon2$argon2id$v=19$m=102400,t=2,p=8$")


def test_a_wrong_code_lets_nobody_in(db: None, mailbox: Mailbox) -> None:
    browser = Client()
    browser.post("/account/signup/", FORM)

    answer = browser.post("/account/confirm-email/", {"code": "AAAA-AAAA"})

    assert answer.status_code == 200
    assert "field-error" in answer.text
    assert browser.get("/settings").status_code == 303
    assert not EmailAddress.objects.get().verified


def test_codes_cannot_be_guessed_for_long(db: None, mailbox: Mailbox) -> None:
    browser = Client()
    browser.post("/account/signup/", FORM)
    (mail,) = mailbox.new()
    for _ in range(5):
        browser.post("/account/confirm-email/", {"code": "AAAA-AAAA"})

    browser.post("/account/confirm-email/", {"code": mail.key})

    assert browser.get("/settings").status_code == 303
    assert not EmailAddress.objects.filter(verified=True).exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("username", "ab", ""), ("username", "adm1n", "staff"), ("username", "a b", "letters A to Z"),
        ("username", "Nora_New", "taken"), ("username", "n0ra-new", "taken"), ("email", "petra", ""),
        ("password1", "short", "12"), ("password1", "Petra-pit-123", ""), ("password1", "1qaz2wsx3edc", "common"),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_said_at_its_field(
    world: World, mailbox: Mailbox, field: str, value: str, words: str
) -> None:
    browser = Client()

    with nothing_changes():
        answer = browser.post("/account/signup/", {**FORM, field: value})

    (error,) = re.findall(rf'id="id_{field}_error".*?</div></div>', answer.text, re.DOTALL)
    assert words in error
    assert mailbox.new() == []


def test_a_known_address_gets_the_same_page_and_another_mail(world: World, mailbox: Mailbox) -> None:
    EmailAddress.objects.create(user=world.newcomer, email=world.newcomer.email, verified=True, primary=True)
    known, unknown = Client(), Client()

    first = known.post("/account/signup/", {**FORM, "email": world.newcomer.email})
    second = unknown.post("/account/signup/", FORM)

    assert (first.status_code, first.headers["Location"]) == (second.status_code, second.headers["Location"])
    shown = [re.sub(r'value="\w{64}"', "", client.get("/account/confirm-email/").text) for client in (known, unknown)]
    assert shown[0].replace(world.newcomer.email, FORM["email"]) == shown[1]
    assert {(mail.to, mail.subject) for mail in mailbox.new()} == {
        (world.newcomer.email, "You have an account already"), (FORM["email"], "Confirm your address"),
    }  # fmt: skip
    assert Member.objects.filter(email=world.newcomer.email).count() == 1


def test_the_session_before_joining_is_not_the_one_after(db: None, mailbox: Mailbox) -> None:
    browser = Client()
    browser.post("/account/signup/", FORM)
    before = browser.cookies["session"].value
    browser.post("/account/confirm-email/", {"code": mailbox.new()[0].key})

    assert browser.cookies["session"].value != before
    assert Session.objects.filter(member__isnull=False).count() == 1
