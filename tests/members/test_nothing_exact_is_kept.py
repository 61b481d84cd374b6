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
from accounts.members.sessions import SessionStore
from tests.members.signing import app_token, sign_in, with_password
from tests.world import PASSWORD


def stored_numbers() -> list[float]:
    """Every number in the members' sessions, decoded, that could be a moment."""
    texts = [json.dumps(SessionStore().decode(row.session_data)) for row in Session.objects.all()]
    found = [float(number) for text in texts for number in re.findall(r"\d{9,}\.?\d*", text)]
    return [number for number in found if abs(number - time.time()) < 30 * 86_400]


@pytest.fixture
def someone(db: None) -> Member:
    return with_password()


def test_a_sign_in_is_told_by_the_day(someone: Member) -> None:
    sign_in(someone)
    app_token(someone)
    assert len(stored_numbers()) == 2
    assert all(number % 86_400 == 0 for number in stored_numbers())


def test_a_confirmation_is_told_by_the_hour_to_come(someone: Member) -> None:
    client = sign_in(someone)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert all(number % 3600 == 0 for number in stored_numbers())
    assert client.get("/settings/tokens").status_code == 200


def test_the_stored_text_carries_no_moment_of_signing(someone: Member) -> None:
    sign_in(someone)
    row = Session.objects.get(member=someone)
    assert row.session_data.count(":") == 1
    assert row.expire_date.hour == row.expire_date.minute == row.expire_date.second == 0


def test_what_we_did_not_sign_is_nothing(someone: Member) -> None:
    sign_in(someone)
    row = Session.objects.get(member=someone)
    assert SessionStore().decode(f"{row.session_data}x") == {}


def test_no_session_holds_an_address_a_device_or_a_cookie(someone: Member) -> None:
    client = sign_in(someone)
    answer = client.post("/settings/tokens", {"name": "x"}, REMOTE_ADDR="203.0.113.9", HTTP_USER_AGENT="Telling/1.0")
    assert answer.status_code == 302
    texts = [json.dumps(SessionStore().decode(row.session_data)) for row in Session.objects.all()]
    assert not [text for text in texts if "203.0.113" in text or "Telling" in text or "HTTP_" in text]


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
