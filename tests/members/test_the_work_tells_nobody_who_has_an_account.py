"""The costly work of a sign-in or of joining is the same for known and unknown accounts, so that its time tells nothing."""

import pytest
from django.core import mail
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.members.models import Member
from tests.members import hashing
from tests.members.signing import APP, with_password
from tests.world import PASSWORD, World, send


@pytest.fixture(autouse=True)
def counted(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["tests.members.hashing.CountingHasher"]


@pytest.fixture
def known(world: World, counted: None) -> Member:
    return with_password("pia-password")


def work(path: str, body: dict[str, str], *, app: bool = False) -> tuple[int, int, int]:
    """Hashes computed, mails sent and the status of one request."""
    hashing.done.clear()
    mail.outbox.clear()
    answer = send(Client(), "post", f"{APP}{path}", body) if app else Client().post(path, body)
    return len(hashing.done), len(mail.outbox), answer.status_code


def test_a_wrong_password_costs_one_hash_whoever_is_meant(known: Member, world: World) -> None:
    costs = {
        login: work("/account/login/", {"login": login, "password": "not this one at all"})[0]
        for login in (known.handle, known.email, "nobody-of-that-name", "nobody@example.org", world.newcomer.handle)
    }

    assert set(costs.values()) == {1}, costs


def test_joining_with_a_known_address_costs_what_a_new_one_costs(known: Member) -> None:
    form = {"username": "quiet-reader", "password1": PASSWORD}

    new = work("/account/signup/", {**form, "email": "somebody@example.org"})
    taken = work("/account/signup/", {**form, "username": "other-reader", "email": known.email})

    assert taken == new


def test_without_a_password_neither_costs_a_hash(known: Member) -> None:
    form = {"username": "quiet-reader", "password1": ""}

    new = work("/account/signup/", {**form, "email": "somebody@example.org"})
    taken = work("/account/signup/", {**form, "username": "other-reader", "email": known.email})

    assert taken == new


def test_an_app_learns_as_little(known: Member) -> None:
    body = {"username": "quiet-reader", "password": PASSWORD}

    new = work("/auth/signup", {**body, "email": "somebody@example.org"}, app=True)
    taken = work("/auth/signup", {**body, "username": "other-reader", "email": known.email}, app=True)

    assert taken == new


def test_a_mailed_code_is_asked_for_at_the_same_cost(known: Member) -> None:
    costs = [work("/account/login/code/", {"email": email}) for email in (known.email, "nobody@example.org")]

    assert costs[0] == costs[1]
