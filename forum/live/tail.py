"""What keeps the streams fed and honest: one look at the log for all of them, and one at who may still follow."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import monotonic
from typing import Any

import psycopg
import structlog
from asgiref.sync import sync_to_async
from django.db import Error as DatabaseError
from django.db import close_old_connections, connection, connections
from psycopg.conninfo import make_conninfo

from forum.kernel.events.sequencer import LOGGED
from forum.live import selectors
from forum.live.selectors import frame
from forum.live.streams import Stream, Streams
from forum.notifications.services import BELL as INBOX_BELL

log = structlog.get_logger(__name__)

LOOK = 1.0
"""Seconds after which the log is looked at without a bell: bells can be lost."""

ASK_AGAIN = 2.0
"""Seconds between two looks at sessions, tokens, roles and standings."""

AUTHORISE_AGAIN = 30.0
"""Seconds between two looks at what each stream may follow."""

AWAY = 1.0
THREADS = 2
"""Threads, and with them database connections, for everything that live asks the database."""


class Tail:
    """Follows the log for all streams of this process."""

    def __init__(self, streams: Streams) -> None:
        self.streams = streams
        self.seq = -1
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="live")
        self._tasks: list[asyncio.Task[None]] = []
        self._starting: asyncio.Lock | None = None
        self._authorised_at = monotonic()

    async def ask[**P, Answer](self, read: Callable[P, Answer], *args: P.args, **kwargs: P.kwargs) -> Answer:
        """Run a selector in the pool. Raises the database's error when it is away."""

        def call() -> Answer:
            close_old_connections()
            try:
                return read(*args, **kwargs)
            finally:
                close_old_connections()

        return await sync_to_async(call, thread_sensitive=False, executor=self._pool)()

    async def start(self) -> None:
        """Begin at the newest event; once, however often it is asked. Raises the database's error when it is away."""
        if self._starting is None:
            self._starting = asyncio.Lock()
        async with self._starting:
            if not self._tasks:
                self.seq = await self.ask(selectors.newest)
                self._tasks = [asyncio.create_task(work()) for work in (self._follow, self._watch)]

    async def stop(self) -> None:
        """End every stream, then ourselves."""
        self.streams.end_all()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []
        together = Barrier(THREADS)

        def close() -> None:
            together.wait()
            connections.close_all()

        loop = asyncio.get_running_loop()
        await asyncio.gather(*(loop.run_in_executor(self._pool, close) for _ in range(THREADS)))
        self._pool.shutdown()

    # --- the log ----------------------------------------------------------------------------------------------------

    async def _follow(self) -> None:
        """Listen, and look every second anyway. An outage is waited out: the log keeps what was missed."""
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(_address(), autocommit=True) as bells:
                    await bells.execute(f"LISTEN {LOGGED}; LISTEN {INBOX_BELL}")
                    await self._follow_on(bells)
            except (psycopg.Error, DatabaseError) as error:
                log.warning("live_waits_for_database", error=type(error).__qualname__)
                await asyncio.sleep(AWAY)

    async def _follow_on(self, bells: psycopg.AsyncConnection[Any]) -> None:
        while True:
            await self._look()
            self.streams.beat()
            async for bell in bells.notifies(timeout=LOOK, stop_after=1):
                if bell.channel == INBOX_BELL:
                    await self._inbox(bell.payload)

    async def _look(self) -> None:
        news, reached = await self.ask(selectors.news, self.seq)
        while news or reached > self.seq:
            self.seq = reached
            self.streams.tell(news)
            news, reached = await self.ask(selectors.news, self.seq)

    async def _inbox(self, payload: str) -> None:
        first, last, seq = (int(part) for part in payload.split())
        members = self.streams.followers_of_inbox(first, last)
        if members and seq:
            members = await self.ask(selectors.told, seq, members)
        self.streams.tell_members(members, frame("inbox_changed", {}))

    # --- who may still follow ---------------------------------------------------------------------------------------

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(ASK_AGAIN)
            try:
                await self._ask_again()
                if monotonic() - self._authorised_at >= AUTHORISE_AGAIN:
                    self._authorised_at = monotonic()
                    await self._authorise_again()
            except DatabaseError as error:
                log.warning("live_waits_for_database", error=type(error).__qualname__)

    async def _ask_again(self) -> None:
        """End the streams whose session or token has ended, or whose member has changed: they come back as who they are."""
        known = [stream for stream in self.streams.all if stream.member_id]
        if not known:
            return
        alive = await self.ask(
            selectors.alive, {stream.credential for stream in known if stream.credential is not None}
        )
        marks = await self.ask(selectors.marks, list({stream.member_id for stream in known}))
        for stream in known:
            if stream.credential not in alive or marks.get(stream.member_id) != stream.mark:
                stream.end(frame("ended", {}))

    async def _authorise_again(self) -> None:
        """Ask for each follower what they may still follow."""
        groups: dict[int, list[Stream]] = {}
        for stream in self.streams.all:
            groups.setdefault(stream.member_id, []).append(stream)
        for member_id, streams in groups.items():
            followed = frozenset[str]().union(*(stream.topics for stream in streams))
            allowed = await self.ask(selectors.still_allowed, {member_id: followed})
            for stream in streams:
                self.streams.narrow(stream, allowed[member_id])


def _address() -> str:
    """Django's own database, as psycopg spells it."""
    params = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port", "connect_timeout")
    return make_conninfo(
        "", **{name: params[name] for name in names if params.get(name)}, application_name="assay live"
    )
