"""The front cache: pages for readers without an account, kept in the process that rendered them.

A page may be shown again only while the database would say the same of everything. PostgreSQL tells: its snapshot names every
transaction that can be seen, so the same snapshot is the same data, and any commit at all makes it another. Whatever hides a post
or closes a board therefore empties the cache by itself, in the transaction that does it, and no feature need know of this.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from forum.http.conditional import matches
from forum.http.pages import is_public
from forum.http.problems import AWAY

KEPT_SECONDS = 5
"""What a page says of time itself ("closes in 2 min.", an embargo's end) may lag behind the clock by so much."""

ROOM = 32 * 1024 * 1024
"""Bytes of pages that a process keeps; the longest unread go first."""

type Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A whole answer, the snapshot before it was made, and until when it may be shown (monotonic seconds)."""

    snapshot: str
    until: float
    headers: dict[str, str]
    content: bytes
    match: Any


class Shelf:
    """The kept pages, up to `room` bytes of them."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._size = 0
        self._pages: OrderedDict[Key, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key, snapshot: str) -> Kept | None:
        with self._lock:
            found = self._pages.get(key)
            if found is None or found.snapshot != snapshot or found.until < time.monotonic():
                return None
            self._pages.move_to_end(key)
            return found

    def put(self, key: Key, page: Kept) -> None:
        with self._lock:
            self._drop(key)
            self._pages[key] = page
            self._size += len(page.content)
            while self._size > self._room:
                self._drop(next(iter(self._pages)))

    def _drop(self, key: Key) -> None:
        gone = self._pages.pop(key, None)
        if gone is not None:
            self._size -= len(gone.content)


_SHELF = Shelf()


class FrontCache:
    """Answer readers without an account from the shelf, where nothing was committed since."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Inside somebody's transaction the snapshot does not tell what that transaction itself has changed.
        if not is_public(request) or request.path.startswith("/api/") or connection.in_atomic_block:
            return self.get_response(request)
        snapshot = _snapshot()
        key = _key(request)
        if snapshot and (found := _SHELF.get(key, snapshot)):
            return _again(request, found)
        response = self.get_response(request)
        if snapshot and request.method == "GET" and _is_keepable(response):
            assert isinstance(response, HttpResponse)
            until, headers = time.monotonic() + KEPT_SECONDS, dict(response.items())
            _SHELF.put(key, Kept(snapshot, until, headers, response.content, request.resolver_match))
        return response


def _snapshot() -> str:
    """Which transactions can be seen now; nothing while the database is away, which the view will meet itself. One query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_snapshot()::text")
            return str(cursor.fetchone()[0])
    except AWAY:
        return ""


def _key(request: HttpRequest) -> Key:
    """All of a request on which a public page depends."""
    meta = request.META
    return (
        str(connection.settings_dict["NAME"]),
        request.get_full_path(),
        request.COOKIES.get("theme", ""),
        *(meta.get(name, "") for name in ("HTTP_HOST", "HTTP_HX_REQUEST", "HTTP_ACCEPT_LANGUAGE")),
    )


def _is_keepable(response: HttpResponseBase) -> bool:
    public = response.headers.get("Cache-Control", "").startswith("public")
    return response.status_code == 200 and public and not response.streaming and not response.cookies


def _again(request: HttpRequest, found: Kept) -> HttpResponse:
    request.resolver_match = found.match
    tag = found.headers.get("ETag")
    if tag and matches(request.META.get("HTTP_IF_NONE_MATCH"), tag):
        headers = {name: value for name, value in found.headers.items() if not name.startswith("Content-")}
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(found.content, headers=found.headers)
