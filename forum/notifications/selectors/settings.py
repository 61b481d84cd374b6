"""How members want to be told: channels by topic, quiet hours, digests, addresses."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress

from accounts.members.models import Member
from accounts.members.selectors import credential_alive
from forum.notifications.models import Channel, MailPace, MailPreferences, PushEndpoint, Reason, Topic

TOPIC_OF = {
    Reason.SEARCH: Topic.SEARCHES, Reason.MEMBER: Topic.PEOPLE, Reason.DEPOSIT: Topic.DEPOSITS,
    Reason.INTERVIEW: Topic.INTERVIEWS, Reason.BOARD: Topic.WATCHED, Reason.THREAD: Topic.WATCHED,
    Reason.REPLY: Topic.PERSONAL, Reason.MENTION: Topic.PERSONAL, Reason.REMINDER: Topic.REMINDERS,
    Reason.QUESTION: Topic.INTERVIEWS, Reason.DESK: Topic.MATTERS, Reason.REPORT: Topic.MATTERS,
    Reason.PROPOSAL: Topic.MATTERS, Reason.VERIFICATION: Topic.MATTERS, Reason.APPEAL: Topic.MATTERS,
    Reason.DECISION: Topic.MATTERS, Reason.WEBHOOK: Topic.MATTERS,
}  # fmt: skip
"""Which choice of channels an item falls under."""


@dataclass(frozen=True, slots=True)
class Told:
    """How one topic reaches a member outside the inbox."""

    mail: MailPace
    push: bool


_CLOSE = frozenset({Topic.PERSONAL, Topic.REMINDERS, Topic.MATTERS})
DEFAULTS = {
    topic: Told(MailPace.SOON, push=True) if topic in _CLOSE else Told(MailPace.NEVER, push=False) for topic in Topic
}
"""What holds for who has set nothing: what concerns them in person comes at once, all else waits in the inbox."""


def mail_preferences(*, viewer: Member) -> MailPreferences:
    """What the member wants by mail; the defaults where nothing is set."""
    return MailPreferences.objects.filter(member=viewer).first() or MailPreferences(member=viewer)


def has_preferences(member: Member) -> bool:
    """Whether the member has set anything."""
    return MailPreferences.objects.filter(member=member).exists()


def channels(*, viewer: Member) -> dict[Topic, Told]:
    """Every topic with what the member chose for it, or its default. One query."""
    chosen = Channel.objects.filter(member=viewer).values_list("topic", "mail", "push")
    return DEFAULTS | {Topic(topic): Told(MailPace(mail), push) for topic, mail, push in chosen}


def quiet_until(wanted: MailPreferences, now: datetime) -> datetime | None:
    """When the quiet hours that hold at `now` end; None outside of them. An hour that the clocks skip ends at the next."""
    first, last = wanted.quiet_from, wanted.quiet_until
    local = now.astimezone(ZoneInfo(wanted.zone))
    within = first <= local.hour < last if first < last else local.hour >= first or local.hour < last
    if first == last or not within:
        return None
    end = local.replace(hour=last, minute=0, second=0, microsecond=0, fold=0)
    if end <= local:
        end += timedelta(days=1)
    return end.astimezone(UTC)


def address_of(member: Member) -> str | None:
    """The proven address that mail goes to, if there is one."""
    found = EmailAddress.objects.filter(user=member, verified=True).order_by("-primary", "id").first()
    return None if found is None else str(found.email)


def member_of_address(address: str) -> int | None:
    """Whose proven address this is."""
    found = EmailAddress.objects.filter(email__iexact=address, verified=True).first()
    return None if found is None else int(found.user_id)


@dataclass(frozen=True, slots=True)
class Device:
    """A browser that is pushed to; `current` is the one that asks."""

    id: int
    added_on: date
    current: bool


def devices(*, viewer: Member, credential: str = "") -> list[Device]:
    """The member's browsers that are pushed to, newest first. One query."""
    rows = PushEndpoint.objects.filter(member=viewer).order_by("-id").values_list("id", "added_on", "credential")
    return [Device(pk, day, held == credential) for pk, day, held in rows]


def endpoint(endpoint_id: int) -> PushEndpoint | None:
    """A browser with its member, if what it is signed in with still opens something."""
    found = PushEndpoint.objects.select_related("member").filter(pk=endpoint_id).first()
    return found if found is not None and credential_alive(found.credential) else None


def is_member(member_id: int) -> bool:
    """Whether the member is still here."""
    return Member.objects.filter(pk=member_id).exists()
