"""What a handle may be, and when two of them look the same. Pure.

Handles are ASCII (docs/adr/handles.md): what is left of confusables then fits in one table.
"""

import re
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from rapidfuzz.distance import DamerauLevenshtein

from forum.kernel.errors import FieldError, Invalid

SHORTEST, LONGEST = 3, 40
_SHAPE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9]|[-_](?=[A-Za-z0-9])){2,39}")
# Letters and digits that a hurried reader takes for one another.
_LOOKALIKES = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "8": "b", "-": "", "_": ""})
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_RESERVED = """
    admin administrator anonymous api assay deleted editor everyone guest help here me mod moderator moderation
    nobody null root security staff support system team undefined
"""
# Words that claim an office wherever they stand in a handle.
_OFFICES = "admin administrator assay editor mod moderator moderation official staff support sysop"
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


class BadHandle(Invalid):
    """400: this cannot be a handle."""

    code = "bad_handle"
    title = _("This cannot be a handle.")


def skeleton(handle: str) -> str:
    """What of a handle must be unique: case, separators and look-alike characters folded away."""
    folded = handle.casefold().translate(_LOOKALIKES)
    for pair, single in _PAIRS:
        folded = folded.replace(pair, single)
    return folded


_KEPT = frozenset(skeleton(word) for word in _RESERVED.split())
_OFFICE_KEYS = frozenset(skeleton(word) for word in _OFFICES.split())


def check_shape(handle: str) -> str:
    """Hand `handle` back, or raise `BadHandle` naming what is wrong."""
    if not SHORTEST <= len(handle) <= LONGEST or not _SHAPE.fullmatch(handle):
        detail = _("Use 3 to 40 letters A to Z, digits, and single hyphens or underscores between them.")
        raise BadHandle(detail, errors=[FieldError("handle", "bad_shape", detail)])
    if skeleton(handle) in _KEPT or _claims_office(handle):
        raise like_staff()
    return handle


def like_staff() -> BadHandle:
    """The refusal of a handle that could be taken for the staff."""
    detail = _("This handle could be taken for the staff. Please choose another.")
    return BadHandle(detail, errors=[FieldError("handle", "reserved", detail)])


def taken() -> BadHandle:
    """The refusal of a handle that belongs to somebody, or looks as if it did."""
    detail = _("This handle, or one that looks like it, is taken.")
    return BadHandle(detail, errors=[FieldError("handle", "handle_taken", detail)])


def resembles(handle: str, others: Iterable[str]) -> bool:
    """Whether `handle` could pass for one of `others` (skeletons): the same with something put before or behind, or one slip
    of the pen away."""
    mine = skeleton(handle)
    pieces = {skeleton(piece) for piece in re.split(r"[-_]", handle) if len(piece) >= SHORTEST}
    trimmed = mine.strip("olsb0123456789")
    return any(
        other in pieces
        or (len(other) >= 5 and trimmed and other.strip("olsb") == trimmed)
        or (len(other) >= 4 and DamerauLevenshtein.distance(mine, other, score_cutoff=1) <= 1)
        for other in others
    )


def _claims_office(handle: str) -> bool:
    """Whether a word of the handle, or the handle without its digits, is an office: "assay-help", "TheModerator", "admin42"."""
    words = {*re.split(r"[-_0-9]+", handle), *_PARTS.findall(handle), handle.strip("0123456789")}
    return any(skeleton(word) in _OFFICE_KEYS for word in words if word)
