"""Which notices a mail carries. A notice is carried by one mail, and a mail by one job, whose id it bears at every try."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from forum.kernel import clock
from forum.kernel.events import publish
from forum.kernel.jobs import enqueue, enqueue_many
from forum.kernel.jobs.models import Job
from forum.notifications import selectors
from forum.notifications.events import MailPreferencesChanged
from forum.notifications.models import MailPace, MailPreferences, Notification
from forum.notifications.services.telling import MAIL

DIGEST = "notifications.digest"
DIGESTS = "notifications.begin_digests"
MEMBERS = 1000
"""Members whose digests are written down in one statement."""

# Whose hour of digests has come today, in their own zone, and who has something that is still unread. `weekly_on` is held
# against the last day of digests, so that a day that was missed is made up for on the next.
_DUE = """
    WITH due AS (
        SELECT wants.member_id, here.day, (here.day - (extract(isodow FROM here.day)::int - wants.digest_day + 7) %% 7) AS week
        FROM forum_mailpreferences AS wants
        CROSS JOIN LATERAL (SELECT (%(now)s::timestamptz AT TIME ZONE wants.zone)::date AS day,
                                   extract(hour FROM %(now)s::timestamptz AT TIME ZONE wants.zone) AS hour) AS here
        WHERE wants.mail AND wants.member_id > %(after)s AND here.hour >= wants.digest_hour
          AND (wants.digested_on IS NULL OR wants.digested_on < here.day)
        ORDER BY wants.member_id LIMIT %(limit)s
    ), seen AS (
        UPDATE forum_mailpreferences AS wants SET digested_on = due.day, weekly_on = greatest(wants.weekly_on, due.week)
        FROM due, forum_mailpreferences AS before
        WHERE wants.member_id = due.member_id AND before.member_id = due.member_id
        RETURNING wants.member_id, due.day, coalesce(before.weekly_on < due.week, true) AS weekly
    )
    SELECT seen.member_id, seen.day, seen.weekly, EXISTS (
        SELECT FROM forum_notification AS told WHERE told.recipient_id = seen.member_id AND NOT told.read
          AND told.delivery IS NULL AND (told.mail = 2 OR told.mail = 3 AND seen.weekly)) FROM seen
"""


@transaction.atomic
def take_mail(*, recipient_id: int, delivery_id: int, digest: MailPace) -> None:
    """Have this delivery carry what waits to be mailed: what is due at once, and of a digest all that it holds."""
    waiting = Notification.objects.filter(
        recipient=recipient_id, mail__gt=0, mail__lte=digest, delivery=None, read=False
    )
    waiting.update(delivery=delivery_id)


def put_off_mail(*, recipient_id: int, until: datetime) -> None:
    """Mail when the quiet hours end; once, whatever comes in them."""
    key = f"mail:{recipient_id}:until:{until:%Y%m%d%H%M}"
    with transaction.atomic():
        enqueue(MAIL, key=key, payload={"recipient": recipient_id, "seq": 0}, not_before=until)


def begin_digests() -> None:
    """Have those looked for whose hour of digests has come; once a quarter of an hour, however often it is asked."""
    now = clock.now()
    with transaction.atomic():
        enqueue(DIGESTS, key=f"digests:{now:%Y%m%d%H}{now.minute // 15}", payload={})


@transaction.atomic
def digest_chunk(*, after: int, limit: int = MEMBERS) -> int | None:
    """Write down the digests that are due of the next members behind `after`; the last of them, None at the end."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE, {"now": clock.now(), "after": after, "limit": limit})
        rows = cursor.fetchall()
    enqueue_many(
        DIGEST,
        [
            (f"digest:{member}:{day}", {"recipient": member, "weekly": weekly})
            for member, day, weekly, waits in rows
            if waits
        ],
    )
    return max(member for member, *_ in rows) if len(rows) == limit else None


@transaction.atomic
def stop_bounced(*, member_id: int) -> None:
    """The member's address takes no mail: send none until they say otherwise. Again changes nothing."""
    preferences, made = MailPreferences.objects.get_or_create(
        member_id=member_id, defaults={"mail": False, "bounced": True}
    )
    if not made and preferences.bounced:
        return
    preferences.mail, preferences.bounced = False, True
    preferences.save(update_fields=["mail", "bounced"])
    publish(MailPreferencesChanged(member_id=member_id))


def take_bounce(*, delivery_id: int, addresses: Sequence[str]) -> bool:
    """A mail server returned one of our mails: stop mail to its member, if the addresses say that it was theirs."""
    row = Job.objects.filter(pk=delivery_id, task__in=(MAIL, DIGEST)).values_list("payload", flat=True).first()
    members = {selectors.member_of_address(address) for address in addresses}
    if row is None or row["recipient"] not in members:
        return False
    stop_bounced(member_id=row["recipient"])
    return True
