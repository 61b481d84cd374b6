"""Staff open what is private: put down for the audit log, whichever room it lies in."""

from django.db import transaction

from accounts.members.events import PrivateThingOpened
from accounts.members.models import PrivateOpening
from forum.kernel import clock
from forum.kernel.events import publish


def note_opening(*, actor_id: int, thing: str) -> None:
    """Put down that a member of staff opened something private: `thing` reads "item:17". Once an hour for each of them."""
    hour = clock.hour_of(clock.now())
    if PrivateOpening.objects.filter(member=actor_id, thing=thing, hour=hour).exists():
        return
    with transaction.atomic():
        _opening, first = PrivateOpening.objects.get_or_create(member_id=actor_id, thing=thing, hour=hour)
        if first:
            publish(PrivateThingOpened(thing=thing), actor_id=actor_id)


def forget_openings() -> None:
    """Drop what kept earlier hours' openings from being told twice: the log has them."""
    PrivateOpening.objects.filter(hour__lt=clock.hour_of(clock.now())).delete()
