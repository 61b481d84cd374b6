"""Who may have a snapshot taken."""

from accounts.members.models import Member
from accounts.members.selectors import Viewer
from accounts.parties.policies import check_edit


def check_take(actor: Viewer) -> Member:
    """Editors may at any time; everybody else waits for the night. Raises `NotSignedIn`, `EditorsOnly`."""
    return check_edit(actor)
