"""What a handle may be, and when two of them look the same. Pure."""

import re

from django.utils.translation import gettext_lazy as _

from forum.kernel.errors import FieldError, Invalid

SHORTEST, LONGEST = 3, 40
_SHAPE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9]|[-_](?=[A-Za-z0-9])){2,39}")
# Letters and digits that a hurried reader takes for one another.
_LOOKALIKES = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "8": "b", "-": "", "_": ""})
_RESERVED = """
    admin administrator anonymous api assay deleted editor everyone guest help here me mod moderator moderation
    nobody null root security staff support system team undefined
"""


class BadHandle(Invalid):
    """400: this cannot be a handle."""

    code = "bad_handle"
    title = _("This cannot be a handle.")


def skeleton(handle: str) -> str:
    """What of a handle must be unique: case, separators and look-alike characters folded away."""
    return handle.casefold().translate(_LOOKALIKES).replace("rn", "m").replace("vv", "w")


_KEPT = frozenset(skeleton(word) for word in _RESERVED.split())


def check_shape(handle: str) -> str:
    """Hand `handle` back, or raise `BadHandle` naming what is wrong."""
    if not SHORTEST <= len(handle) <= LONGEST or not _SHAPE.fullmatch(handle):
        detail = _("Use 3 to 40 letters A to Z, digits, and single hyphens or underscores between them.")
        raise BadHandle(detail, errors=[FieldError("handle", "bad_shape", detail)])
    if skeleton(handle) in _KEPT:
        detail = _("This handle could be taken for the staff. Please choose another.")
        raise BadHandle(detail, errors=[FieldError("handle", "reserved", detail)])
    return handle
