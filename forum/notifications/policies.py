"""Who may watch how much, and which links to stop mail still hold."""

from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member
from accounts.members.policies import check_member
from accounts.members.selectors import Viewer
from forum.http.cursors import Cursor
from forum.http.refusals import BadCursor
from forum.kernel.errors import Conflict, FieldError, Forbidden, Invalid, NotFound
from forum.notifications import targets
from forum.notifications.models import Kind, WatchLevel

_PURPOSE = "stop mail"


class BadStopLink(NotFound):
    """404: the link to stop mail is cut, or not ours."""

    code = "bad_stop_link"
    title = _("This link is incomplete. You can also stop mail in your settings.")


class PushTellsDevice(Forbidden):
    """403: a push address names a device, and of protected members none is kept."""

    code = "push_tells_device"
    title = _("Push would tell which device you use. Nothing of the kind is kept of a protected account.")


class TooManyDevices(Conflict):
    """409: push to ten browsers at most."""

    code = "too_many_devices"
    title = _("Ten browsers are pushed to already. Let one go first.")


def check_level(kind: Kind, level: WatchLevel) -> None:
    """Raises `Invalid` for a level that this kind does not know."""
    if level not in targets.LEVELS[kind]:
        detail = _("Boards and threads have these levels; the rest is followed (watching) or not (normal).")
        raise Invalid(detail, errors=[FieldError("level", "bad_level", detail)])


def check_push(actor: Viewer) -> Member:
    """`actor` as somebody whose browsers may be pushed to. Raises `NotSignedIn`, `PushTellsDevice`."""
    member = check_member(actor)
    if member.protected:
        raise PushTellsDevice
    return member


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
