"""Who writes screening rules."""

from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member
from accounts.members.policies import check_member
from accounts.members.selectors import Viewer
from forum.kernel.errors import Conflict, Forbidden
from moderation.rules import selectors


class RuleWritersOnly(Forbidden):
    """403: rules are for moderators and administrators."""

    code = "rule_writers_only"
    title = _("Only moderators and administrators can do this.")


class NotReplayed(Conflict):
    """409: a rule goes live only after this version was tried on past posts."""

    code = "not_replayed"
    title = _("Try this version on past posts first.")


class NameTaken(Conflict):
    """409: another rule has this name."""

    code = "rule_name_taken"
    title = _("There is a rule of this name.")


def check_rules(actor: Viewer) -> Member:
    """Raises `NotSignedIn`, `RuleWritersOnly`."""
    member = check_member(actor)
    if not selectors.sees_rules(member):
        raise RuleWritersOnly
    return member
