"""One mail for a mention or reply: written down with the notification, sent under a name that stays, and only if wanted."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import cast

import pytest
from allauth.account.models import EmailAddress
from pytest_django.fixtures import Settings

from accounts.members.models import Member, Role
from accounts.members.services import change_role
from forum.kernel.jobs.broker import task_named
from forum.kernel.jobs.models import Job
from forum.notifications import services
from forum.notifications.letters import MailAway
from forum.notifications.models import MailPreferences, WatchLevel
from tests.notifications.telling import tell, watch
from tests.world import World, reply, start


@pytest.fixture
def mailbox(settings: Settings, tmp_path: Path) -> Path:
    """The folder that mails are written into."""
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(tmp_path)},
        }
    }
    return tmp_path


def mails(mailbox: Path) -> list[EmailMessage]:
    files = (file.read_bytes() for file in sorted(mailbox.iterdir()))
    raws = (raw for file in files for raw in file.split(b"-" * 79 + b"\n") if raw.strip())
    return [cast(EmailMessage, message_from_bytes(raw, policy=policy.default)) for raw in raws]


def prove(member: Member) -> None:
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)


def mention(world: World) -> None:
    """The operator's representative mentions the geologist, who has a proven address."""
    thread = start(world.operator, world.public, "North wall")
    reply(world.operator, thread, "@gil-geologist, the secret is 0.1 %.")


def test_a_mention_is_mailed_in_text_and_html(world: World, mailbox: Path) -> None:
    prove(world.geologist)
    mention(world)
    tell(mail=True)
    (mail,) = mails(mailbox)
    assert (mail["To"], mail["Subject"]) == ("gil-geologist@example.org", "olga-operator mentioned you: North wall")
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    for body in (text.get_content(), html.get_content()):
        assert "http://testserver/inbox/2" in body
        assert "secret" not in body


def test_the_same_mail_carries_the_same_id_at_every_try(world: World, mailbox: Path) -> None:
    prove(world.geologist)
    mention(world)
    tell()
    job = Job.objects.get(task=services.MAIL)
    for _ in range(2):
        Job.objects.filter(pk=job.pk).update(due_at="2026-01-01T00:00Z", done_at=None, leased_until=None)
        task_named(services.MAIL).run(job.pk)
    assert [mail["Message-ID"] for mail in mails(mailbox)] == [f"<notification.{job.pk}@testserver>"] * 2


def test_a_mail_that_is_done_is_not_sent_again(world: World, mailbox: Path) -> None:
    prove(world.geologist)
    mention(world)
    tell(mail=True)
    task_named(services.MAIL).run(Job.objects.get(task=services.MAIL).pk)
    assert len(mails(mailbox)) == 1


def test_a_mail_that_cannot_be_sent_is_tried_again_later(world: World, settings: Settings) -> None:
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 9},
        }
    }
    prove(world.geologist)
    mention(world)
    tell()
    job = Job.objects.get(task=services.MAIL)
    with pytest.raises(MailAway):
        task_named(services.MAIL).run(job.pk)
    job.refresh_from_db()
    assert (job.tries, job.done_at) == (1, None)
    assert job.due_at is not None
    assert "example.org" not in job.error


def test_who_watches_gets_no_mail_for_every_reply(world: World, mailbox: Path) -> None:
    prove(world.geologist)
    thread = start(world.newcomer, world.public)
    watch(world.geologist, thread, WatchLevel.WATCHING)
    reply(world.operator, thread)
    tell(mail=True)
    assert mails(mailbox) == []


def test_an_address_that_is_not_proven_gets_none(world: World, mailbox: Path) -> None:
    EmailAddress.objects.create(user=world.geologist, email=world.geologist.email, verified=False, primary=True)
    mention(world)
    tell(mail=True)
    assert mails(mailbox) == []


def test_who_switched_mail_off_gets_none(world: World, mailbox: Path) -> None:
    prove(world.geologist)
    services.set_mail_preferences(actor=world.geologist, mail=False, discreet=False)
    mention(world)
    tell(mail=True)
    assert mails(mailbox) == []


def test_what_was_read_meanwhile_is_not_mailed(world: World, mailbox: Path) -> None:
    prove(world.geologist)
    mention(world)
    tell()
    services.mark_read(actor=world.geologist, up_to=1_000_000)
    tell(mail=True)
    assert mails(mailbox) == []


def test_what_one_may_no_longer_see_is_not_mailed(world: World, mailbox: Path) -> None:
    prove(world.geologist)
    thread = start(world.operator, world.verified_only)
    reply(world.operator, thread, "@gil-geologist?")
    tell()
    change_role(member=world.geologist, role=Role.MEMBER, actor_id=None)
    tell(mail=True)
    assert mails(mailbox) == []


def test_discreet_mail_names_nobody_and_nothing(world: World, mailbox: Path) -> None:
    prove(world.geologist)
    services.set_mail_preferences(actor=world.geologist, mail=True, discreet=True)
    mention(world)
    tell(mail=True)
    (mail,) = mails(mailbox)
    whole = mail.as_string()
    assert not re.search("operator|North|thread|/inbox/", whole)
    assert "http://testserver/inbox" in whole


def test_there_is_one_row_of_preferences_for_whoever_set_any(world: World) -> None:
    for discreet in (True, False):
        services.set_mail_preferences(actor=world.geologist, mail=True, discreet=discreet)
    assert list(MailPreferences.objects.values_list("member", "mail", "discreet")) == [
        (world.geologist.pk, True, False)
    ]
