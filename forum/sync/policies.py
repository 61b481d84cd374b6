"""Who may sync, and from where."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from forum.kernel.errors import Gone

PARTS: Mapping[str, str] = {"deposit": "deposits:read", "interview": "interviews:read", "notification": "me:read"}
"""What a copy can hold beside boards, threads and posts, and the scope that a token needs for it."""


class SyncTooOld(Gone):
    """410: the log no longer holds what came since. Throw the copy away and begin without `since`."""

    code = "sync_too_old"
    title = _("This copy is too old to be brought up to date. Please begin anew.")


def parts_of(held: object) -> frozenset[str]:
    """The parts that whoever came with `held`, a token or a session, is told of."""
    scopes = getattr(held, "scopes", None)
    return frozenset(part for part, scope in PARTS.items() if scopes is None or scope in scopes)
