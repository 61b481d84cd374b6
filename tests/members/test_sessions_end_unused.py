"""A session that nobody uses ends, in browsers and apps, sooner for staff; and its use is noted coarsely, or not at all."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.members import staying
from accounts.members.middleware import UNATTENDED
from accounts.members.models import Member, Role, Session
from forum.kernel import clock
from forum.privacy.retention import keep
from tests.members.app import app_session
from tests.world import World, client_of, nothing_changes, send, start

DAYS = timedelta(days=1)
MINUTES = timedelta(minutes=1)


def doors(someone: Member) -> list[Any]:
    """A browser and an app of `someone`, each as a question: are you still signed in?"""
    browser, token = client_of(someone), app_session(someone)
    return [
        lambda: browser.get("/settings").status_code == 200,
        lambda: Client(headers={"x-session-token": token}).get("/api/v1/me").status_code == 200,
        lambda: Client(headers={"authorization": f"Bearer {token}"}).get("/api/v1/me").status_code == 200,
        lambda: send(Client(), "get", "/_allauth/app/v1/auth/session", x_session_token=token).status_code == 200,
    ]


def later(by: timedelta) -> Any:
    return time_machine.travel(clock.now() + by, tick=False)


@pytest.mark.parametrize(
    ("name", "holds", "ends"),
    [
        ("newcomer", 7 * DAYS, 9 * DAYS),
        ("guest", 7 * DAYS, 9 * DAYS),
        ("moderator", 60 * MINUTES, 80 * MINUTES),
        ("editor", 60 * MINUTES, 80 * MINUTES),
        ("admin", 60 * MINUTES, 80 * MINUTES),
    ],
)
def test_unused_it_ends(world: World, name: str, holds: timedelta, ends: timedelta) -> None:
    for place in range(4):
        early, late = doors(world.viewers[name])[place], doors(world.viewers[name])[place]  # type: ignore[arg-type]
        with later(holds):
            assert early()
        with later(ends), nothing_changes():
            assert not late()


def test_used_it_goes_on_but_not_beyond_its_days(world: World) -> None:
    browser = client_of(world.moderator)
    first = clock.now()
    ends = Session.objects.get().expire_date
    with time_machine.travel(first, tick=False) as clocks:
        while clock.now() + 50 * MINUTES < ends:
            clocks.shift(50 * MINUTES)
            assert browser.get("/settings").status_code == 200
        clocks.shift(50 * MINUTES)
        assert browser.get("/settings").status_code == 303
    assert DAYS < ends - first <= 2 * DAYS


@pytest.mark.parametrize(("name", "within"), [("newcomer", 1 * DAYS), ("moderator", 10 * MINUTES)])
def test_use_is_not_written_with_each_request(world: World, name: str, within: timedelta) -> None:
    browser = client_of(world.viewers[name])  # type: ignore[arg-type]
    for share in (0, 0.3, 0.6, 0.9):
        with later(within * share), CaptureQueriesContext(connection) as asked:
            assert browser.get("/settings").status_code == 200
        assert not [one for one in asked if one["sql"].startswith("UPDATE")]


def test_what_an_open_page_fetches_by_itself_is_no_use(world: World) -> None:
    browser = client_of(world.moderator)
    with later(55 * MINUTES):
        assert browser.get("/settings", headers={UNATTENDED: "true"}).status_code == 200
    with later(81 * MINUTES):
        assert browser.get("/settings").status_code == 303


@pytest.mark.parametrize("role", [Role.VERIFIED, Role.MODERATOR])
def test_of_a_protected_member_no_use_is_noted(world: World, role: Role) -> None:
    Member.objects.filter(pk=world.protected.pk).update(protected=True, email="", role=role)
    browser = client_of(Member.objects.get(pk=world.protected.pk))
    before = Session.objects.values().get()
    days = 4 if role == Role.VERIFIED else 2

    with later(20 * timedelta(hours=1)):
        assert browser.get("/settings").status_code == 200
        assert Session.objects.values().get() == before
    assert before["idle_until"] is None
    with later(days * DAYS):
        assert browser.get("/settings").status_code == 303


@pytest.mark.parametrize("stay", [staying.MEMBER, staying.STAFF])
def test_what_is_noted_is_cut_to_days_and_to_ten_minutes(stay: staying.Stay) -> None:
    for minute in range(0, 3000, 7):
        noted = stay.idle_until(datetime(2026, 11, 1, 0, 0, 59, 123, tzinfo=UTC) + minute * MINUTES)
        assert noted is not None
        assert noted.timestamp() % stay.step.total_seconds() == 0


def test_what_was_typed_meanwhile_comes_back_with_the_way_to_sign_in(world: World) -> None:
    thread = start(world.editor, world.public)
    browser = client_of(world.editor)
    words = "The cut-off of the third hole is missing."

    with later(81 * MINUTES):
        answer = browser.post(f"/threads/{thread.pk}/reply", {"text": words}, headers={"sec-fetch-site": "same-origin"})

    assert answer.status_code == 401
    assert words in answer.content.decode()
    assert "/account/login/" in answer.content.decode()


def test_what_lay_unused_is_swept_away(world: World) -> None:
    client_of(world.moderator), client_of(world.newcomer)
    # What ends after midnight lies until the day is over.
    with later(2 * DAYS):
        assert keep("sessions") == 1
    assert Session.objects.get().member == world.newcomer
