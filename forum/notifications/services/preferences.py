"""How a member wants to be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo, available_timezones

from django.db import DataError, connection, transaction
from django.utils.translation import gettext_lazy as _

from accounts.members.selectors import Viewer
from forum.kernel import clock
from forum.kernel.errors import FieldError, Invalid
from forum.kernel.events import publish
from forum.notifications import policies, selectors
from forum.notifications.events import MailPreferencesChanged
from forum.notifications.models import Channel, MailPreferences, Topic
from forum.notifications.selectors import Told


@dataclass(frozen=True, slots=True)
class Hours:
    """When: hours 0 to 23 of `zone` (an IANA name), days 1 (Monday) to 7. Equal quiet hours are none."""

    zone: str = "UTC"
    quiet_from: int = 0
    quiet_until: int = 0
    digest_hour: int = 8
    digest_day: int = 1


def _is_zone(name: str) -> bool:
    """Whether both clocks know it: Python's, which ends quiet hours, and PostgreSQL's, which finds whose digest is due.

    One name that it does not know would fail the digests of all.
    """
    if name not in available_timezones():
        return False
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT now() AT TIME ZONE %s", [name])
    except DataError:
        return False
    return True


@transaction.atomic
def set_mail_preferences(*, actor: Viewer, mail: bool, discreet: bool, hours: Hours | None = None) -> None:
    """Replace what the actor wants by mail, and when; None leaves the hours. Raises `NotSignedIn`, `Invalid`.

    Whoever asks for mail again has an address that takes it, as far as we know.
    """
    member = policies.check_inbox(actor)
    wanted: dict[str, object] = {"mail": mail, "discreet": discreet, "bounced": False}
    if hours is not None:
        if not _is_zone(hours.zone):
            detail = _("There is no such time zone.")
            raise Invalid(detail, errors=[FieldError("zone", "bad_zone", detail)])
        wanted |= {name: getattr(hours, name) for name in Hours.__slots__}
    # The first digest comes with the next hour of digests, not at once for all that was there before.
    hours = hours or Hours()
    here = clock.now().astimezone(ZoneInfo(hours.zone))
    digested = here.date() - timedelta(days=here.hour < hours.digest_hour)
    made = {**wanted, "digested_on": digested, "weekly_on": here.date()}
    MailPreferences.objects.update_or_create(member=member, defaults=wanted, create_defaults=made)
    publish(MailPreferencesChanged(member_id=member.pk), actor_id=member.pk, coarse=member.protected)


@transaction.atomic
def set_channels(*, actor: Viewer, wanted: Mapping[Topic, Told]) -> None:
    """Replace the channels of the topics in `wanted`; the others stay. Raises `NotSignedIn`."""
    member = policies.check_inbox(actor)
    if not selectors.has_preferences(member):
        set_mail_preferences(actor=member, mail=True, discreet=False)
    Channel.objects.bulk_create(
        [Channel(member=member, topic=topic, mail=told.mail, push=told.push) for topic, told in wanted.items()],
        update_conflicts=True,
        unique_fields=["member", "topic"],
        update_fields=["mail", "push"],
    )
    publish(MailPreferencesChanged(member_id=member.pk), actor_id=member.pk, coarse=member.protected)


@transaction.atomic
def set_telling(*, actor: Viewer, mail: bool, discreet: bool, hours: Hours, channels: Mapping[Topic, Told]) -> None:
    """All of it at once. Raises `NotSignedIn`, `Invalid`."""
    set_mail_preferences(actor=actor, mail=mail, discreet=discreet, hours=hours)
    set_channels(actor=actor, wanted=channels)


@transaction.atomic
def stop_mail(*, token: str) -> None:
    """End the mail of whoever holds a link to stop it; again changes nothing. Raises `BadStopLink`."""
    member_id = policies.check_stop_token(token)
    if not selectors.is_member(member_id):
        return
    preferences, made = MailPreferences.objects.get_or_create(member_id=member_id, defaults={"mail": False})
    if not made and not preferences.mail:
        return
    preferences.mail = False
    preferences.save(update_fields=["mail"])
    publish(MailPreferencesChanged(member_id=member_id))
