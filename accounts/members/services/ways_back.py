"""The way back for those who lost every key: asked with words, granted by the staff, open after a delay."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from accounts.members import policies, selectors
from accounts.members.events import WayBackAsked, WayBackDecided, WayBackStopped, WayBackUsed
from accounts.members.models import AccessToken, Member, WayBack
from accounts.members.services.sessions import end_all_sessions, forget_outside
from forum.kernel import clock, ids, text
from forum.kernel.events import publish

WAY_BACK_PREFIX = "back_"
WAY_BACK_OPEN = timedelta(days=14)
WORDS_LONGEST = 2_000


@transaction.atomic
def ask_way_back(*, handle: str, words: str) -> str:
    """Ask the staff to be let in again as `handle`; the secret that opens the way later, shown this once. Locks nothing.

    A handle of nobody takes the same steps and gets the same answer, so that asking tells nothing. Raises `Invalid`.
    """
    words = text.clean(words, max_length=WORDS_LONGEST)
    member = selectors.member_by_handle(handle)
    secret = ids.new_secret(WAY_BACK_PREFIX)
    asked = WayBack.objects.create(member=member, digest=ids.digest(secret), words=words)
    publish(WayBackAsked(way_back_id=asked.pk), actor_id=None, coarse=True)
    return secret


@transaction.atomic
def decide_way_back(*, actor: selectors.Viewer, way_back_id: int, grant: bool, reason: str) -> WayBack:
    """Grant a way back, which opens after `WAY_BACK_DELAY`, or refuse it. Locks the row.

    Raises `NotFound` for all but administrators, `OwnInterest` for one's own, `Decided`, `Invalid` without a reason.
    """
    staff = policies.check_admin(actor)
    reason = text.clean(reason, max_length=WORDS_LONGEST)
    found = selectors.way_back_for_update(way_back_id)
    policies.check_decide_way_back(staff, found)
    found.decider, found.reason = staff, reason
    found.state = WayBack.State.GRANTED if grant else WayBack.State.REFUSED
    if grant:
        found.opens_at = clock.hour_of(clock.now()) + timedelta(hours=1) + settings.WAY_BACK_DELAY
        found.closes_on = found.opens_at.date() + WAY_BACK_OPEN
    found.save()
    publish(WayBackDecided(way_back_id=found.pk, granted=grant), actor_id=staff.pk)
    return found


@transaction.atomic
def stop_way_back(*, actor: selectors.Viewer, way_back_id: int) -> None:
    """Stop a way back into one's own account that somebody else asked for. Locks the row. Raises `NotFound`, `Decided`."""
    member = policies.check_member(actor)
    found = selectors.way_back_for_update(way_back_id)
    policies.check_stop_way_back(member, found)
    if found.state != WayBack.State.STOPPED:
        found.state = WayBack.State.STOPPED
        found.save(update_fields=["state"])
        publish(WayBackStopped(way_back_id=found.pk), actor_id=member.pk, coarse=member.protected)


@transaction.atomic
def open_way_back(*, secret: str, password: str) -> Member:
    """Go the way back, once: a new password; every session, token, passkey, code and outside account of before is gone.

    Locks row and member. Raises `WayBackShut` while it waits, when it is over, and for a secret that was never one. The caller
    has validated the password.
    """
    found = policies.check_way_back(selectors.way_back_by_secret(secret))
    member = selectors.member_for_update(found.member_id or 0)
    Authenticator.objects.filter(user=member).delete()
    AccessToken.objects.filter(member=member, revoked_on=None).update(revoked_on=clock.today())
    end_all_sessions(member)
    forget_outside(member)
    member.set_password(password)
    member.save(update_fields=["password", "handle_key"])
    found.state = WayBack.State.USED
    found.save(update_fields=["state"])
    publish(WayBackUsed(way_back_id=found.pk), actor_id=member.pk, coarse=member.protected)
    return member
