"""Who may do what to members."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.members import selectors
from accounts.members.models import Invitation, Level, Member, Role, Standing, Tie, WayBack
from accounts.members.selectors import Viewer
from forum.kernel import clock
from forum.kernel.errors import Conflict, Forbidden, Gone, Invalid, NotFound, NotSignedIn

OPEN_INVITATIONS = 5
OPEN_INVITATIONS_STAFF = 100
FIRST_DAYS = timedelta(days=7)


class Silenced(Forbidden):
    """403: a silenced member may read, and may not write."""

    code = "silenced"
    title = _("You cannot write at the moment. Your notices say why, until when, and how to appeal.")


class NotThisOne(Forbidden):
    """403: nobody ignores or blocks themselves, and nobody blocks the staff."""

    code = "not_this_one"
    title = _("You cannot block this member. Staff must be able to reach you; you may ignore what they write.")


class MayNotInvite(Forbidden):
    """403: not in the first week, not by guests, and guests are invited by the staff alone."""

    code = "may_not_invite"
    title = _("You cannot invite anybody to this yet.")


class TooManyInvitations(Conflict):
    """409: as many invitations are open as one member may have."""

    code = "too_many_invitations"
    title = _("You have as many open invitations as one may have. Take one back, or wait until one is used.")


class InvitationOver(Gone):
    """410: used, taken back, expired, or never an invitation; which of them is not said."""

    code = "invitation_over"
    title = _("This invitation is used, expired or taken back. Whoever sent it can make another.")


class InvitedOnly(Forbidden):
    """403: this forum takes new members by invitation."""

    code = "invited_only"
    title = _("One joins here by invitation. Ask a member for one.")


class NeedlessInvitation(Conflict):
    """409: a member needs no invitation to join."""

    code = "needless_invitation"
    title = _("You are a member already. Leave this invitation to somebody who is not.")


class NoPasskey(Conflict):
    """409: without an address, a passkey is the only way in."""

    code = "no_passkey"
    title = _("Add a passkey and recovery codes first: without an address they are your only way in.")


class OwnInterest(Forbidden):
    """403: nobody decides in their own case."""

    code = "own_interest"
    title = _("You have an interest of your own in this. Somebody else must decide.")


class Decided(Conflict):
    """409: this was decided before."""

    code = "decided"
    title = _("This has been decided already.")


class WayBackShut(Gone):
    """410: not open yet, over, used, or never asked for; which of them is not said."""

    code = "way_back_shut"
    title = _("This way back is not open. It opens some days after the staff granted it, and for two weeks.")


def check_member(actor: Viewer) -> Member:
    """`actor` as a signed-in member, or `NotSignedIn`."""
    if not isinstance(actor, Member) or not actor.is_active:
        raise NotSignedIn
    return actor


def check_write(actor: Viewer) -> Member:
    """`actor` as a member who may write, or `NotSignedIn`, `Silenced`."""
    member = check_member(actor)
    if member.standing == Standing.SILENCED:
        raise Silenced
    return member


def check_admin(actor: Viewer) -> Member:
    """`actor` as an administrator; for everybody else the place does not exist."""
    if not isinstance(actor, Member) or not actor.is_active or actor.role != Role.ADMIN:
        raise NotFound
    return actor


def check_joining(*, invited: bool) -> None:
    """Whether one may join here without an invitation, or `InvitedOnly`."""
    if settings.JOINING != "open" and not invited:
        raise InvitedOnly


def check_tie(member: Member, other: Member, kind: Tie.Kind) -> None:
    """Whether `member` may ignore or block `other`, or `NotThisOne`."""
    if member.pk == other.pk or (kind == Tie.Kind.BLOCK and selectors.is_staff(other)):
        raise NotThisOne


def check_invite(member: Member, purpose: Invitation.Purpose, target: str, *, open_ones: int) -> None:
    """Whether `member` may invite to this, with so many invitations open. Raises `MayNotInvite`, `TooManyInvitations`."""
    staff = selectors.is_staff(member)
    if (purpose == Invitation.Purpose.FORUM) == bool(target):
        raise Invalid(_("An interview or a board has a name; joining the forum has none."))
    new = clock.today() - member.joined_on < FIRST_DAYS
    if not staff and (purpose != Invitation.Purpose.FORUM or member.role == Role.GUEST or new):
        raise MayNotInvite
    if open_ones >= (OPEN_INVITATIONS_STAFF if staff else OPEN_INVITATIONS):
        raise TooManyInvitations


def check_invitation(found: Invitation | None) -> Invitation:
    """An invitation that still lets somebody in, or `InvitationOver`. Nobody who may not act can let others in."""
    over = found is None or found.used_on or found.revoked_on or found.expires_on < clock.today()
    if found is None or over or not found.inviter.is_active:
        raise InvitationOver
    return found


def check_accept(found: Invitation, member: Member) -> None:
    """Whether a member may use this invitation, or `NeedlessInvitation`."""
    if found.purpose == Invitation.Purpose.FORUM or found.inviter_id == member.pk:
        raise NeedlessInvitation


def check_protectable(member: Member) -> None:
    """Whether this member would still have a way in without an address, or `NoPasskey`."""
    if not (selectors.has_passkey(member) and selectors.has_recovery_codes(member)):
        raise NoPasskey


def check_decide_way_back(staff: Member, found: WayBack) -> None:
    """Whether `staff` may decide on this way back. Raises `OwnInterest`, `Decided`."""
    if found.member_id == staff.pk:
        raise OwnInterest
    if found.state != WayBack.State.ASKED:
        raise Decided


def check_stop_way_back(member: Member, found: WayBack) -> None:
    """Whether this way back leads to the member's own account and can still be stopped. Raises `NotFound`, `Decided`."""
    if found.member_id != member.pk:
        raise NotFound
    if found.state in {WayBack.State.USED, WayBack.State.REFUSED}:
        raise Decided


def check_way_back(found: WayBack | None) -> WayBack:
    """A way back that is open now, or `WayBackShut`."""
    if found is None or found.state != WayBack.State.GRANTED or found.opens_at is None or found.closes_on is None:
        raise WayBackShut
    if not found.opens_at <= clock.now() or clock.today() > found.closes_on:
        raise WayBackShut
    return found


def check_staff(actor: Viewer) -> Member:
    """`actor` as a member of the staff; for everybody else the place does not exist."""
    if not isinstance(actor, Member) or selectors.level_of(actor) != Level.STAFF:
        raise NotFound
    return actor


def check_write_on(actor: Viewer, board_id: int) -> Member:
    """`actor` as a member who may write on this board, or `NotSignedIn`, `Silenced`."""
    member = check_write(actor)
    if board_id in member.silenced_boards:
        raise Silenced(
            _("You cannot write on this board at the moment. Your notices say why, until when, and how to appeal.")
        )
    return member
