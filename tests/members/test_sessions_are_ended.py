"""What ends sessions before their time: their member, an administrator, another role, another key, one too many."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, format_hotp_value, hotp_value
from django.core.management import call_command
from django.test import Client

from accounts.members import services
from accounts.members.events import SessionsEndedByStaff
from accounts.members.models import Role, Session, Standing
from accounts.members.services.sessions import SESSIONS_MOST
from forum.kernel.events.models import Outbox
from forum.wiring import AUDITED
from tests.members.app import app_session
from tests.members.signing import APP, app_token, me_by, sign_in, with_password
from tests.members.test_what_happened_is_mailed import told
from tests.world import PASSWORD, World, client_of, code_of, nothing_changes, send

SESSIONS = "/api/v1/me/sessions"


def open_to(browser: Client) -> bool:
    return browser.get("/settings").status_code == 200


def test_an_app_ends_all_the_others_once_it_has_confirmed(db: None) -> None:
    someone = with_password()
    desk, token = sign_in(someone), app_token(someone)
    other = send(Client(), "get", SESSIONS, x_session_token=token).json()[1]["id"]
    for path in (SESSIONS, f"{SESSIONS}/{other}"):
        with nothing_changes():
            assert code_of(send(Client(), "delete", path, x_session_token=token)) == "confirm_first"

    confirmed = send(Client(), "post", f"{APP}/auth/reauthenticate", {"password": PASSWORD}, x_session_token=token)
    token = confirmed.json()["meta"]["session_token"]
    assert send(Client(), "delete", SESSIONS, x_session_token=token).status_code == 204

    assert not open_to(desk)
    assert me_by(token).status_code == 200


def test_a_page_asks_who_ends_them_to_confirm_and_leads_back(db: None) -> None:
    someone = with_password()
    desk, phone = sign_in(someone), sign_in(someone)
    asked = desk.post("/settings/sessions/end-others")
    assert asked.headers["Location"].startswith("/account/reauthenticate/")
    assert open_to(phone)

    back = desk.post(asked.headers["Location"], {"password": PASSWORD, "next": "/settings/sessions/end-others"})
    assert desk.get(back.headers["Location"]).headers["Location"] == "/settings/sessions"
    desk.post("/settings/sessions/end-others")

    assert (open_to(desk), open_to(phone)) == (True, False)


@pytest.mark.django_db(transaction=True)
def test_a_new_second_factor_ends_the_others() -> None:
    someone = with_password()
    desk, phone, token = sign_in(someone), sign_in(someone), app_token(someone)
    desk.post("/account/reauthenticate/", {"password": PASSWORD})
    desk.get("/account/2fa/totp/activate/")
    secret = desk.session[SECRET_SESSION_KEY]
    assert open_to(phone)

    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    assert desk.post("/account/2fa/totp/activate/", {"code": code}).status_code == 302

    assert (open_to(desk), open_to(phone), me_by(token).status_code) == (True, False, 401)


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.MEMBER])
def test_another_role_ends_them_and_the_same_one_does_not(world: World, role: Role) -> None:
    browser, token = client_of(world.geologist), app_session(world.geologist)

    services.change_role(member=world.geologist, role=Role.VERIFIED, actor_id=None)
    assert open_to(browser)
    services.change_role(member=world.geologist, role=role, actor_id=None)

    assert (open_to(browser), me_by(token).status_code) == (False, 401)


def test_a_suspension_ends_them_for_good(world: World) -> None:
    browser, token = client_of(world.geologist), app_session(world.geologist)
    for standing in (Standing.SUSPENDED, Standing.GOOD):
        services.set_standing(member_id=world.geologist.pk, standing=standing, actor_id=None)

    assert (open_to(browser), me_by(token).status_code) == (False, 401)


def test_an_administrator_ends_those_of_a_member_by_page(world: World) -> None:
    browser, token, other = client_of(world.geologist), app_session(world.geologist), client_of(world.operator)

    client_of(world.admin).post("/staff/sessions", {"handle": world.geologist.handle})

    assert (open_to(browser), me_by(token).status_code, open_to(other)) == (False, 401, True)
    assert told() == [([world.geologist.email], "You were signed out everywhere")]


def test_an_administrator_ends_those_of_a_member_over_rest_and_it_is_written_down(world: World) -> None:
    browser = client_of(world.geologist)
    path = f"/api/v1/members/{world.geologist.handle}/sessions"
    for name in ("newcomer", "geologist", "editor", "moderator"):
        token = app_session(world.viewers[name])  # type: ignore[arg-type]
        with nothing_changes():
            assert send(Client(), "delete", path, x_session_token=token).status_code == 404
    assert open_to(browser)

    token = app_session(world.admin)
    assert send(Client(), "delete", path, x_session_token=token).status_code == 204
    assert send(Client(), "delete", "/api/v1/members/no-such-one/sessions", x_session_token=token).status_code == 404

    assert not open_to(browser)
    assert Outbox.objects.filter(name="sessions_ended_by_staff", actor_id=world.admin.pk).count() == 1
    assert SessionsEndedByStaff in AUDITED


def test_one_too_many_ends_the_one_nearest_to_its_end(db: None) -> None:
    someone = with_password()
    for _ in range(SESSIONS_MOST):
        client_of(someone)
    eldest = Session.objects.order_by("session_key")[3]
    Session.objects.filter(pk=eldest.pk).update(expire_date=eldest.expire_date - timedelta(days=1))

    assert open_to(sign_in(someone))

    assert Session.objects.count() == SESSIONS_MOST
    assert not Session.objects.filter(pk=eldest.pk).exists()


def test_a_command_ends_everybodys(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    browser, token = client_of(world.geologist), app_session(world.admin)

    call_command("end_sessions")

    assert capsys.readouterr().out == "2 sessions ended.\n"
    assert (open_to(browser), me_by(token).status_code) == (False, 401)
