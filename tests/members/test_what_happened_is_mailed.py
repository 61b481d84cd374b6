"""Members hear by mail what happens to their account, in words that tell a stranger nothing."""

from datetime import timedelta

import time_machine
from django.core import mail

from accounts.members import services
from accounts.members.models import Member, WayBack
from accounts.verification import services as verification
from accounts.verification.models import Attestation
from forum.kernel import clock
from forum.kernel.events.models import Outbox
from forum.kernel.events.relay import Relay
from forum.kernel.jobs.broker import task_named
from forum.kernel.jobs.models import Job
from forum.wiring import CONSUMERS
from tests.verification.cases import ask, attest, vote, with_document
from tests.world import World


def told() -> list[tuple[list[str], str]]:
    """Let the relay and the workers do their part; whom each mail went to, and its subject."""
    Outbox.objects.update(held_until=None)  # the hour that what strangers ask waits for is over
    Relay([consumer for consumer in CONSUMERS if consumer.name == "notices"]).drain()
    for job in Job.objects.filter(task="members.mail_notice").exclude(due_at=None):
        task_named(job.task).run(job.pk)
    sent = [(message.to, message.subject) for message in mail.outbox]
    mail.outbox.clear()
    return sent


def test_whoever_has_the_keys_hears_of_a_way_back_while_it_can_be_stopped(world: World) -> None:
    services.ask_way_back(handle=world.newcomer.handle, words="I lost everything.")
    assert told() == [([world.newcomer.email], "Somebody asks to be let into your account")]

    services.decide_way_back(actor=world.admin, way_back_id=WayBack.objects.get().pk, grant=True, reason="It is her.")
    assert told() == [([world.newcomer.email], "A way back into your account will open")]


def test_asking_ten_times_a_day_mails_once(world: World) -> None:
    for _ in range(10):
        services.ask_way_back(handle=world.newcomer.handle, words="Please.")

    assert len(told()) == 1


def test_asking_for_nobody_mails_nobody(world: World) -> None:
    services.ask_way_back(handle="nobody-of-that-name", words="Please.")

    assert told() == []


def test_a_decision_is_told_without_its_reason(world: World) -> None:
    request_id, _ = with_document(world.newcomer)
    vote(world.moderator, request_id, accept=False)

    Relay([consumer for consumer in CONSUMERS if consumer.name == "notices"]).drain()
    job = Job.objects.get(task="members.mail_notice")
    task_named(job.task).run(job.pk)

    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([world.newcomer.email], "Your request to be verified was refused")
    assert "Seen the degree" not in sent.body
    assert "/settings/verification" in sent.body


def test_who_is_asked_to_vouch_hears_of_it(world: World) -> None:
    request_id = ask(world.newcomer)
    attest(world, world.geologist)
    told()

    verification.ask_voucher(actor=world.newcomer, request_id=request_id, handle=world.geologist.handle)

    assert told() == [([world.geologist.email], "Somebody asks for your word")]


def test_the_reminder_comes_once_thirty_days_before_the_end(world: World) -> None:
    attest(world, world.newcomer)
    told()
    end = Attestation.objects.get().expires_on
    with time_machine.travel(clock.now() + (end - clock.today()) - timedelta(days=29)):
        verification.remind_of_expiry()
        verification.remind_of_expiry()

        assert told() == [([world.newcomer.email], "Your attestation ends within thirty days")]


def test_whoever_has_no_address_is_mailed_nothing_and_nothing_fails(world: World) -> None:
    Member.objects.filter(pk=world.newcomer.pk).update(email="")
    services.ask_way_back(handle=world.newcomer.handle, words="I lost everything.")

    assert told() == []
    assert not Job.objects.filter(task="members.mail_notice").exclude(due_at=None).exists()
