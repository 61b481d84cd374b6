"""An address that takes no mail gets none: told by the server at once, by a returned mail, or by a mail service."""

import base64
import io
import sys
from smtplib import SMTPRecipientsRefused
from typing import Any

import orjson
import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import Settings

from forum.kernel.jobs.models import Job
from forum.notifications import selectors, services
from forum.notifications.letters import MailAway
from forum.notifications.models import MailPreferences
from tests.notifications.telling import settings_form, tell
from tests.notifications.test_mail_once import mention, prove
from tests.world import World, client_of

SECRET = "mail:a long and quiet secret"


def report(delivery: int, address: str, *, status: str = "5.1.1", action: str = "failed") -> bytes:
    return (
        "From: MAILER-DAEMON@example.org\nSubject: Returned\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nIt could not be delivered.\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\n"
        f"Final-Recipient: rfc822; {address}\nAction: {action}\nStatus: {status}\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <notification.{delivery}@testserver>\n\n--b--\n"
    ).encode()


def take(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    call_command("take_bounce", stdout=io.StringIO())


def wants(world: World) -> tuple[bool, bool]:
    kept = selectors.mail_preferences(viewer=world.geologist)
    return kept.mail, kept.bounced


def mailed(world: World) -> int:
    prove(world.geologist)
    mention(world)
    tell()
    return Job.objects.get(task=services.MAIL).pk


def test_a_returned_mail_stops_mail_and_the_page_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    take(monkeypatch, report(mailed(world), "gil-geologist@example.org"))
    assert wants(world) == (False, True)
    page = client_of(world.geologist).get("/settings/notifications").content
    assert b"Mail to your address came back" in page
    client_of(world.geologist).post("/settings/notifications", settings_form(mail="on"))
    assert wants(world) == (True, False)


@pytest.mark.parametrize(
    "raw",
    [
        lambda job: report(job, "gil-geologist@example.org", status="4.2.2"),
        lambda job: report(job, "gil-geologist@example.org", action="delayed"),
        lambda job: report(job, "somebody@example.org"),
        lambda job: report(job + 1, "gil-geologist@example.org"),
        lambda job: b"From: a\n\nHello.",
        lambda job: b"\xff\x00",
        lambda job: b"",
    ],
)
def test_what_is_no_proof_that_ours_came_back_changes_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, raw: Any
) -> None:
    take(monkeypatch, raw(mailed(world)))
    assert not MailPreferences.objects.exists()


@pytest.mark.parametrize(("code", "stops"), [(550, True), (450, False)])
def test_a_server_that_knows_no_such_address_is_believed(
    world: World, monkeypatch: pytest.MonkeyPatch, code: int, stops: bool
) -> None:
    def refuse(_message: object, *args: object) -> None:
        raise SMTPRecipientsRefused({"gil-geologist@example.org": (code, b"no")})

    monkeypatch.setattr(EmailMultiAlternatives, "send", refuse)
    prove(world.geologist)
    mention(world)
    if stops:
        tell(mail=True)
    else:
        with pytest.raises(MailAway):
            tell(mail=True)
    assert wants(world) == (not stops, stops)


@pytest.fixture
def postmark(settings: Settings) -> None:
    settings.MAIL_SERVICE, settings.MAIL_EVENTS_SECRET = "postmark", SECRET


def bounce(kind: str = "HardBounce", secret: str = SECRET) -> Any:
    body = {"RecordType": "Bounce", "Type": kind, "Email": "Gil-Geologist@example.org", "ID": 1, "MessageID": "x",
            "BouncedAt": "2026-11-22T10:00:00Z"}  # fmt: skip
    key = base64.b64encode(secret.encode()).decode()
    return Client(enforce_csrf_checks=True).post(
        "/mail/events", orjson.dumps(body), content_type="application/json", headers={"authorization": f"Basic {key}"}
    )


@pytest.mark.usefixtures("postmark")
def test_a_mail_service_reports_it(world: World) -> None:
    prove(world.geologist)
    for _ in range(2):
        assert bounce().status_code == 204
    assert wants(world) == (False, True)


@pytest.mark.usefixtures("postmark")
def test_a_soft_bounce_changes_nothing(world: World) -> None:
    prove(world.geologist)
    assert bounce("SoftBounce").status_code == 204
    assert wants(world) == (True, False)


@pytest.mark.usefixtures("postmark")
def test_nobody_else_may_report(world: World) -> None:
    prove(world.geologist)
    assert bounce(secret="mail:guess").status_code == 403
    assert Client().post("/mail/events", b"{}", content_type="application/json").status_code == 403
    assert wants(world) == (True, False)


def test_without_a_mail_service_there_is_no_such_address(world: World) -> None:
    assert bounce().status_code == 404
