"""Sessions in the database: by digest, to the day, and nothing else that tells of a person."""

import base64
from datetime import UTC, timedelta
from importlib import import_module

import time_machine
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.test import Client

from accounts.members.models import Session
from accounts.members.sessions import digest_of
from forum.kernel import clock
from tests.members.app import app_session
from tests.members.signing import sign_in, with_password
from tests.world import PASSWORD, World, client_of


def test_the_table_knows_the_digest_of_the_key_and_not_the_key(world: World) -> None:
    browser = client_of(world.newcomer)
    key = browser.cookies["session"].value

    session = Session.objects.get()

    assert session.session_key == digest_of(key) != key
    assert session.member_id == world.newcomer.pk
    assert key not in session.session_data


def test_what_stands_in_the_table_signs_nobody_in(world: World) -> None:
    client_of(world.newcomer)
    thief = Client()
    thief.cookies["session"] = Session.objects.get().session_key

    assert thief.get("/settings").status_code == 303
    assert Client(headers={"x-session-token": Session.objects.get().session_key}).get("/api/v1/me").status_code == 401


def test_what_a_session_holds_can_be_read_with_its_key_alone(world: World) -> None:
    token = app_session(world.newcomer)
    sealed = Session.objects.get().session_data
    store = import_module(settings.SESSION_ENGINE).SessionStore

    assert store(token).decode(sealed)[SESSION_KEY] == str(world.newcomer.pk)
    assert SESSION_KEY.encode() not in base64.b64decode(sealed)
    assert store("another-key-of-somebody-else-0000").decode(sealed) == {}
    assert store(token).decode(sealed[:-8]) == {}
    assert store(token).decode("none of ours") == {}


def test_a_session_ends_at_midnight_so_that_its_end_tells_no_hour(world: World) -> None:
    client_of(world.newcomer)

    ends = Session.objects.get().expire_date.astimezone(UTC)

    assert (ends.hour, ends.minute, ends.second, ends.microsecond) == (0, 0, 0, 0)


def test_a_session_past_its_end_signs_nobody_in(world: World) -> None:
    browser, token = client_of(world.newcomer), app_session(world.newcomer)
    Session.objects.update(expire_date=Session.objects.first().expire_date - timedelta(days=20))  # type: ignore[union-attr]

    assert browser.get("/settings").status_code == 303
    assert Client(headers={"x-session-token": token}).get("/api/v1/me").status_code == 401


def test_a_sign_in_lasts_fourteen_days_however_much_it_is_used(db: None) -> None:
    someone = with_password()
    browser = sign_in(someone)
    ends = Session.objects.get().expire_date

    with time_machine.travel(clock.now() + timedelta(days=5), tick=False):
        assert browser.get("/settings").status_code == 200
    with time_machine.travel(clock.now() + timedelta(days=10), tick=False):
        browser.post("/account/reauthenticate/", {"password": PASSWORD})
        assert browser.get("/settings").status_code == 200
        assert Session.objects.get().expire_date == ends
        browser.post("/account/logout/")
        browser.post("/account/login/", {"login": someone.handle, "password": PASSWORD})
        assert Session.objects.get().expire_date == ends + timedelta(days=10)


def test_ending_one_session_leaves_the_others(world: World) -> None:
    desk, phone = client_of(world.newcomer), client_of(world.newcomer)
    assert Session.objects.filter(member=world.newcomer).count() == 2

    desk.post("/account/logout/")

    assert desk.get("/settings").status_code == 303
    assert phone.get("/settings").status_code == 200
    assert Session.objects.count() == 1


def test_a_key_made_up_by_a_client_is_not_taken_over(world: World) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore("chosen-by-the-client-0123456789")
    store["anything"] = 1
    store.save()

    assert store.session_key != "chosen-by-the-client-0123456789"
    assert not Session.objects.filter(session_key=digest_of("chosen-by-the-client-0123456789")).exists()


def test_old_sessions_can_be_swept_away(world: World) -> None:
    client_of(world.newcomer)
    Session.objects.update(expire_date=Session.objects.get().expire_date - timedelta(days=20))

    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()

    assert not Session.objects.exists()
