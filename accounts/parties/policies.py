"""Who may edit parties, and the catalogue with them."""

from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member, Role
from accounts.members.policies import check_write
from accounts.members.selectors import Viewer
from forum.kernel.errors import Conflict, Forbidden

EDITORS = frozenset({Role.EDITOR, Role.ADMIN})


class EditorsOnly(Forbidden):
    """403: the catalogue is kept by editors; everybody else proposes."""

    code = "editors_only"
    title = _("Only editors can change the catalogue. You can propose the change.")


class InUse(Conflict):
    """409: something hangs on it by now: figures, threads, interests, proposals."""

    code = "in_use"
    title = _("This page cannot be taken back: something hangs on it by now.")


def check_edit(actor: Viewer) -> Member:
    """`actor` as an editor, or `NotSignedIn`, `Silenced`, `EditorsOnly`."""
    member = check_write(actor)
    if member.role not in EDITORS:
        raise EditorsOnly
    return member


def is_editor(viewer: Viewer) -> bool:
    """Whether the viewer keeps the catalogue."""
    return isinstance(viewer, Member) and viewer.is_active and viewer.role in EDITORS
