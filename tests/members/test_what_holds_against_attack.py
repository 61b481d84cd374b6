"""Guessing, flooding, forging: what the entrance withstands."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.test import Client

from accounts.members.models import Member
from tests.members.signing import APP, mailed_code, sign_in, with_password
from tests.world import PASSWORD, send


@pytest.fixture
def someone(db: None) -> Member:
    return with_password()


def test_a_thousand_passwords_with_changing_headers_stay_limited(someone: Member) -> None:
    client = Client()
    answers = [
        client.post(
            "/account/login/", {"login": someone.handle, "password": f"guess {n}"}, REMOTE_ADDR="203.0.113.7",
            headers={
                "x-forwarded-for": f"198.51.{n % 250}.{n % 99}", "user-agent": f"B/{n}", "forwarded": f"for=10.0.0.{n % 250}",
            },
        )
        for n in range(1000)
    ]  # fmt: skip
    compared = [answer for answer in answers if b"you specified are not correct" in answer.content]
    assert len(compared) <= 10
    assert Client().get("/settings").status_code == 303


def test_a_mailed_code_is_not_guessed_by_one_session(someone: Member) -> None:
    client = Client()
    client.post("/account/login/code/", {"email": someone.email})
    right = mailed_code()
    for n in range(6):
        client.post("/account/login/code/confirm/", {"code": f"WRONG{n}"})
    client.post("/account/login/code/confirm/", {"code": right})
    assert client.get("/settings").status_code == 303


def test_a_used_code_does_nothing_in_another_browser(someone: Member) -> None:
    first, second = Client(), Client()
    first.post("/account/login/code/", {"email": someone.email})
    code = mailed_code()
    first.post("/account/login/code/confirm/", {"code": code})
    assert first.get("/settings").status_code == 200
    second.post("/account/login/code/", {"email": someone.email})
    second.post("/account/login/code/confirm/", {"code": code})
    assert second.get("/settings").status_code == 303


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "/%09/evil",
        "http:evil.example", "/ /evil.example", "///evil.example", "https:/evil.example",
    ],
)  # fmt: skip
def test_next_leads_nowhere_else(someone: Member, target: str) -> None:
    client = Client()
    answer = client.post("/account/login/", {"login": someone.handle, "password": PASSWORD, "next": target})
    assert answer.status_code == 302
    location = answer.headers["Location"]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\", "/ "))


def test_next_leads_on_to_a_path_of_ours(someone: Member) -> None:
    answer = Client().post(
        "/account/login/?next=/boards", {"login": someone.handle, "password": PASSWORD, "next": "/boards"}
    )
    assert answer.headers["Location"] == "/boards"


def test_opening_what_was_mailed_changes_nothing(someone: Member) -> None:
    scanner = Client()
    for path in ("/account/login/code/confirm/", "/account/confirm-email/", "/account/password/reset/confirm/"):
        assert scanner.get(path).status_code == 302
    assert Client().get("/settings").status_code == 303


@pytest.mark.django_db(transaction=True)
def test_guesses_sent_at_once_are_counted_in_one_place() -> None:
    someone = with_password("racer-one")
    started = send(Client(), "post", f"{APP}/auth/code/request", {"email": someone.email})
    token = started.json()["meta"]["session_token"]

    def guess(n: int) -> int:
        try:
            answer = send(Client(), "post", f"{APP}/auth/code/confirm", {"code": f"WRONG{n}"}, x_session_token=token)
            return int(answer.status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(guess, range(24)))
    assert sum(status != 429 for status in statuses) <= 5
    assert connection.vendor == "postgresql"


def test_a_handle_cannot_be_taken_twice_at_once(someone: Member) -> None:
    first = Client().post("/account/signup/", {"username": "same-hand", "email": "a@example.org", "password1": ""})
    second = Client().post("/account/signup/", {"username": "Same_Hand", "email": "b@example.org", "password1": ""})
    assert (first.status_code, second.status_code) == (302, 200)
    assert Member.objects.filter(handle__iexact="same-hand").count() == 1


def test_changing_the_password_ends_every_other_session(someone: Member) -> None:
    mine, other = sign_in(someone), sign_in(someone)
    mine.post("/account/reauthenticate/", {"password": PASSWORD})
    changed = {"oldpassword": PASSWORD, "password1": "another quiet pit 77", "password2": "another quiet pit 77"}
    assert mine.post("/account/password/change/", changed).status_code == 302
    assert mine.get("/settings").status_code == 200
    assert other.get("/settings").status_code == 303
    assert someone.sessions.count() == 1
