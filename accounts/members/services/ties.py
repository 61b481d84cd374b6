"""Ignoring and blocking."""

from django.db import transaction

from accounts.members import policies, selectors
from accounts.members.events import TieChanged
from accounts.members.models import Tie
from forum.kernel.events import publish


@transaction.atomic
def set_tie(*, actor: selectors.Viewer, handle: str, kind: Tie.Kind, on: bool) -> None:
    """Ignore or block the member called `handle`, or no longer. Setting it as it is changes nothing. Locks nothing.

    Raises `NotSignedIn`, `NotFound`, `NotThisOne` for oneself, and for blocking the staff.
    """
    member = policies.check_member(actor)
    other = selectors.named(handle)
    policies.check_tie(member, other, kind)
    if on:
        _row, changed = Tie.objects.get_or_create(member=member, other=other, kind=kind)
    else:
        changed = bool(Tie.objects.filter(member=member, other=other, kind=kind).delete()[0])
    if changed:
        publish(TieChanged(member_id=member.pk, other_id=other.pk), actor_id=member.pk, coarse=member.protected)
