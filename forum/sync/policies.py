"""Who may sync, and from where."""

from django.utils.translation import gettext_lazy as _

from forum.kernel.errors import Gone


class SyncTooOld(Gone):
    """410: the log no longer holds what came since. Throw the copy away and begin without `since`."""

    code = "sync_too_old"
    title = _("This copy is too old to be brought up to date. Please begin anew.")
