"""One open connection, and all of them. A stream that has nothing to say costs a coroutine that waits, and this record."""

import asyncio
from collections import Counter, defaultdict, deque
from collections.abc import Awaitable, Callable, Iterable
from time import monotonic
from typing import Any

from forum.live.policies import Admission
from forum.live.selectors import News, frame

type Send = Callable[[dict[str, Any]], Awaitable[None]]

MOST_WAITING = 64
"""Frames that may wait for a slow reader; with more, it is told to start anew and let go."""

HEARTBEAT = 15.0
"""Seconds of silence after which a comment is sent, so that nobody between takes the stream for dead."""

BEAT = b":\n\n"


class Stream:
    """Who follows what on one connection. A task writes to it only while there is something to write."""

    __slots__ = ("credential", "ended", "mark", "member_id", "opened", "quiet_since", "seat", "seen", "send", "topics", "waiting",
                 "writer")  # fmt: skip

    def __init__(self, admission: Admission, send: Send, *, seen: int) -> None:
        self.member_id = admission.member_id
        self.seat = admission.seat
        self.credential = admission.credential
        self.mark = admission.mark
        self.topics = frozenset(admission.topics)
        self.send = send
        self.seen = seen
        self.waiting: deque[bytes] | None = None
        self.writer: asyncio.Task[None] | None = None
        self.quiet_since = monotonic()
        self.opened = self.ended = False

    def open(self, first: bytes) -> None:
        """Send `first`, and then what has come in the meantime."""
        self.waiting = deque((first, *(self.waiting or ())))
        self.opened = True
        self._write()

    def put(self, data: bytes) -> None:
        """Send `data` as soon as the reader takes it."""
        if self.ended:
            return
        if self.waiting is None:
            self.waiting = deque()
        if len(self.waiting) >= MOST_WAITING:
            self.waiting.clear()
            self.end(frame("reset", {}))
            return
        self.waiting.append(data)
        self._write()

    def end(self, last: bytes) -> None:
        """Say `last`, and end the connection."""
        if self.ended:
            return
        self.put(last)
        self.ended = True
        self._write()

    def _write(self) -> None:
        if self.opened and self.writer is None:
            self.writer = asyncio.create_task(self._drain())

    async def _drain(self) -> None:
        try:
            while self.waiting:
                data = self.waiting.popleft()
                await self.send({"type": "http.response.body", "body": data, "more_body": True})
                self.quiet_since = monotonic()
            if self.ended:
                await self.send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            self.writer = self.waiting = None


class Streams:
    """All streams of this process, by topic and by seat."""

    def __init__(self) -> None:
        self.all: set[Stream] = set()
        self.seats: Counter[str] = Counter()
        self._by_topic: defaultdict[str, set[Stream]] = defaultdict(set)
        self._by_member: defaultdict[int, set[Stream]] = defaultdict(set)

    def add(self, stream: Stream) -> None:
        self.all.add(stream)
        self.seats[stream.seat] += 1
        self._by_member[stream.member_id].add(stream)
        for topic in stream.topics:
            self._by_topic[topic].add(stream)

    def remove(self, stream: Stream) -> None:
        self.all.discard(stream)
        self.seats[stream.seat] -= 1
        if not self.seats[stream.seat]:
            del self.seats[stream.seat]
        _leave(self._by_member, stream.member_id, stream)
        for topic in stream.topics:
            _leave(self._by_topic, topic, stream)

    def tell(self, news: Iterable[News]) -> None:
        """Send each event to those who follow its topic and have not had it."""
        for one in news:
            for stream in self._by_topic.get(one.topic, ()):
                if one.seq > stream.seen:
                    stream.put(one.frame)

    def followers_of_inbox(self, first: int, last: int) -> list[int]:
        """The members from `first` to `last` who follow their inbox here."""
        return sorted({
            stream.member_id for stream in self._by_topic.get("inbox", ()) if first <= stream.member_id <= last
        })  # fmt: skip

    def tell_members(self, members: Iterable[int], data: bytes) -> None:
        """Send `data` to the inbox streams of `members`."""
        for member in members:
            for stream in self._by_member.get(member, ()):
                if "inbox" in stream.topics:
                    stream.put(data)

    def narrow(self, stream: Stream, topics: frozenset[str]) -> None:
        """Let a stream follow no more than `topics`; with none left it ends."""
        for topic in stream.topics - topics:
            _leave(self._by_topic, topic, stream)
            stream.put(frame("refused", {"topics": [topic]}))
        stream.topics &= topics
        if not stream.topics:
            stream.end(frame("ended", {}))

    def beat(self) -> None:
        """A sign of life to those who have heard nothing for a while."""
        since = monotonic() - HEARTBEAT
        for stream in self.all:
            if stream.quiet_since < since:
                stream.put(BEAT)

    def end_all(self) -> None:
        for stream in self.all:
            stream.end(frame("ended", {}))


def _leave[Key](groups: defaultdict[Key, set[Stream]], key: Key, stream: Stream) -> None:
    group = groups.get(key)
    if group is not None:
        group.discard(stream)
        if not group:
            del groups[key]
