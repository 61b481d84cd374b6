"""Ending sessions, and keeping second factors sealed."""

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import transaction

from accounts.members import policies, selectors
from accounts.members.events import SessionsEnded, SessionsEndedByStaff
from accounts.members.models import Member, Session
from accounts.members.sealing import resealed_factor
from forum.kernel.errors import NotFound
from forum.kernel.events import publish

SESSIONS_MOST = 12
"""Browsers and apps in which one member is signed in at once; another sign-in ends the one nearest to its end."""
OUTSIDE_ACCOUNT = ("socialaccount", "SocialAccount")


@transaction.atomic
def end_session(*, actor: selectors.Viewer, session_id: str) -> None:
    """End one of the actor's own sessions at once. Raises `NotSignedIn`, `NotFound`."""
    member = policies.check_member(actor)
    if len(session_id) != selectors.SESSION_ID or not _delete(member, session_key__startswith=session_id):
        raise NotFound


@transaction.atomic
def end_other_sessions(*, member: Member, keep: str) -> int:
    """End all sessions of `member` but the one whose digest is `keep` (empty: all of them). Their number."""
    rows = Session.objects.filter(member=member).exclude(session_key=keep)
    ended, _by_model = rows.delete()
    if ended:
        publish(SessionsEnded(member_id=member.pk), actor_id=member.pk, coarse=member.protected)
    return ended


@transaction.atomic
def end_sessions_of(*, actor: selectors.Viewer, handle: str) -> int:
    """End every session of somebody else at once, browsers and apps alike; their number. Access tokens stay.

    Raises `NotFound` for all but administrators, and for a handle of nobody.
    """
    staff = policies.check_admin(actor)
    member = selectors.member_by_handle(handle)
    if member is None:
        raise NotFound
    ended = end_all_sessions(member)
    publish(SessionsEndedByStaff(member_id=member.pk), actor_id=staff.pk)
    return ended


@transaction.atomic
def end_everybodys_sessions() -> int:
    """End every session there is, for the day on which keys or a backup got into wrong hands; their number."""
    ended, _by_model = Session.objects.all().delete()
    return ended


def end_all_sessions(member: Member) -> int:
    """End every session of `member`, within the caller's transaction; their number. The caller publishes."""
    ended, _by_model = Session.objects.filter(member=member).delete()
    return ended


def make_room(member: Member) -> None:
    """End those sessions of `member` for which one more leaves no room."""
    oldest_last = Session.objects.filter(member=member).order_by("-expire_date", "-idle_until", "session_key")
    too_many = oldest_last.values("pk")[SESSIONS_MOST - 1 :]
    Session.objects.filter(pk__in=list(too_many.values_list("pk", flat=True))).delete()


def forget_outside(member: Member) -> None:
    """Another provider signs `member` in no longer, where one ever did."""
    if apps.is_installed("allauth.socialaccount"):
        apps.get_model(*OUTSIDE_ACCOUNT)._default_manager.filter(user=member).delete()


def reseal_second_factors() -> int:
    """Seal every member's second factors under the newest key; how many were under an older one. One transaction each."""
    changed = 0
    for factor_id in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).values_list("id", flat=True):
        with transaction.atomic():
            factor = Authenticator.objects.select_for_update().filter(pk=factor_id).first()
            data = resealed_factor(factor.data) if factor else None
            if factor and data is not None:
                factor.data = data
                factor.save(update_fields=["data"])
                changed += 1
    return changed


def _delete(member: Member, **which: str) -> bool:
    ended, _by_model = Session.objects.filter(member=member, **which).delete()
    if ended:
        publish(SessionsEnded(member_id=member.pk), actor_id=member.pk, coarse=member.protected)
    return bool(ended)
