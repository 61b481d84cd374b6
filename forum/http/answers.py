"""What an API handler hands back, and how it becomes bytes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import orjson
from django.utils.functional import Promise

JSON = "application/json"
OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS


@dataclass(frozen=True, slots=True)
class Ok[Shape]:
    """200 (or the operation's own status) with a shape, where a header must go with it. `etag` is a quoted entity tag."""

    shape: Shape
    etag: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Created[Shape]:
    """201 with the new resource and its address. `replayed` says that an earlier request with this key made it."""

    shape: Shape
    location: str
    etag: str = ""
    replayed: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Accepted[Shape]:
    """202: taken, and not yet done; the shape says how to follow it."""

    shape: Shape
    location: str = ""
    replayed: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NoContent:
    """204: done, and nothing to say."""

    etag: str = ""
    replayed: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotModified:
    """304: what the client has under `etag` still holds. For handlers that can tell before they read anything else."""

    etag: str


@dataclass(frozen=True, slots=True)
class Page[Shape]:
    """One page of a list. `next` and `previous` are absolute paths with a sealed cursor, or null at the ends."""

    results: Sequence[Shape]
    next: str | None = None
    previous: str | None = None
    etag: str = ""


def encode(shape: object) -> bytes:
    """`shape` (dataclasses of plain types) as JSON: times in UTC with a Z, decimals as strings."""
    if isinstance(shape, Page):
        shape = {"results": shape.results, "next": shape.next, "previous": shape.previous}
    return orjson.dumps(shape, default=_plain, option=OPTIONS)


def _plain(value: object) -> object:
    """What orjson does not know: lazy words, decimals, sets and other sequences."""
    if isinstance(value, (Promise, Decimal)):
        return str(value)
    if isinstance(value, (frozenset, set)):
        return sorted(value)
    if isinstance(value, Sequence):
        return list(value)
    raise TypeError(f"a shape holds a {type(value).__name__}, which has no form in JSON")
