"""Which actions may be taken on what, by whom, and with whose signature."""

from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member, Role
from accounts.members.selectors import Viewer
from forum.kernel.errors import Conflict, Forbidden, NotFound
from moderation.actions import selectors
from moderation.actions.models import Action, State
from moderation.queue.policies import check_moderate


class ActionNotPermitted(Forbidden):
    """403: this action is not among those that the server named for this."""

    code = "action_not_permitted"
    title = _("This cannot be done here, or not by you.")


class TargetChanged(Conflict):
    """409: it was edited or moved since who decides looked at it."""

    code = "target_changed"
    title = _("This has changed since you looked at it.")


class NotInForce(Conflict):
    """409: the action has ended, was taken back, or never came to be."""

    code = "not_in_force"
    title = _("This action is not in force.")


class OwnProposal(Forbidden):
    """403: two people means two."""

    code = "own_proposal"
    title = _("The second signature must be another's.")


class Sealed(Forbidden):
    """403: a removed text is read only while two people have unsealed it."""

    code = "sealed"
    title = _("This text is sealed. Two people can unseal it for a day.")


def check_action(actor: Viewer, kind: str, *, target_kind: str, member: Member | None, there: bool = True) -> Member:
    """`actor` as somebody who may take this action. Raises `NotSignedIn`, `ModeratorsOnly`, `ActionNotPermitted`."""
    moderator = check_moderate(actor)
    known = selectors.permitted(
        target_kind, author_role=member.role if member else "", own=member == moderator, viewer=moderator, there=there
    )
    if kind not in known:
        raise ActionNotPermitted
    return moderator


def check_reverse(actor: Viewer, action: Action) -> Member:
    """Whether `actor` may take back this action. Raises what `check_action` does, `NotInForce`."""
    moderator = check_moderate(actor)
    if action.member_id == moderator.pk or (action.member is not None and not outranks(moderator, action.member)):
        raise ActionNotPermitted
    if action.state != State.IN_FORCE:
        raise NotInForce
    return moderator


def check_second(actor: Viewer, action: Action) -> Member:
    """Whether `actor` may sign, or decline, what another proposed."""
    moderator = check_moderate(actor)
    if action.member_id == moderator.pk:
        raise NotFound
    if action.state != State.PROPOSED:
        raise NotInForce
    return moderator


def outranks(moderator: Member, other: Member) -> bool:
    """Administrators are met by administrators alone."""
    return other.role != Role.ADMIN or moderator.role == Role.ADMIN


def needs_two(kind: str, member: Member | None) -> bool:
    """The rule that the database holds as well: bans of verified members and staff, and unsealing."""
    if kind == "unseal":
        return True
    return kind == "ban" and member is not None and member.role not in {Role.MEMBER, Role.GUEST}
