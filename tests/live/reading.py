"""A reader of streams, and the application it reads from, in one event loop; the database is the real one."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

import orjson
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connections

from accounts.members.models import Member
from accounts.members.sessions import SessionStore
from forum.kernel.events.relay import Relay
from forum.live.app import Live
from forum.wiring import CONSUMERS
from tests.notifications.telling import OURS

PATIENCE = 20.0


class Reader:
    """One connection. `status` and `headers` are there once it answers; `next` gives the events as they come."""

    def __init__(self, live: Live, topics: str, headers: Mapping[str, str], query: str) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.body = b""
        self.over = False
        self._changed = asyncio.Condition()
        self._gone = asyncio.Event()
        self._asked = False
        scope = {
            "type": "http", "method": "GET", "path": "/live/", "query_string": f"topics={topics}{query}".encode(),
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
            "client": ("203.0.113.7", 4000), "server": ("testserver", 80), "scheme": "http", "http_version": "1.1",
        }  # fmt: skip
        self.task = asyncio.create_task(live(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        async with self._changed:
            if message["type"] == "http.response.start":
                self.status = message["status"]
                self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            else:
                self.body += message["body"]
                self.over = not message["more_body"]
                if self.over:
                    self._gone.set()
            self._changed.notify_all()

    async def until(self, holds: Callable[[], object]) -> None:
        async with self._changed:
            await asyncio.wait_for(self._changed.wait_for(holds), PATIENCE)

    async def next(self) -> tuple[str, Any]:
        """The next event that is no sign of life: its name and data."""
        while True:
            await self.until(lambda: b"\n\n" in self.body or self.over)
            block, _, self.body = self.body.partition(b"\n\n")
            lines = dict(line.split(": ", 1) for line in block.decode().splitlines() if ": " in line)
            self.last = lines.get("id", getattr(self, "last", ""))
            if "event" in lines:
                return lines["event"], orjson.loads(lines["data"])
            assert not self.over, "the stream ended without the event"

    async def leave(self) -> None:
        self._gone.set()
        await self.task


@asynccontextmanager
async def live() -> AsyncIterator[Live]:
    """The application, ended with all it holds."""
    app = Live()
    try:
        yield app
    finally:
        await app.tail.stop()


async def read(app: Live, topics: str, *, headers: Mapping[str, str] | None = None, query: str = "") -> Reader:
    """A reader that has its answer."""
    reader = Reader(app, topics, headers or {}, query)
    await reader.until(lambda: reader.status)
    return reader


def cookie_of(member: Member) -> dict[str, str]:
    """A browser's headers, signed in as `member`."""
    session = SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.create()
    return {"cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}", "sec-fetch-site": "same-origin"}


def sequence() -> None:
    """Have what has happened numbered and told."""
    Relay([consumer for consumer in CONSUMERS if consumer.name in OURS]).drain()


def apart[**P, Answer](do: Callable[P, Answer], *args: P.args, **kwargs: P.kwargs) -> Answer:
    """Do something in a thread of its own, which leaves no connection behind: here an event loop runs, or a browser's does."""

    def call() -> Answer:
        try:
            return do(*args, **kwargs)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(call).result()


async def act[**P, Answer](do: Callable[P, Answer], *args: P.args, **kwargs: P.kwargs) -> Answer:
    """`apart`, while the streams go on."""
    return await asyncio.to_thread(apart, do, *args, **kwargs)
