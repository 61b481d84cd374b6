"""Who may watch how much, and which links to stop mail still hold."""

from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member
from accounts.members.policies import check_member
from accounts.members.selectors import Viewer
from forum.http.cursors import Cursor
from forum.http.refusals import BadCursor
from forum.kernel.errors import NotFound

_PURPOSE = "stop mail"


class BadStopLink(NotFound):
    """404: the link to stop mail is cut, or not ours."""

    code = "bad_stop_link"
    title = _("This link is incomplete. You can also stop mail in your settings.")


def check_inbox(actor: Viewer) -> Member:
    """`actor` as somebody who has an inbox, or `NotSignedIn`."""
    return check_member(actor)


def found[Thing](thing: Thing | None) -> Thing:
    """`thing`, or `NotFound` where there is none."""
    if thing is None:
        raise NotFound
    return thing


def stop_token(member_id: int) -> str:
    """What a link to stop mail carries: sealed, so that it tells nothing and cannot be made up."""
    return Cursor.seal({"member": member_id}, purpose=_PURPOSE)


def check_stop_token(token: str) -> int:
    """The member whose mail `token` stops, or `BadStopLink`."""
    try:
        return int(Cursor.open(token, purpose=_PURPOSE)["member"])
    except BadCursor as error:
        raise BadStopLink from error
