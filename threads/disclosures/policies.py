"""Who may state what."""

from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member, Role
from accounts.members.policies import check_write
from accounts.members.selectors import Viewer
from forum.kernel.errors import Conflict, Forbidden


class DisclosureNeeded(Conflict):
    """409: before posting on a deposit one says, once, what interest one has in it, or that there is none."""

    code = "disclosure_needed"
    title = _("Say first what interest you have in this deposit, or that you have none.")


class NotYourDisclosure(Forbidden):
    """403: only whoever stated an interest ends it."""

    code = "not_your_disclosure"
    title = _("Only whoever stated this can end it.")


class PublisherOnly(Forbidden):
    """403: the publisher's own interests are stated by an administrator."""

    code = "publisher_only"
    title = _("Only an administrator can state the publisher's interests.")


def check_state(actor: Viewer) -> Member:
    """`actor` as a member who may state an interest, or `NotSignedIn`, `Silenced`."""
    return check_write(actor)


def check_state_for_publisher(actor: Viewer) -> Member:
    member = check_write(actor)
    if member.role != Role.ADMIN:
        raise PublisherOnly
    return member
