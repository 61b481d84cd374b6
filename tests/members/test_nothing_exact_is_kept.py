"""What the tables hold after somebody has signed in: days for most, not even those for protected members."""

import json
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection

from accounts.members.models import Member, Session
from accounts.members.sessions import SessionStore, digest_of
from forum.kernel import clock
from tests.members.signing import app_token, sign_in, with_password
from tests.world import PASSWORD


def stored(*keys: str) -> list[str]:
    """What the sessions of these keys hold, opened with the keys themselves."""
    rows = {row.session_key: row.session_data for row in Session.objects.all()}
    return [json.dumps(SessionStore(key).decode(rows[digest_of(key)])) for key in keys]


def stored_numbers(*keys: str) -> list[float]:
    """Every number in these sessions that could be a moment."""
    texts = stored(*keys)
    found = [float(number) for text in texts for number in re.findall(r"\d{9,}\.?\d*", text)]
    return [number for number in found if abs(number - time.time()) < 30 * 86_400]


@pytest.fixture
def someone(db: None) -> Member:
    return with_password()


def test_a_sign_in_is_told_by_the_day(someone: Member) -> None:
    keys = sign_in(someone).session.session_key, app_token(someone)
    assert len(stored_numbers(*keys)) == 2
    assert all(number % 86_400 == 0 for number in stored_numbers(*keys))


def test_a_confirmation_is_told_by_the_hour_to_come(someone: Member) -> None:
    client = sign_in(someone)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    found = stored_numbers(client.session.session_key)
    assert len(found) == 2
    assert all(number % 3600 == 0 for number in found)
    assert client.get("/settings/tokens").status_code == 200


def test_the_row_says_the_day_and_nothing_else_in_the_clear(someone: Member) -> None:
    sign_in(someone)
    row = Session.objects.get(member=someone)
    assert row.opened_on == clock.today()
    assert not row.app
    assert row.expire_date.hour == row.expire_date.minute == row.expire_date.second == 0


def test_no_other_key_opens_a_session(someone: Member) -> None:
    sign_in(someone)
    row = Session.objects.get(member=someone)
    assert SessionStore("another").decode(row.session_data) == {}
    assert SessionStore(row.session_key).decode(row.session_data) == {}


def test_no_session_holds_an_address_a_device_or_a_cookie(someone: Member) -> None:
    client = sign_in(someone)
    answer = client.post("/settings/tokens", {"name": "x"}, REMOTE_ADDR="203.0.113.9", HTTP_USER_AGENT="Telling/1.0")
    assert answer.status_code == 302
    (text,) = stored(client.session.session_key)
    assert not [word for word in ("203.0.113", "Telling", "HTTP_") if word in text]


def test_second_factors_are_told_by_the_day_and_sealed(someone: Member) -> None:
    TOTP.activate(someone, "JBSWY3DPEHPK3PXP")
    codes = RecoveryCodes.activate(someone)
    codes.mark_as_viewed()
    for factor in Authenticator.objects.all():
        factor.record_usage()
    with connection.cursor() as cursor:
        cursor.execute("SELECT created_at, last_used_at, data::text FROM mfa_authenticator")
        for created_at, used_at, data in cursor.fetchall():
            assert (created_at.hour, created_at.minute, created_at.second) == (0, 0, 0)
            assert (used_at.hour, used_at.minute, used_at.second) == (0, 0, 0)
            assert "JBSWY3DPEHPK3PXP" not in data
            assert not re.search(r"1[6-9]\d{8}", data)


def test_of_a_protected_member_no_day_is_kept(someone: Member) -> None:
    Member.objects.filter(pk=someone.pk).update(protected=True, email="")
    TOTP.activate(someone, "JBSWY3DPEHPK3PXP")
    factor = Authenticator.objects.get()
    factor.record_usage()
    factor.refresh_from_db()
    assert factor.last_used_at is None
    assert factor.created_at.day == 1
