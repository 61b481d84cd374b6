"""Ending sessions, and keeping second factors sealed."""

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import transaction

from accounts.members import policies, selectors
from accounts.members.events import SessionsEnded
from accounts.members.models import Member, Session
from accounts.members.sealing import resealed_factor
from forum.kernel.errors import NotFound
from forum.kernel.events import publish

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
