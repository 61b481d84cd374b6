"""Mail comes once however many reasons, not in quiet hours, and as a digest at the member's own hour."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from forum.embedded.mailbox import Mailbox
from forum.kernel import clock
from forum.kernel.jobs.broker import task_named
from forum.kernel.jobs.models import Job
from forum.notifications import selectors, services
from forum.notifications.models import MailPace, MailPreferences, Notification, Topic
from forum.notifications.selectors import Told
from forum.notifications.services import Hours
from tests.notifications.telling import tell, watch
from tests.notifications.test_mail_once import mails, prove
from tests.world import World, client_of, reply, start

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)  # a Wednesday


def mail_watched(world: World, pace: MailPace) -> None:
    services.set_channels(actor=world.geologist, wanted={Topic.WATCHED: Told(pace, push=False)})


def test_many_reasons_go_in_one_mail_to_one_address(world: World, mailbox: Mailbox, tmp_path: Path) -> None:
    prove(world.geologist)
    mail_watched(world, MailPace.SOON)
    first, second = start(world.operator, world.public, "North wall"), start(world.operator, world.public, "South wall")
    watch(world.geologist, first)
    tell()
    reply(world.operator, first)
    reply(world.operator, first, "@gil-geologist, look.")
    reply(world.operator, second, "@gil-geologist, here too.")
    tell(mail=True)
    (mail,) = mails(tmp_path)
    assert mail["Subject"] == "South wall, and more: 3 things wait for you"
    text = mail.get_body(("plain",))
    assert text is not None
    assert [line for line in text.get_content().splitlines() if line.startswith("- ")] == [
        "- olga-operator mentioned you in post 2 (You are mentioned)",
        "- olga-operator mentioned you in post 3 (You are mentioned)",
        "- olga-operator wrote post 2 (You watch the thread)",
    ]


def test_mail_waits_a_minute(world: World) -> None:
    prove(world.geologist)
    reply(world.operator, start(world.geologist, world.public))
    tell()
    job = Job.objects.get(task=services.MAIL)
    assert job.due_at is not None
    assert timedelta(seconds=50) < job.due_at - clock.now() <= timedelta(seconds=60)


@pytest.mark.parametrize(
    ("hours", "until"),
    [
        (Hours("UTC", 9, 10), "2026-11-25T10:00+00:00"),
        (Hours("UTC", 22, 7), None),
        (Hours("Asia/Tokyo", 18, 7), "2026-11-25T22:00+00:00"),
        (Hours("Asia/Kathmandu", 22, 16), "2026-11-25T10:15+00:00"),
        (Hours("America/Caracas", 22, 6), "2026-11-25T10:00+00:00"),
        (Hours("UTC", 9, 9), None),
    ],
)
def test_quiet_hours_are_the_members_own(world: World, hours: Hours, until: str | None) -> None:
    services.set_mail_preferences(actor=world.geologist, mail=True, discreet=False, hours=hours)
    found = selectors.quiet_until(selectors.mail_preferences(viewer=world.geologist), NOW)
    assert (found and found.isoformat(timespec="minutes")) == until


@pytest.mark.parametrize(
    ("hours", "now", "until"),
    [
        # Berlin, 28 March 2027: after 01:59 (+01:00) comes 03:00 (+02:00). An end at 02:00 is there when it would have been.
        (Hours("Europe/Berlin", 22, 2), "2027-03-27T23:30Z", "2027-03-28T01:00+00:00"),
        (Hours("Europe/Berlin", 22, 7), "2027-03-27T23:30Z", "2027-03-28T05:00+00:00"),
        (Hours("Europe/Berlin", 2, 3), "2027-03-28T01:00Z", None),
        # Berlin, 25 October 2026: after 02:59 (+02:00) comes 02:00 (+01:00).
        (Hours("Europe/Berlin", 22, 7), "2026-10-24T21:30Z", "2026-10-25T06:00+00:00"),
        (Hours("Europe/Berlin", 22, 3), "2026-10-25T00:30Z", "2026-10-25T02:00+00:00"),
        (Hours("Europe/Berlin", 22, 3), "2026-10-25T01:30Z", "2026-10-25T02:00+00:00"),
        (Hours("Europe/Berlin", 22, 2), "2026-10-25T01:30Z", None),
        # Lord Howe Island changes by half an hour.
        (Hours("Australia/Lord_Howe", 22, 6), "2026-10-03T15:00Z", "2026-10-03T19:00+00:00"),
    ],
)
def test_quiet_hours_end_by_the_clock_on_the_wall_when_it_is_changed(hours: Hours, now: str, until: str | None) -> None:
    wanted = MailPreferences(zone=hours.zone, quiet_from=hours.quiet_from, quiet_until=hours.quiet_until)
    found = selectors.quiet_until(wanted, datetime.fromisoformat(now))
    assert (found and found.isoformat(timespec="minutes")) == until


@pytest.mark.parametrize(
    ("before", "first", "again"),
    [
        ("2027-03-28T00:45Z", "2027-03-28T01:05Z", "2027-03-28T02:05Z"),
        ("2026-10-24T23:45Z", "2026-10-25T00:05Z", "2026-10-25T01:05Z"),
    ],
)
def test_a_digest_at_an_hour_that_is_skipped_or_comes_twice_comes_once(
    world: World, mailbox: Mailbox, before: str, first: str, again: str
) -> None:
    prove(world.geologist)
    mail_watched(world, MailPace.DAILY)
    hours, day = Hours("Europe/Berlin", digest_hour=2), datetime.fromisoformat(first).date()
    services.set_mail_preferences(actor=world.geologist, mail=True, discreet=False, hours=hours)
    MailPreferences.objects.update(digested_on=day - timedelta(days=1))
    thread = start(world.operator, world.public)
    watch(world.geologist, thread)
    tell()
    reply(world.operator, thread)
    tell()
    assert [len(digests(datetime.fromisoformat(at))) for at in (before, first, again)] == [0, 1, 0]


def test_what_comes_in_quiet_hours_is_one_mail_afterwards(world: World, mailbox: Mailbox, tmp_path: Path) -> None:
    prove(world.geologist)
    here = clock.now().hour
    services.set_mail_preferences(
        actor=world.geologist, mail=True, discreet=False, hours=Hours("UTC", here, (here + 3) % 24)
    )
    thread = start(world.geologist, world.public)
    reply(world.operator, thread)
    reply(world.operator, thread)
    tell()
    for job in Job.objects.filter(task=services.MAIL):
        run(job)
    assert not list(tmp_path.iterdir())
    (later,) = Job.objects.filter(task=services.MAIL).exclude(due_at=None)
    with time_machine.travel(clock.now() + timedelta(hours=4)):
        run(later)
    assert len(mails(tmp_path)) == 1


def run(job: Job) -> None:
    task_named(job.task).run(job.pk)


def digests(at: datetime) -> list[Job]:
    with time_machine.travel(at, tick=False):
        services.digest_chunk(after=0)
        jobs = list(Job.objects.filter(task=services.DIGEST).exclude(due_at=None))
        for job in jobs:
            run(job)
    return jobs


def test_a_daily_digest_comes_at_the_members_hour_and_once_a_day(
    world: World, mailbox: Mailbox, tmp_path: Path
) -> None:
    prove(world.geologist)
    with time_machine.travel(NOW - timedelta(days=1)):
        services.set_mail_preferences(
            actor=world.geologist, mail=True, discreet=False, hours=Hours("Asia/Tokyo", 0, 0, digest_hour=20)
        )
    mail_watched(world, MailPace.DAILY)
    thread = start(world.operator, world.public, "North wall")
    watch(world.geologist, thread)
    tell()
    reply(world.operator, thread)
    tell(mail=True)
    assert not list(tmp_path.iterdir())
    digests(NOW - timedelta(days=1))
    assert digests(NOW) == []
    assert len(digests(NOW + timedelta(hours=2))) == 1
    assert digests(NOW + timedelta(hours=3)) == []
    assert len(mails(tmp_path)) == 1
    assert digests(NOW + timedelta(days=1, hours=2)) == []


def test_a_weekly_digest_waits_for_its_day_and_makes_up_for_a_missed_one(
    world: World, mailbox: Mailbox, tmp_path: Path
) -> None:
    prove(world.geologist)
    with time_machine.travel(NOW):
        services.set_mail_preferences(actor=world.geologist, mail=True, discreet=False, hours=Hours(digest_day=5))
        mail_watched(world, MailPace.WEEKLY)
    thread = start(world.operator, world.public)
    watch(world.geologist, thread)
    tell()
    reply(world.operator, thread)
    tell()
    assert digests(NOW + timedelta(days=1)) == []
    # Friday was missed: Saturday brings it.
    assert len(digests(NOW + timedelta(days=3))) == 1
    assert len(mails(tmp_path)) == 1


def test_what_is_read_is_in_no_digest(world: World, mailbox: Mailbox, tmp_path: Path) -> None:
    prove(world.geologist)
    mail_watched(world, MailPace.DAILY)
    thread = start(world.operator, world.public)
    watch(world.geologist, thread)
    tell()
    reply(world.operator, thread)
    tell()
    services.mark_read(actor=world.geologist, up_to=10_000)
    assert digests(clock.now() + timedelta(days=2)) == []


def test_the_page_keeps_every_choice(world: World) -> None:
    form = {
        "zone": "Africa/Nairobi",
        "quiet_from": "22",
        "quiet_until": "6",
        "digest_hour": "17",
        "digest_day": "3",
        "mail": "on",
    }
    form |= {f"mail_{topic}": "2" for topic in Topic} | {"push_deposits": "on"}
    assert client_of(world.geologist).post("/settings/notifications", form).status_code == 303
    kept = MailPreferences.objects.get()
    assert (kept.zone, kept.quiet_from, kept.quiet_until, kept.digest_hour, kept.digest_day) == (
        "Africa/Nairobi",
        22,
        6,
        17,
        3,
    )
    chosen = selectors.channels(viewer=world.geologist)
    assert {told.mail for told in chosen.values()} == {MailPace.DAILY}
    assert [topic for topic, told in chosen.items() if told.push] == [Topic.DEPOSITS]


# Some systems have "localtime" among their zones; PostgreSQL has not, and it looks for digests.
@pytest.mark.parametrize("zone", ["Mars/Olympus", "localtime", "UTC'", "../../etc/passwd", "EST5EDT,M3.2.0"])
def test_a_zone_that_is_none_is_refused_where_it_stands(world: World, zone: str) -> None:
    form = {"zone": zone, "quiet_from": "0", "quiet_until": "0", "digest_hour": "8", "digest_day": "1"}
    answer = client_of(world.geologist).post(
        "/settings/notifications", form | {f"mail_{topic}": "0" for topic in Topic}
    )
    assert answer.status_code == 400
    assert b"There is no such time zone." in answer.content
    assert not MailPreferences.objects.exists()
    assert not Notification.objects.exists()
