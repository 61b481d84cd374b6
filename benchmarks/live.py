"""How much memory idle readers cost: 2,000 streams in one live process within 200 MB, each told of a reply.

    ./dev bench live

`python -m benchmarks.live 200` opens 200. The process is the real one, under granian; members and sessions are made up. Resident
memory is read from /proc once heartbeats have been sent and rights were looked at again. The time is from the commit of a reply,
through the sequencer, to the moment the last of the streams has heard of it; relay and readers share the machine.
"""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.core.management import call_command  # noqa: E402

from accounts.members.models import Member  # noqa: E402
from accounts.members.sessions import SessionStore  # noqa: E402
from forum.kernel.events.relay import Relay  # noqa: E402
from forum.live.streams import HEARTBEAT  # noqa: E402
from forum.live.tail import ASK_AGAIN, AUTHORISE_AGAIN  # noqa: E402
from forum.wiring import CONSUMERS  # noqa: E402
from threads.discussion import services as discussion  # noqa: E402
from threads.discussion.models import Colour  # noqa: E402

STREAMS = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
LIMIT_MB = 200.0


def resident_mb(parent: int) -> float:
    """Resident memory of the worker that granian's main process `parent` started, in MB."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return sum(
        int(line.split()[1]) / 1024
        for child in children
        for line in Path(f"/proc/{child}/status").read_text().splitlines()
        if line.startswith("VmRSS:")
    )


def cookies(count: int) -> list[str]:
    """`count` members, each with a session; the values of their cookies."""
    members = Member.objects.bulk_create(
        Member(handle=f"reader-{number}", handle_key=f"reader-{number}", email="", password="!")
        for number in range(count)
    )
    keys = []
    for member in members:
        session = SessionStore()
        session[SESSION_KEY] = str(member.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = member.get_session_auth_hash()
        session.create()
        keys.append(str(session.session_key))
    return keys


def answers(path: str) -> bool:
    """Whether somebody listens at the socket."""
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(path) == 0


async def follow(path: str, thread: int, cookie: str) -> asyncio.StreamReader:
    """An open stream that has said it is ready."""
    reader, writer = await asyncio.open_unix_connection(path)
    writer.write(
        f"GET /live/?topics=thread:{thread},inbox HTTP/1.1\r\nHost: localhost\r\n"
        f"Cookie: {settings.SESSION_COOKIE_NAME}={cookie}\r\n\r\n".encode()
    )
    await reader.readuntil(b"event: ready")
    reader._kept = writer  # type: ignore[attr-defined]  # Without a reference the connection would be closed.
    return reader


async def measure(path: str, process: int, thread: int, keys: list[str], author: Member) -> float:
    """Open the streams, let them idle, then reply; the memory in MB."""
    started = time.monotonic()
    before = resident_mb(process)
    readers: list[asyncio.StreamReader] = []
    began = time.monotonic()
    for start in range(0, len(keys), 50):
        readers += await asyncio.gather(*(follow(path, thread, key) for key in keys[start : start + 50]))
    print(f"{len(readers):,} streams opened in {time.monotonic() - began:.1f} s")
    await asyncio.sleep(max(HEARTBEAT + 2, started + AUTHORISE_AGAIN + ASK_AGAIN + 2 - time.monotonic()))
    idle = resident_mb(process)
    print(f"resident memory {before:.0f} MB without streams, {idle:.0f} MB with")
    relay = Relay(CONSUMERS)
    await asyncio.to_thread(relay.drain)
    await asyncio.to_thread(discussion.post_reply, actor=author, thread_id=thread, source="The assays are in.")
    began = time.monotonic()
    await asyncio.to_thread(relay.turn)
    await asyncio.gather(*(reader.readuntil(b"event: reply_posted") for reader in readers))
    print(f"a reply heard by all of them {time.monotonic() - began:.2f} s after its commit")
    print(f"resident memory afterwards {resident_mb(process):.0f} MB")
    return idle


def main() -> int:
    call_command("migrate", verbosity=0)
    keys = cookies(STREAMS)
    author = Member.objects.create(handle="author", email="", password="!")
    discussion.create_board(
        slug="field-notes", title="Field notes", description="", colour=Colour.MALACHITE, position=0, levels=(0, 1, 1)
    )
    thread = discussion.start_thread(actor=author, board_slug="field-notes", title="Assays", source="First cores.")
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/live.sock"
        command = [sys.executable, "-m", "granian", "--interface", "asgi", "--uds", path, "--http", "1", "--no-ws"]
        command += ["--backpressure", "20000", "--workers-kill-timeout", "5", "forum.asgi:application"]
        process = subprocess.Popen(command)
        try:
            while not answers(path):
                time.sleep(0.1)
            idle = asyncio.run(measure(path, process.pid, thread, keys, author))
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()
    if idle > LIMIT_MB:
        print(f"more than {LIMIT_MB:.0f} MB")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
