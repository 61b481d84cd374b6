"""What these tests do again and again: let the relay and the workers do their part, here and now."""

from collections.abc import Iterable

from django.db import connection

from accounts.members.models import Member
from forum.kernel.events.relay import Relay
from forum.kernel.jobs.broker import task_named
from forum.kernel.jobs.models import Job
from forum.notifications import services
from forum.notifications.models import Notification, Reason, Topic, WatchLevel
from forum.wiring import CONSUMERS
from threads.discussion.models import Thread

OURS = ("counters", "inbox")


def relay() -> Relay:
    """A relay with the consumers that these tests are about."""
    return Relay([consumer for consumer in CONSUMERS if consumer.name in OURS])


def tell(*, mail: bool = False) -> None:
    """Number what has happened, let the consumers react, and run the jobs they wrote down; mail only where asked for."""
    relay().drain()
    while jobs := waiting(mail=mail):
        for job in jobs:
            task_named(job.task).run(job.pk)
    with connection.cursor() as cursor:
        # A consumer has all constraints checked at once; in the forum it has a transaction of its own.
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def waiting(*, mail: bool) -> list[Job]:
    found = Job.objects.exclude(due_at=None)
    return list(found if mail else found.exclude(task=services.MAIL))


def watch(member: Member, thread: Thread, level: WatchLevel = WatchLevel.WATCHING) -> None:
    services.set_watch(actor=member, kind="thread", key=str(thread.pk), level=level)


def told(member: Member) -> list[Reason]:
    """Why `member` was told, in the order of events."""
    return [Reason(one.reason) for one in Notification.objects.filter(recipient=member).order_by("seq")]


def settings_form(**changed: str) -> dict[str, str]:
    """What the settings page sends: all mailed at once, no push, never quiet; mail is off unless it is in `changed`."""
    hours = {"zone": "UTC", "quiet_from": "0", "quiet_until": "0", "digest_hour": "8", "digest_day": "1"}
    return {**hours, **{f"mail_{topic}": "1" for topic in Topic}, **changed}


def crowd(count: int) -> list[Member]:
    """`count` members more."""
    return Member.objects.bulk_create(
        Member(handle=f"reader-{number}", handle_key=f"reader-{number}", email="", password="!")
        for number in range(count)
    )


def handles(members: Iterable[Member]) -> list[str]:
    return sorted(member.handle for member in members)
