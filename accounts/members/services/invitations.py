"""Invitations: a link for one person, once."""

from datetime import timedelta

from django.db import transaction

from accounts.members import policies, selectors
from accounts.members.events import InvitationMade, InvitationRevoked, InvitationUsed
from accounts.members.models import Invitation, Member, Pass, Role
from forum.kernel import clock, ids, text
from forum.kernel.errors import NotFound
from forum.kernel.events import Event, publish

INVITATION_PREFIX = "in_"
INVITATION_LIFETIME = timedelta(days=14)


@transaction.atomic
def invite(
    *, actor: selectors.Viewer, purpose: Invitation.Purpose, target: str = "", note: str = ""
) -> tuple[Invitation, str]:
    """A new invitation and the secret of its link, shown this once. Locks the inviter's row.

    Raises `NotSignedIn`, `Silenced`, `MayNotInvite`, `TooManyInvitations`, `Invalid`.
    """
    member = policies.check_write(actor)
    selectors.member_for_update(member.pk)
    policies.check_invite(member, purpose, target, open_ones=selectors.open_invitations(member))
    secret = ids.new_secret(INVITATION_PREFIX)
    made = Invitation.objects.create(
        digest=ids.digest(secret),
        purpose=purpose,
        target=target,
        note=text.clean(note, max_length=120, lines=False) if note.strip() else "",
        inviter=member,
        expires_on=clock.today() + INVITATION_LIFETIME,
    )
    told = "forum" if purpose == Invitation.Purpose.FORUM else "guest"
    _tell(InvitationMade(invitation_id=made.pk, purpose=told), made, member)
    return made, secret


def _tell(event: Event, invitation: Invitation, member: Member) -> None:
    """Publish what `member` did; nothing of an interview's, whose case tells that something was done, and not that somebody
    was approached."""
    if invitation.purpose != Invitation.Purpose.INTERVIEW:
        publish(event, actor_id=member.pk, coarse=member.protected)


@transaction.atomic
def revoke_invitation(*, actor: selectors.Viewer, invitation_id: int) -> None:
    """Take back one's own invitation that nobody has used; again changes nothing. Locks it. Raises `NotFound`."""
    member = policies.check_member(actor)
    found = Invitation.objects.select_for_update().filter(inviter=member, pk=invitation_id, used_on=None).first()
    if found is None:
        raise NotFound
    if found.revoked_on is None:
        found.revoked_on = clock.today()
        found.save(update_fields=["revoked_on"])
        _tell(InvitationRevoked(invitation_id=found.pk), found, member)


@transaction.atomic
def use_invitation(*, member: Member, secret: str) -> Invitation:
    """Let `member`, who has just signed up, in by the invitation, once. Locks the invitation.

    Of two who come at once by the same link one is let in; the other gets `InvitationOver`, as everybody later does. A guest's
    invitation makes a new member a guest.
    """
    found = _take(secret)
    _mark_used(found, member)
    if found.purpose != Invitation.Purpose.FORUM:
        # A later invitation to the same place takes the place of the one before.
        Pass.objects.update_or_create(
            member=member, purpose=found.purpose, target=found.target, defaults={"invitation": found}
        )
        if not member.welcomed and member.role == Role.MEMBER:
            member.role = Role.GUEST
            member.save(update_fields=["role", "handle_key"])
    return found


@transaction.atomic
def accept_invitation(*, actor: selectors.Viewer, secret: str) -> Invitation:
    """Use a guest's invitation as somebody who is a member already; the role stays. Locks the invitation.

    Raises `NotSignedIn`, `InvitationOver`, `NeedlessInvitation` for one that only lets join.
    """
    member = policies.check_member(actor)
    policies.check_accept(policies.check_invitation(selectors.invitation(secret)), member)
    return use_invitation(member=member, secret=secret)


def _take(secret: str) -> Invitation:
    found = Invitation.objects.select_for_update().filter(digest=ids.digest(secret)).first()
    return policies.check_invitation(found)


def _mark_used(found: Invitation, member: Member) -> None:
    found.used_on, found.used_by = clock.today(), member
    found.save(update_fields=["used_on", "used_by"])
    _tell(InvitationUsed(invitation_id=found.pk, member_id=member.pk), found, member)
