"""How long a sign-in lasts: at most, and unused (OWASP ASVS 5.0, 7.3). Why these figures: docs/adr/sessions-end.md."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings

from accounts.members.models import LEVEL_OF_ROLE, Level, Member, Role

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stay:
    """How long one sign-in lasts: `most` in all, cut to midnight, and `unused` (None: use is not noted). `step`: how exactly."""

    most: timedelta
    unused: timedelta | None
    step: timedelta = DAY

    def ends(self, now: datetime) -> datetime:
        """The midnight on which a session that begins `now` ends, used or not: an exact end would tell an exact beginning."""
        return _cut(now + self.most, DAY)

    def idle_until(self, now: datetime) -> datetime | None:
        """When a session used `now` ends unless it is used again: `unused` later, and one to two steps more."""
        return None if self.unused is None else _cut(now + self.unused + 2 * self.step, self.step)

    def is_due(self, noted: datetime | None, now: datetime) -> bool:
        """Whether use is to be noted again: after a step or two, so that a request writes only then."""
        return self.unused is not None and (noted is None or noted - now < self.unused)


MEMBER = Stay(most=timedelta(seconds=settings.SESSION_COOKIE_AGE), unused=timedelta(days=7))
STAFF = Stay(most=2 * DAY, unused=timedelta(hours=1), step=timedelta(minutes=10))
PROTECTED = Stay(most=4 * DAY, unused=None)
PROTECTED_STAFF = Stay(most=STAFF.most, unused=None)
NOBODY = Stay(most=MEMBER.most, unused=None)


def stay_of(member: Member | None) -> Stay:
    """How long a sign-in of `member` lasts; None for a session in which nobody is signed in yet."""
    if member is None:
        return NOBODY
    if LEVEL_OF_ROLE[Role(member.role)] == Level.STAFF:
        return PROTECTED_STAFF if member.protected else STAFF
    return PROTECTED if member.protected else MEMBER


def _cut(moment: datetime, step: timedelta) -> datetime:
    seconds = int(step.total_seconds())
    return datetime.fromtimestamp(int(moment.timestamp()) // seconds * seconds, UTC)
