"""The ASGI door: `GET /live/?topics=thread:5,inbox` answers with server-sent events that do not end."""

import io
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from django.core.exceptions import BadRequest as DjangoBadRequest
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse

from forum.http.problems import AWAY, away, problem
from forum.http.refusals import MethodNotAllowed
from forum.kernel.errors import AssayError, BadRequest, NotFound
from forum.live import policies, selectors, topics
from forum.live.policies import Admission
from forum.live.selectors import frame
from forum.live.streams import Send, Stream, Streams
from forum.live.tail import Tail

type Scope = dict[str, Any]
type Receive = Callable[[], Awaitable[dict[str, Any]]]

PATH = "/live/"
RETRY_MS = 3000
MOST_REPLAYED = 500
"""Events that a returning reader is sent at once; with more, it is told to start anew."""

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
]


class Live:
    """The application. Bare, since Django's own handler would keep a request and its middleware for every idle reader."""

    def __init__(self) -> None:
        self.streams = Streams()
        self.tail = Tail(self.streams)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        """Nothing is begun here: the database may be away when we start, and the first reader begins it."""
        while True:
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                await self.tail.stop()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = _request(scope)
        try:
            stream, first = await self._open(scope, request, send)
        except AssayError as error:
            await _answer(problem(request, error), send)
            return
        except AWAY:
            await _answer(problem(request, away()), send)
            return
        del request
        try:
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            stream.open(first)
            while (await receive())["type"] != "http.disconnect":
                pass
        finally:
            self.streams.remove(stream)

    async def _open(self, scope: Scope, request: HttpRequest, send: Send) -> tuple[Stream, bytes]:
        """Let a reader in: the stream, already fed, and its first bytes. Raises refusals, or the database's error."""
        if scope["path"] != PATH:
            raise NotFound
        if scope["method"] != "GET":
            raise MethodNotAllowed(headers={"Allow": "GET"})
        wanted, after = _asked(request)
        await self.tail.start()
        admission = await self.tail.ask(policies.admit, request, wanted)
        policies.check_room(admission.seat, taken=self.streams.seats[admission.seat], streams=len(self.streams.all))
        stream = Stream(admission, send, seen=self.tail.seq)
        self.streams.add(stream)
        fed = False
        try:
            first = await self._first(admission, seen=stream.seen, after=after)
            fed = True
        finally:
            if not fed:
                self.streams.remove(stream)
        return stream, first

    async def _first(self, admission: Admission, *, seen: int, after: int | None) -> bytes:
        """What a new reader hears at once: where things stand, or all that happened since it was last here."""
        parts = [b"retry: %d\n" % RETRY_MS]
        if after is not None:
            parts += await self._missed(admission, seen=seen, after=after)
        if admission.refused:
            parts.append(frame("refused", {"topics": sorted(admission.refused)}))
        parts.append(frame("ready", admission.topics, seq=seen))
        return b"".join(parts)

    async def _missed(self, admission: Admission, *, seen: int, after: int) -> list[bytes]:
        if not await self.tail.ask(selectors.can_resume, after):
            return [frame("reset", {})]
        parts: list[bytes] = []
        while after < seen:
            news, after = await self.tail.ask(selectors.news, after, admission.topics.keys())
            parts += [one.frame for one in news if one.seq <= seen]
            if len(parts) > MOST_REPLAYED:
                return [frame("reset", {})]
        if topics.INBOX in admission.topics:
            parts.append(frame("inbox_changed", {}))
        return parts


def _request(scope: Scope) -> HttpRequest:
    """The request as the rest of Assay reads one; what cannot be read counts as empty."""
    request = ASGIRequest({**scope, "root_path": ""}, io.BytesIO())
    request.id = str(uuid.uuid4())  # type: ignore[attr-defined]
    return request


def _asked(request: HttpRequest) -> tuple[frozenset[str], int | None]:
    """The topics, and the event that the reader saw last: as browsers say it, or as `after` where the address is new."""
    try:
        unknown = set(request.GET) - {"topics", "after"}
        wanted = topics.parse(request.GET.get("topics", ""))
        last = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    except (SuspiciousOperation, DjangoBadRequest) as error:
        raise BadRequest from error
    if unknown or (last and not (last.isascii() and last.isdigit() and len(last) < 19)):
        raise BadRequest
    return wanted, int(last) if last else None


async def _answer(response: HttpResponse, send: Send) -> None:
    headers = [(name.lower().encode(), value.encode()) for name, value in response.items()]
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": response.content, "more_body": False})
