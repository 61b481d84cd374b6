"""What page doors share: rendering with the right cache rules, redirects that stay here, keys of forms."""

import hashlib
import re
import time
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as render_template
from django.shortcuts import resolve_url
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.http import http_date
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from forum.http.conditional import etag, matches
from forum.http.forms import Form, KeyedForm, form_key
from forum.http.problems import error_page, text_back
from forum.http.refusals import ForeignOrigin
from forum.http.typed import typed_in
from forum.kernel.idempotency import Key, fingerprint

RENEWED_SECONDS = 600
"""How long a tagged page says "5 min. ago" at most: with the next such span it has another tag."""

VARY = ("Cookie", "Accept-Language", "HX-Request")
# Cookies that change how a page looks, but not for whom it is.
HARMLESS_COOKIES = frozenset({"theme"})
_OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f-\x9f]*")


def render(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
    version: tuple[object, ...] | None = None,
    tagged: bool = False,
    modified: datetime | None = None,
    max_age: int = 60,
) -> HttpResponse:
    """A page, with the cache rules of whoever asks.

    `tagged` takes the whole context for the page's version: an anonymous reader's copy may be kept for `max_age` seconds, and
    holds until something that it shows is different. `version` names instead on what the page depends (ids and version
    numbers). Without either, and for everybody signed in, nothing is kept anywhere.
    """
    if tagged and is_public(request):
        version = (contents(context or {}), int(time.time()) // RENEWED_SECONDS)
    public = version is not None and status == 200 and is_public(request)
    tag = page_tag(request, version) if public and version is not None else ""
    if tag and matches(request.META.get("HTTP_IF_NONE_MATCH"), tag):
        return _kept(HttpResponse(status=304), tag, modified, max_age)
    response = render_template(request, template, _forgiving(dict(context or {})), status=status)
    if tag and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
        return _kept(response, tag, modified, max_age)
    response.headers["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, VARY)
    return response


class _Part(dict[str, Any]):
    """A part of a template's context. What it does not hold reads as None.

    For a plain dict Django finds that out by way of three exceptions and `dir()`, 40 µs each time; a thread's page asks its
    posts some 200 times for what most do not have, and spent a third of its time on it.
    """

    def __missing__(self, name: str) -> None:
        return None


def _forgiving(value: Any) -> Any:
    """`value` with every plain dict in it, at any depth of dicts and lists, made a `_Part`."""
    if isinstance(value, dict):
        return _Part({name: _forgiving(inner) for name, inner in value.items()})
    if isinstance(value, list):
        return [_forgiving(inner) for inner in value]
    return value


def unchanged(request: HttpRequest, version: tuple[object, ...], *, max_age: int = 60) -> HttpResponse | None:
    """304 if the reader's copy of this public page still holds: for views to ask before they read anything else."""
    if not is_public(request):
        return None
    tag = page_tag(request, version)
    if not matches(request.META.get("HTTP_IF_NONE_MATCH"), tag):
        return None
    return _kept(HttpResponse(status=304), tag, None, max_age)


def is_public(request: HttpRequest) -> bool:
    """Whether this is a read by somebody of whom no cookie tells us anything."""
    return request.method in ("GET", "HEAD") and HARMLESS_COOKIES.issuperset(request.COOKIES)


def page_tag(request: HttpRequest, version: tuple[object, ...]) -> str:
    """The tag of a public page: its version, its language, its look, how it is asked for, and the templates it is made of."""
    asked = request.META.get("HTTP_HX_REQUEST", ""), request.COOKIES.get("theme", ""), get_language()
    return etag(0, request.get_full_path(), *version, *asked, _templates())


def contents(context: Mapping[str, Any]) -> str:
    """A digest of everything a template is given. Raises TypeError for what does not say all that it shows.

    An empty form shows nothing of anybody's, and its key is new each time.
    """
    pieces: list[str] = []
    _collect(context, pieces)
    # Each with its length, so that no two contexts read the same.
    whole = "".join([f"{len(piece)} {piece}" for piece in pieces]).encode()
    return hashlib.blake2b(whole, digest_size=16).hexdigest()


def _collect(value: Any, pieces: list[str]) -> None:
    """A thread's page has some thousand of them: plain types are asked for first."""
    kind = type(value)
    if kind is str or value is None or kind is bool or kind is int:
        pieces.append(str(value))
    elif isinstance(value, dict):
        for name, inner in value.items():
            pieces.append(str(name))
            _collect(inner, pieces)
    elif isinstance(value, (list, tuple)):
        pieces.append(f"{len(value)}")
        for inner in value:
            _collect(inner, pieces)
    elif is_dataclass(value) and not isinstance(value, type):
        pieces.append(repr(value))
    elif isinstance(value, (str, int, float, Decimal, date, Promise)):
        pieces.append(str(value))
    elif not isinstance(value, BaseForm) or value.is_bound:
        raise TypeError(f"a page cannot be tagged by a {kind.__name__}")


def see_other(url: str) -> HttpResponse:
    """303 to a path of this site: what a form answers once it is done."""
    return HttpResponse(status=303, headers={"Location": own_path(url), "Cache-Control": "no-store"})


def own_path(value: str | None, default: str = "/") -> str:
    """`value` if it is a path on this site: one leading slash, no backslash, no white space, no control character."""
    if value and len(value) <= 2000 and _OWN_PATH.fullmatch(value):
        return value
    return default


def next_url(request: HttpRequest, default: str = "/") -> str:
    """Where the form or link wants to go afterwards (`next`), if that is here."""
    return own_path(request.POST.get("next") or request.GET.get("next"), default)


def whole_number(value: str | None, *, default: int, largest: int = 2**31 - 1) -> int:
    """A number from the address bar: 1 to `largest`, and `default` for whatever is none."""
    if not value or len(value) > 400 or not (value.isascii() and value.isdigit()):
        return default
    return min(max(int(value), 1), largest)


def sign_in_url(target: str) -> str:
    """Where to sign in and then go on to `target`, a path of this site."""
    return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': own_path(target)})}"


def page_key(request: HttpRequest, operation: str, data: Mapping[str, Any]) -> Key | None:
    """The key that `KeyedForm` brought in `data` (its cleaned data), for the service to claim; None without one."""
    key = data.get("form_key")
    if not key:
        return None
    who = f"member:{request.user.pk}" if request.user.is_authenticated else "anonymous"
    rest = {name: value for name, value in data.items() if name != "form_key"}
    return Key(principal=who, operation=operation, key=str(key), fingerprint=fingerprint([request.path, rest]))


def stored_html(html: str) -> SafeString:
    """HTML that the kernel rendered and sanitised when it was written, for a template to show as it is."""
    return SafeString(html)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form whose token does not fit, with what was typed; `reason` is for developers and stays out of it."""
    typed = typed_in(request)
    return error_page(request, ForeignOrigin()) if typed is None else text_back(request, ForeignOrigin(), typed)


def _kept(response: HttpResponse, tag: str, modified: datetime | None, max_age: int) -> HttpResponse:
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = f"public, max-age={max_age}"
    if modified is not None:
        response.headers["Last-Modified"] = http_date(modified.timestamp())
    patch_vary_headers(response, VARY)
    return response


@lru_cache(maxsize=1)
def _templates() -> str:
    """A digest of all our templates: a new release must not be answered with 304."""
    whole = hashlib.blake2b(digest_size=8)
    folders = cast("list[Path]", settings.TEMPLATES[0]["DIRS"])
    for folder in folders:
        for file in sorted(Path(folder).rglob("*.html")):
            whole.update(file.read_bytes())
    return whole.hexdigest()


__all__ = [
    "Form",
    "KeyedForm",
    "contents",
    "csrf_failure",
    "form_key",
    "is_public",
    "next_url",
    "own_path",
    "page_key",
    "render",
    "see_other",
    "sign_in_url",
    "stored_html",
    "unchanged",
    "whole_number",
]
