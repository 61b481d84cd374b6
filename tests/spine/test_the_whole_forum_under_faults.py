"""The whole forum while its parts die and its clients' lines break: nothing that was acknowledged is lost, nothing doubled."""

import random
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

import httpx
import pytest
import redis
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from forum.celery import QUEUES, key_prefix
from forum.embedded.stack import WEB_THREADS, WEB_WORKERS
from forum.notifications import services as notifications
from forum.notifications.models import Kind, WatchLevel
from forum.wiring import CONSUMERS
from tests import world as cast
from tests.running import Forum, bearer, running
from tests.spine.stack import PATIENCE, execute, wait_until
from threads.discussion.models import Post

pytestmark = pytest.mark.stack

WRITERS = 3
CUT = 0.25
"""How many of a writer's answers are cut off after the work was done."""


class CuttingProxy(Thread):
    """Passes requests on, and of some answers, once all of them is there, not a byte: the line broke after the work was done."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.behind = port
        self.cut = 0
        self.chance = random.Random(7)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]

    def run(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client: socket.socket) -> None:
        with client, suppress(OSError), socket.create_connection(("127.0.0.1", self.behind)) as front:
            front.settimeout(PATIENCE)
            front.sendall(whole_request(client))
            answer = b""
            while piece := front.recv(65536):
                answer += piece
            if answer.startswith(b"HTTP/1.1 201") and self.chance.random() < CUT:
                self.cut += 1
                return
            client.sendall(answer)

    def close(self) -> None:
        self.listener.close()


def whole_request(client: socket.socket) -> bytes:
    """One request with its body, however many pieces it comes in."""
    request = b""
    while not (found := re.search(rb"content-length: (\d+).*?\r\n\r\n", request, re.IGNORECASE | re.DOTALL)) or len(
        request
    ) < found.end() + int(found[1]):
        if not (piece := client.recv(65536)):
            raise ConnectionResetError
        request += piece
    return request


class Writer(Thread):
    """Posts one reply after the other, each with a key of its own, and again under that key until it is acknowledged."""

    def __init__(self, name: str, path: str, headers: dict[str, str], *, front: int, proxy: int) -> None:
        super().__init__(daemon=True)
        self.title = name
        self.path = path
        self.headers = headers
        self.doors = (front, proxy)
        self.client = httpx.Client(timeout=PATIENCE)
        self.enough = Event()
        self.acknowledged: dict[str, int] = {}
        self.statuses: set[int] = set()
        self.hung_up = 0

    def run(self) -> None:
        number = 0
        with self.client:
            while not self.enough.is_set():
                number += 1
                self.post(number)

    def post(self, number: int) -> None:
        """One reply, until it is acknowledged; at the first try of some we hang up before the answer."""
        text = f"{self.title} {number} for @olga-operator"
        key = text.replace(" ", "-")
        if number % 3 == 0:
            self.hang_up(text, key)
        while True:
            status, made = self.ask(text, key)
            if status == 201:
                self.acknowledged[text] = made
                return
            time.sleep(0.1)

    def ask(self, text: str, key: str) -> tuple[int, int]:
        """The status, 0 when the line broke, and the post's id."""
        door = f"http://127.0.0.1:{self.doors[len(self.acknowledged) % 2]}{self.path}"
        headers = {**self.headers, "Idempotency-Key": key, "Connection": "close", "Host": f"127.0.0.1:{self.doors[0]}"}
        try:
            answer = self.client.post(door, json={"text": text}, headers=headers)
        except httpx.TransportError:
            return 0, 0
        self.statuses.add(answer.status_code)
        if answer.status_code == 503:
            assert answer.headers["Retry-After"]
            assert answer.json()["code"] == "unavailable"
        return answer.status_code, answer.json()["id"] if answer.status_code == 201 else 0

    def hang_up(self, text: str, key: str) -> None:
        """Send the request, and close the line without reading a word."""
        body = f'{{"text": "{text}"}}'.encode()
        lines = [f"POST {self.path} HTTP/1.1", f"Host: 127.0.0.1:{self.doors[0]}", f"Content-Length: {len(body)}"]
        lines += ["Content-Type: application/json", f"Idempotency-Key: {key}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.doors[0])) as line:
            line.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
            self.hung_up += 1


@contextmanager
def writing(forum: Forum, thread: Any, headers: dict[str, str]) -> Iterator[list[Writer]]:
    """Writers at work meanwhile; afterwards all they sent has been acknowledged."""
    proxy = CuttingProxy(forum.port)
    proxy.start()
    path = f"/api/v1/threads/{thread.pk}/posts"
    writers = [Writer(f"Core {place}", path, headers, front=forum.port, proxy=proxy.port) for place in range(WRITERS)]
    for writer in writers:
        writer.start()
    try:
        yield writers
    finally:
        for writer in writers:
            writer.enough.set()
        for writer in writers:
            writer.join(PATIENCE)
        proxy.close()
    assert not any(writer.is_alive() for writer in writers)
    assert proxy.cut


def goes_on(writers: list[Writer], count: int = 3) -> None:
    """Wait until each writer has had `count` more acknowledgements."""
    aims = [len(writer.acknowledged) + count for writer in writers]

    def all_writers_go_on() -> bool:
        return all(len(writer.acknowledged) >= aim for writer, aim in zip(writers, aims, strict=True))

    wait_until(all_writers_go_on)


def rows(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def all_is_settled() -> bool:
    """Whether every event is handled by every consumer, and every job done.

    What was lost with the broker is sent again half a minute after it was written, or later; here the next sweep takes it.
    """
    execute("UPDATE forum_job SET due_at = now() WHERE due_at > now() + interval '10 seconds'")
    (settled,) = rows(
        "SELECT NOT EXISTS (SELECT FROM forum_outbox) AND NOT EXISTS (SELECT FROM forum_job WHERE done_at IS NULL)"
        " AND (SELECT bool_and(position = (SELECT max(seq) FROM forum_event)) FROM forum_consumer)"
    )
    return bool(settled[0])


def queues_are_empty(forum: Forum) -> Callable[[], bool]:
    """Whether no message waits in any queue, and none is in a worker's hands."""
    prefix = key_prefix(forum.valkey.url)

    def no_message_is_left() -> bool:
        with redis.Redis.from_url(forum.valkey.url) as valkey:
            waiting = sum(valkey.llen(prefix + queue) for queue in QUEUES)
            return (waiting, valkey.zcard(f"{prefix}unacked_index")) == (0, 0)

    return no_message_is_left


def restart(forum: Forum, part: str) -> None:
    forum.stack.kill(part)
    forum.stack.launch(part)


def doors(forum: Forum, headers: dict[str, str]) -> list[httpx.Response]:
    """What a script, an app, a page's reader and a balancer are told now, each eight times: as often as web has threads."""
    with httpx.Client(base_url=forum.url, timeout=PATIENCE) as client:
        asked = ("/api/v1/threads", "/_allauth/app/v1/auth/session", "/", "/health/ready")
        return [client.get(path, headers=headers) for path in asked for _ in range(WEB_WORKERS * WEB_THREADS)]


def assert_says_when_to_come_back(answer: httpx.Response) -> None:
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "no-store" in answer.headers["Cache-Control"]
    page = answer.url.path == "/"
    assert answer.headers["Content-Type"].startswith("text/html" if page else "application/problem+json")
    assert ("<h1" in answer.text) if page else answer.json()["code"] == "unavailable"
    assert "Traceback" not in answer.text


def let_faults_happen(forum: Forum, writers: list[Writer]) -> None:
    """One after the other, with work going on between them. After each store's return the very next requests are well."""
    assert forum.postgres is not None
    headers = writers[0].headers
    for part in ("worker", "relay", "web"):
        goes_on(writers)
        restart(forum, part)
    goes_on(writers)
    forum.valkey.kill()
    shut = [answer for answer in doors(forum, headers) if answer.url.path in ("/api/v1/threads", "/health/ready")]
    forum.valkey.start()
    back = doors(forum, headers)
    goes_on(writers)
    forum.postgres.stop("immediate")
    shut += [answer for answer in doors(forum, headers) if answer.url.path != "/_allauth/app/v1/auth/session"]
    forum.postgres.start()
    back += doors(forum, headers)
    goes_on(writers)
    for answer in shut:
        assert_says_when_to_come_back(answer)
    assert [(answer.url.path, answer.status_code) for answer in back if answer.status_code not in {200, 401}] == []


def test_every_acknowledged_post_is_there_once_and_told_of_once(
    tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), running(tmp_path, ASSAY_LIMIT_FACTOR="1000") as forum:
        with forum.inside():
            world = cast.build()
            thread = cast.start(world.geologist, world.public)
            for member in (world.guest, world.editor, world.admin):
                notifications.set_watch(actor=member, kind=Kind.THREAD, key=str(thread.pk), level=WatchLevel.WATCHING)
            headers = bearer(world.newcomer)
        with writing(forum, thread, headers) as writers:
            let_faults_happen(forum, writers)
        with forum.inside():
            wait_until(all_is_settled)
            wait_until(queues_are_empty(forum))
            check(world, thread.pk, writers)


def check(world: cast.World, thread_id: int, writers: list[Writer]) -> None:
    acknowledged = {text: made for writer in writers for text, made in writer.acknowledged.items()}
    assert all(writer.hung_up for writer in writers)
    assert set().union(*(writer.statuses for writer in writers)) <= {201, 503}
    posts = {post.source: post for post in Post.objects.filter(thread=thread_id).order_by("number")}
    assert Post.objects.filter(thread=thread_id).count() == len(posts) == len(acknowledged) + 1
    assert {text: posts[text].pk for text in acknowledged} == acknowledged
    assert [post.number for post in posts.values()] == list(range(1, len(posts) + 1))
    ((first, last, count),) = rows("SELECT min(seq), max(seq), count(*) FROM forum_event")
    assert (first, last) == (1, count)
    assert dict(rows("SELECT name, position FROM forum_consumer")) == {one.name: last for one in CONSUMERS}
    assert rows("SELECT seq FROM forum_parked") == []
    replies = set(acknowledged.values())
    for member in (world.guest, world.editor, world.admin, world.geologist, world.operator):
        told = [post for (post,) in rows(f"SELECT post_id FROM forum_notification WHERE recipient_id = {member.pk}")]
        assert len(told) == len(set(told))
        assert set(told) >= replies
    assert rows("SELECT thread_count, post_count FROM threads_board WHERE slug = 'field-notes'") == [(1, len(posts))]
