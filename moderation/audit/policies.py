"""Who may do what to the audit log: nobody alters it, and only administrators redact."""

from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member
from accounts.members.policies import check_write
from accounts.members.selectors import Viewer
from forum.kernel.errors import Conflict, Forbidden, NotFound
from moderation.audit import selectors


class MayNotRedact(Forbidden):
    """403: redaction is for administrators."""

    code = "may_not_redact"
    title = _("Only administrators can redact the audit log.")


class AlreadyRedacted(Conflict):
    """409: the row says nothing any more."""

    code = "already_redacted"
    title = _("This row has been redacted before.")


def check_redact(actor: Viewer) -> Member:
    """Raises `NotSignedIn`, `Silenced`, `NotFound` for who may not read the log at all, `MayNotRedact`."""
    member = check_write(actor)
    if not selectors.reads_audit(member):
        raise NotFound
    if not selectors.redacts(member):
        raise MayNotRedact
    return member
