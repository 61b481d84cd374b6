"""Conditional requests (RFC 9110, 13): entity tags made of versions, 304 for readers, 412 and 428 for editors."""

import re
from hashlib import blake2b

from django.http import HttpResponse

from forum.http.refusals import BadHeader
from forum.kernel.errors import EditConflict, VersionRequired

_TAG = r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"'
_TAGS = re.compile(rf"{_TAG}(?:[ \t]*,[ \t]*{_TAG})*")
_ONE_TAG = re.compile(_TAG)
_VERSION = re.compile(r'"v([0-9]{1,18})(?:-[^"]*)?"')
# Caddy marks the tag of a compressed answer; a client that sends the marked tag back means the same version.
_ENCODED = re.compile(r'-(?:gzip|zstd|br)"$')
_LONGEST = 4096


def etag(version: int, *parts: object) -> str:
    """A strong entity tag, quoted: the version in the open, and whatever else the bytes depend on as 64 bits of hash.

    The hash keeps a viewer's id out of caches and logs.
    """
    if not parts:
        return f'"v{version}"'
    rest = blake2b("\0".join(map(str, parts)).encode(), digest_size=8).hexdigest()
    return f'"v{version}-{rest}"'


def expected_version(header: str | None) -> int:
    """The version that `If-Match` names.

    Raises `VersionRequired` without one (`*` names none), `BadHeader` when malformed or more than one, `EditConflict` for a
    tag that was never ours or is weak, since it cannot match.
    """
    value = (header or "").strip()
    if not value or value == "*":
        raise VersionRequired
    if len(value) > _LONGEST or not _ONE_TAG.fullmatch(value):
        raise BadHeader("If-Match takes one quoted entity tag.")
    found = _VERSION.fullmatch(value)
    if found is None:
        raise EditConflict
    return int(found[1])


def matches(header: str | None, tag: str) -> bool:
    """Whether `If-None-Match` names `tag`, compared weakly as RFC 9110 has it. A malformed header matches nothing."""
    value = (header or "").strip()
    if not value or not tag or len(value) > _LONGEST:
        return False
    if value == "*":
        return True
    if not _TAGS.fullmatch(value):
        return False
    return tag in (_ENCODED.sub('"', one).removeprefix("W/") for one in _ONE_TAG.findall(value))


def not_modified(tag: str) -> HttpResponse:
    """304 with the tag that still holds."""
    response = HttpResponse(status=304, headers={"ETag": tag})
    del response.headers["Content-Type"]
    return response
