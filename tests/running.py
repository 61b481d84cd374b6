"""The whole forum as it runs in front of people: Caddy, web, live, relay and worker on engines of their own."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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
from tests.live.reading import cookie_of

PATIENCE = 20.0


@dataclass
class Forum:
    """One forum that runs. `stack` holds its parts; the engines are beside it, to be stopped at will."""

    postgres: Postgres
    valkey: Valkey
    stack: Stack

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
        connection.settings_dict.update(environment.database(self.postgres.url))
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

    def raw(self, request: bytes, *, whole: bool = True) -> bytes:
        """Bytes to the front as they are, and what it says before it hangs up; with `whole` nothing more will come."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as line:
            # It may refuse and hang up while we still send; what it said until then counts.
            with suppress(BrokenPipeError, ConnectionResetError):
                line.sendall(request)
                if whole:
                    line.shutdown(socket.SHUT_WR)
            answer = b""
            with suppress(ConnectionResetError):
                while piece := line.recv(65536):
                    answer += piece
        return answer


def bearer(member: Member) -> dict[str, str]:
    """The header of a new token of `member`'s, good for everything."""
    _, secret = services.issue_token(member=member, name="test", granted=scopes.SCOPES, lifetime=timedelta(days=1))
    return {"authorization": f"Bearer {secret}"}


@contextmanager
def running(folder: Path, *parts: str, **settings: str) -> Iterator[Forum]:
    """The forum under `folder`, with empty tables; `parts` (all without any) run until the end. `settings` go into their environment."""
    folder.chmod(0o711)
    valkey = Valkey(folder / "valkey", durable=False)
    postgres = Postgres(folder / "postgres", durable=False, settings={"max_connections": "60"})
    address = Address(port=free_port())
    (folder / "static").mkdir()
    environment_of_parts = {
        **os.environ,
        "ASSAY_DATA": str(folder),
        "ASSAY_ORIGIN": address.origin,
        "ASSAY_TRUSTED_HOPS": "1",
        "DATABASE_URL": postgres.url,
        "REDIS_URL": valkey.url,
        "DJANGO_SETTINGS_MODULE": "forum.settings",
        "PYTHONUNBUFFERED": "1",
        **settings,
    }
    stack = Stack(environment_of_parts, address=address)
    forum = Forum(postgres, valkey, stack)
    try:
        valkey.launch()
        postgres.start()
        valkey.wait()
        with forum.inside():
            call_command("migrate", verbosity=0)
        stack.start(*parts)
        yield forum
    finally:
        stack.stop()
        postgres.stop("immediate")
        valkey.kill()
