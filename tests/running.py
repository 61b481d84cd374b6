"""The whole forum as it runs in front of people: Caddy, web, live, relay and worker on engines of their own."""

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
from django.core.management import call_command
from django.db import connection

from accounts.members import scopes, services
from accounts.members.models import Member
from forum import environment
from forum.embedded import Postgres, Valkey
from forum.embedded.stack import Address, Stack, free_port
from tests.engines import fill
from tests.live.reading import cookie_of

PATIENCE = 120.0


@dataclass
class Forum:
    """One forum that runs. `stack` holds its parts; its Valkey, and its PostgreSQL if it has one, can be stopped at will."""

    stack: Stack
    valkey: Valkey
    postgres: Postgres | None
    database_url: str

    @property
    def url(self) -> str:
        return self.stack.url

    @property
    def port(self) -> int:
        return self.stack.address.port

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Django of this process works on the forum's database meanwhile."""
        connection.close()
        before = dict(connection.settings_dict)
        connection.settings_dict.update(environment.database(self.database_url))
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict.update(before)

    @contextmanager
    def client(self, member: Member | None = None, *, browser: bool = False) -> Iterator[httpx.Client]:
        """A client of nobody; of `member` with a token good for everything; or of `member` signed in as a browser is."""
        headers: dict[str, str] = {}
        if member is not None:
            with self.inside():
                headers = {"cookie": cookie_of(member)["cookie"]} if browser else bearer(member)
        with httpx.Client(base_url=self.url, headers=headers, timeout=PATIENCE) as client:
            yield client

    def raw(self, request: bytes) -> bytes:
        """Bytes to the front as they are, and all it says until it hangs up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as line:
            # It may refuse and hang up while we still send; what it said until then counts.
            with suppress(BrokenPipeError, ConnectionResetError):
                line.sendall(request)
            answer = b""
            with suppress(ConnectionResetError):
                while piece := line.recv(65536):
                    answer += piece
        return answer

    @contextmanager
    def half_sent(self, count: int, beginning: str) -> Iterator[None]:
        """`count` lines on which a request has begun, and does not go on meanwhile."""
        with ExitStack() as lines:
            for _ in range(count):
                line = lines.enter_context(socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE))
                line.sendall(beginning.encode())
            yield


def bearer(member: Member) -> dict[str, str]:
    """The header of a new token of `member`'s, good for everything."""
    _, secret = services.issue_token(member=member, name="test", granted=scopes.SCOPES, lifetime=timedelta(days=1))
    return {"authorization": f"Bearer {secret}"}


@contextmanager
def running(folder: Path, *parts: str, **settings: str) -> Iterator[Forum]:
    """The forum under `folder` on a PostgreSQL of its own, with empty tables. For the rest see `serving`."""
    folder.chmod(0o711)
    postgres = Postgres(folder / "postgres", durable=False, settings={"max_connections": "60"})
    try:
        postgres.start()
        fill(postgres)
        with serving(folder, postgres.url, *parts, **settings) as forum:
            forum.postgres = postgres
            yield forum
    finally:
        postgres.stop("immediate")


@contextmanager
def serving(folder: Path, database_url: str, *parts: str, **settings: str) -> Iterator[Forum]:
    """The forum on a database, brought up to date; `parts`, or all, run until the end. `settings` go into their environment."""
    folder.chmod(0o711)
    (folder / "static").mkdir()
    valkey = Valkey(folder / "valkey", durable=False)
    address = Address(port=free_port())
    own = {
        "ASSAY_DATA": str(folder),
        "ASSAY_ORIGIN": address.origin,
        "ASSAY_TRUSTED_HOPS": "1",
        "DATABASE_URL": database_url,
        "REDIS_URL": valkey.url,
        "DJANGO_SETTINGS_MODULE": "forum.settings",
        "PYTHONUNBUFFERED": "1",
    }
    forum = Forum(Stack({**os.environ, **own, **settings}, address=address), valkey, None, database_url)
    try:
        valkey.start()
        with forum.inside():
            call_command("migrate", verbosity=0)
        forum.stack.start(*parts)
        yield forum
    finally:
        forum.stack.stop()
        valkey.kill()
