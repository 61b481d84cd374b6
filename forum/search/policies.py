"""What a search may ask for, and who may keep one."""

from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member
from accounts.members.policies import check_member
from accounts.members.selectors import Viewer
from forum.kernel.errors import Conflict

MOST_SAVED = 50


class TooManySaved(Conflict):
    """409: a member keeps 50 searches at most."""

    code = "too_many_saved_searches"
    title = _("You keep 50 searches already. Let one go first.")


def check_save(actor: Viewer, *, kept: int) -> Member:
    """`actor` as a member with room for one more search."""
    member = check_member(actor)
    if kept >= MOST_SAVED:
        raise TooManySaved
    return member
