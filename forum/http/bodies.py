"""Reading request bodies: strictly, in linear time, and never more than the door takes.

JSON here is RFC 8259 in UTF-8 with the interoperable limits of RFC 7493 (I-JSON): no name twice in an object, no lone
surrogates. Beyond that no NUL, since no column could hold it, and at most 64 levels.
"""

import hashlib
import json
from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_lazy as _

from forum.http.refusals import BadForm, BadJson, UnsupportedMediaType
from forum.kernel.errors import TooLarge

BROKEN_FORM = (TooManyFieldsSent, TooManyFilesSent, MultiPartParserError, UnreadablePostError, UnicodeDecodeError)
DEEPEST = 64
JSON_BYTES = 1024 * 1024
BODY_BYTES = 12 * 1024 * 1024


def read_json(request: HttpRequest) -> Any:
    """The body as plain data; nothing at all reads as an empty object.

    Raises `UnsupportedMediaType` for another type, `TooLarge` above 1 MB, `BadJson` for anything that is not strict JSON.
    """
    raw = raw_body(request)
    if not raw:
        return {}
    kind, _semicolon, parameters = request.META.get("CONTENT_TYPE", "").partition(";")
    if kind.strip().lower() != "application/json" or not _is_utf8(parameters):
        raise UnsupportedMediaType(_("Send application/json in UTF-8."))
    return parse(raw)


def read_form(request: HttpRequest) -> dict[str, Any]:
    """A `multipart/form-data` body as one value a name, files among them. Raises as `read_json`, and `BadForm`."""
    if request.META.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() != "multipart/form-data":
        raise UnsupportedMediaType(_("Send multipart/form-data."))
    try:
        fields, files = request.POST, request.FILES
    except RequestDataTooBig as error:
        raise TooLarge from error
    except BROKEN_FORM as error:
        raise BadForm from error
    if len({*fields, *files}) < sum(len(several.getlist(name)) for several in (fields, files) for name in several):
        raise BadForm(_("A field was sent twice."))
    if any("\0" in name or "\0" in str(value) for name, value in fields.items()):
        raise BadForm(_("A field holds a NUL character."))
    return {**fields.dict(), **files.dict()}


def raw_body(request: HttpRequest) -> bytes:
    """The body's bytes. Raises `TooLarge` above 1 MB, `BadForm` when the sender hung up."""
    try:
        raw = request.body
    except RequestDataTooBig as error:
        raise TooLarge from error
    except UnreadablePostError as error:
        raise BadForm from error
    if len(raw) > JSON_BYTES:
        raise TooLarge
    return raw


def parse(raw: bytes) -> Any:
    """`raw` as strict JSON, numbers exact. Raises `BadJson`."""
    try:
        seen = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise BadJson(f"{error.msg} (line {error.lineno}, column {error.colno})"[:200]) from None
    # Both walks are linear, and nearly no body needs them.
    if raw.count(b"[") + raw.count(b"{") > DEEPEST:
        _check_depth(seen)
    # The first parser refused what is not JSON or too deep; the second one tells us of names that come twice, and keeps
    # whole numbers whole.
    data = json.loads(raw, object_pairs_hook=_each_name_once)
    if b"\\u0000" in raw:
        _check_nul(data)
    return data


def digest_files(data: dict[str, Any]) -> dict[str, Any]:
    """`data` with each file replaced by the SHA-256 of its bytes, so that a fingerprint tells two files apart."""
    return {name: _sha256(value) if isinstance(value, UploadedFile) else value for name, value in data.items()}


def _sha256(file: "UploadedFile[Any]") -> str:
    whole = hashlib.sha256()
    for chunk in file.chunks():
        whole.update(chunk)
    file.seek(0)
    return whole.hexdigest()


def _is_utf8(parameters: str) -> bool:
    """Whether the media type's parameters name no other charset than UTF-8."""
    for parameter in parameters.split(";", 8):
        name, _equals, value = parameter.strip().partition("=")
        if name.lower() == "charset" and value.strip('"').lower() not in {"utf-8", "utf8"}:
            return False
    return True


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadJson(_("An object has the same name twice."))
    return found


def _check_depth(data: Any) -> None:
    level, depth = [data], 0
    while level:
        containers = [value for value in level if isinstance(value, (dict, list))]
        if depth > DEEPEST or (depth == DEEPEST and containers):
            raise BadJson(_("The body is nested more than 64 levels deep."))
        level = [inner for c in containers for inner in (c.values() if isinstance(c, dict) else c)]
        depth += 1


def _check_nul(data: Any) -> None:
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str) and "\0" in value:
            raise BadJson(_("A text holds a NUL character."))
        if isinstance(value, dict):
            waiting.extend(value)
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
