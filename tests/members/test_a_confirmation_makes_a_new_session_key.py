"""Whoever signs in or confirms carries a new key; the key of before opens nothing any more, in browsers and in apps."""

from importlib import import_module

import pytest
from django.conf import settings
from django.test import Client

from accounts.members.models import Member, Session
from tests.members.signing import APP, app_token, me_by, sign_in, with_password
from tests.world import PASSWORD, send

COOKIE = settings.SESSION_COOKIE_NAME


@pytest.fixture
def someone(db: None) -> Member:
    return with_password()


def opens(key: str) -> bool:
    client = Client()
    client.cookies[COOKIE] = key
    return client.get("/settings").status_code == 200


def test_in_a_browser(someone: Member) -> None:
    browser = sign_in(someone)
    before = browser.cookies[COOKIE].value

    browser.post("/account/reauthenticate/", {"password": "not this one at all"})
    assert browser.cookies[COOKIE].value == before
    browser.post("/account/reauthenticate/", {"password": PASSWORD})

    after = browser.cookies[COOKIE].value
    assert after != before
    assert (opens(before), opens(after)) == (False, True)
    assert Session.objects.filter(member=someone).count() == 1
    assert browser.get("/settings/tokens").status_code == 200


def test_in_an_app_which_is_told_its_new_token(someone: Member) -> None:
    before = app_token(someone)

    answer = send(Client(), "post", f"{APP}/auth/reauthenticate", {"password": PASSWORD}, x_session_token=before)

    after = answer.json()["meta"]["session_token"]
    assert (me_by(before).status_code, me_by(after).status_code) == (401, 200)


def test_a_key_that_somebody_planted_before_the_sign_in_is_not_kept(someone: Member) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store["theme"] = "dark"
    store.create()
    browser = Client()
    browser.cookies[COOKIE] = planted = str(store.session_key)

    browser.post("/account/login/", {"login": someone.handle, "password": PASSWORD})

    assert browser.cookies[COOKIE].value != planted
    assert (opens(planted), opens(browser.cookies[COOKIE].value)) == (False, True)
