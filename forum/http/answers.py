"""What an API handler hands back, and how it becomes bytes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import cache
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.functional import Promise

from forum.http.conditional import matches, not_modified

OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS


@dataclass(frozen=True, slots=True)
class Ok[Shape]:
    """200 (or the operation's own status) with a shape, where a header must go with it. `etag` is a quoted entity tag."""

    shape: Shape
    etag: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Created[Shape]:
    """201 with the new resource and its address."""

    shape: Shape
    location: str
    etag: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Accepted[Shape]:
    """202: taken, and not yet done; the shape says how to follow it."""

    shape: Shape
    location: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NoContent:
    """204: done, and nothing to say."""

    etag: str = ""
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


def shaped[Shape](shape: Callable[..., Shape], row: object, /, **others: object) -> Shape:
    """A shape whose fields are what `row` has under the same names, but for `others`, which are called or said otherwise.

    So a field that is the same in the row and outside is named once, where the shape declares it.
    """
    return shape(**{name: getattr(row, name) for name in _names(shape) if name not in others}, **others)


@cache
def _names(shape: Any) -> tuple[str, ...]:
    return tuple(one.name for one in fields(shape))


def rendered(
    answer: object, http: HttpRequest, *, status: int = 200, media: str = "application/json"
) -> HttpResponseBase:
    """A handler's answer (one of the above, a bare shape or a response) as a response; 304 where the client's tag holds."""
    if isinstance(answer, HttpResponseBase):
        return answer
    tag = answer.etag if isinstance(answer, (Ok, Created, NoContent, NotModified, Page)) else ""
    reads = http.method in ("GET", "HEAD")
    if isinstance(answer, NotModified) or (tag and reads and matches(http.META.get("HTTP_IF_NONE_MATCH"), tag)):
        response = not_modified(tag)
        response.headers["Cache-Control"] = "private, no-cache"
        return response
    headers = _headers(answer, tag)
    if isinstance(answer, NoContent):
        response = HttpResponse(status=204, headers=headers)
        del response.headers["Content-Type"]
        return response
    shape = answer.shape if isinstance(answer, (Ok, Created, Accepted)) else answer
    status = {Created: 201, Accepted: 202}.get(type(answer), status)
    return HttpResponse(encode(shape), content_type=media, status=status, headers=headers)


def _headers(answer: object, tag: str) -> dict[str, str]:
    headers = {"Cache-Control": "private, no-cache" if tag else "no-store"}
    if tag:
        headers["ETag"] = tag
    if isinstance(answer, (Created, Accepted)) and answer.location:
        headers["Location"] = answer.location
    if isinstance(answer, (Ok, Created, Accepted, NoContent)):
        headers.update(answer.headers)
    return headers


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
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence):
        return list(value)
    raise TypeError(f"a shape holds a {type(value).__name__}, which has no form in JSON")
