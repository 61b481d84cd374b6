"""The sealed link by which somebody who cannot sign in reads a statement and appeals."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from forum.http.cursors import Cursor
from forum.http.refusals import BadCursor
from forum.kernel.errors import NotFound

PURPOSE = "notice"


def notice_url(statement_id: int, member_id: int) -> str:
    """The path of a statement for the one member it is for, without signing in."""
    token = Cursor.seal({"statement": statement_id, "member": member_id}, purpose=PURPOSE)
    return reverse("notice-by-link", args=[token])


def opened(token: str) -> tuple[int, int]:
    """Statement and member of a link. Raises `NotFound` for one that was not made here."""
    try:
        found = Cursor.open(token, purpose=PURPOSE)
    except BadCursor:
        raise NotFound from None
    return int(found["statement"]), int(found["member"])


def host() -> str:
    return urlsplit(settings.ORIGIN).hostname or "localhost"
