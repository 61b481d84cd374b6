"""Who may do what to members."""

from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member, Standing
from accounts.members.selectors import Viewer
from forum.kernel.errors import Forbidden, NotSignedIn


class Silenced(Forbidden):
    """403: a silenced member may read, and may not write."""

    code = "silenced"
    title = _("You cannot write at the moment. Your notices say why, until when, and how to appeal.")


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


def check_write_on(actor: Viewer, board_id: int) -> Member:
    """`actor` as a member who may write on this board, or `NotSignedIn`, `Silenced`."""
    member = check_write(actor)
    if board_id in member.silenced_boards:
        raise Silenced(
            _("You cannot write on this board at the moment. Your notices say why, until when, and how to appeal.")
        )
    return member
