"""What may be kept of when somebody did something: of a protected member, the hour."""

from datetime import datetime

from accounts.members.models import Member
from forum.kernel import clock
from forum.kernel.events import Event, publish


def is_protected(member: Member) -> bool:
    """Whether nothing exact may be kept of when this member does something."""
    return member.protected


def moment_for(member: Member) -> datetime:
    """Now, as exact as it may be stored of `member`."""
    return clock.hour_of(clock.now()) if is_protected(member) else clock.now()


def tell(event: Event, member: Member) -> None:
    """Publish what `member` did, in the caller's transaction."""
    publish(event, actor_id=member.pk, coarse=is_protected(member))
