"""What a request costs the server: CPU, wall clock and queries, at 400 posts and at 200,000.

    ./dev bench requests

CPU is user and system time of granian's processes, read from /proc before and after a run of requests, divided by their
number; PostgreSQL's own work is not in it. Wall is the median over one kept connection. Queries are counted in the
server and come back in a header. Limits are widened, everything else is as in production. Threads and posts can be named,
and then that size alone is measured: `./dev bench requests 50000 1000000`. `--rounds 20` asks each less often.
"""

import os
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection, HTTPResponse
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote, urlencode

import django
import orjson

TINY, USUAL = (20, 400), (10_000, 200_000)
ROUNDS = 150
TICK = os.sysconf("SC_CLK_TCK")


def application() -> Callable[..., Iterable[bytes]]:
    """The WSGI application for granian's `--factory`: without limits, and with the number of queries in a header."""
    from django.conf import settings
    from django.db import connection

    from forum.wsgi import application as inner

    settings.LIMIT_FACTOR = 1_000

    def counted(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        queries = 0

        def note(execute: Callable[..., Any], *call: Any) -> Any:
            nonlocal queries
            queries += 1
            return execute(*call)

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, [*headers, ("X-Queries", str(queries))], *rest)

        with connection.execute_wrapper(note):
            return inner(environ, start)

    return counted


@dataclass
class Server:
    """One granian worker with one thread on a socket of its own."""

    path: Path
    process: subprocess.Popen[bytes] = field(init=False)

    def start(self) -> None:
        command = ["-m", "granian", "--interface", "wsgi", "--factory", "--uds", str(self.path), "--workers", "1"]
        command += ["--blocking-threads", "1", "--http", "1", "--no-ws", "--log-level", "error"]
        with self.path.with_suffix(".log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, *command, "benchmarks.requests:application"], stdout=log, stderr=log
            )
        while True:
            try:
                with socket.socket(socket.AF_UNIX) as client:
                    client.connect(str(self.path))
                    return
            except OSError:
                time.sleep(0.1)

    def cpu(self) -> float:
        """Seconds of CPU so far, of the process and its children."""
        total = 0
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if self.process.pid in (int(entry.name), int(stat[1])):
                total += int(stat[11]) + int(stat[12])
        return total / TICK


class Line(HTTPConnection):
    """A kept connection over a Unix socket."""

    def __init__(self, path: Path) -> None:
        super().__init__("127.0.0.1:8000")
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(str(self.path))

    def ask(
        self, method: str, path: str, headers: dict[str, str], body: bytes | None = None
    ) -> tuple[HTTPResponse, bytes]:
        self.request(method, path, body, headers)
        answer = self.getresponse()
        return answer, answer.read()


@dataclass(frozen=True)
class Walk:
    """A request that is measured: `make` gives path, headers and body of the next one."""

    name: str
    method: str
    make: Callable[[], tuple[str, dict[str, str], bytes | None]]
    expected: int = 200


def measure(server: Server, walk: Walk, rounds: int) -> str:
    line = Line(server.path)
    for _ in range(max(5, rounds // 10)):
        answer, body = line.ask(walk.method, *walk.make())
        assert answer.status == walk.expected, (walk.name, answer.status, body[:600])
    times, before = [], server.cpu()
    for _ in range(rounds):
        request = walk.make()
        began = time.perf_counter()
        answer, body = line.ask(walk.method, *request)
        times.append(time.perf_counter() - began)
    cpu = (server.cpu() - before) / rounds * 1000
    queries, size = answer.headers["X-Queries"], len(body) / 1024
    return f"{walk.name:<34}{cpu:>9.1f} ms{median(times) * 1000:>9.1f} ms{queries:>9}{size:>9.0f} kB"


def words() -> tuple[str, str]:
    """A word that stands in one post alone, and two that stand together in a post."""
    from forum.search.services import index_post
    from threads.discussion.models import Post

    first = Post.objects.order_by("id").first()
    assert first is not None
    Post.objects.filter(pk=first.pk).update(text=f"{first.text} samarskite", version=first.version + 1)
    index_post(post_id=first.pk)
    plain = (
        Post.objects.filter(text__regex="^[A-Za-z]{4,} [a-z]{4,} ")
        .order_by("-id")
        .values_list("text", flat=True)
        .first()
    )
    return "samarskite", " ".join((plain or "of the").split()[:2])


def walks() -> list[Walk]:
    """The requests, as a verified member and as nobody, on the board and the thread with most in them."""
    from django.test import Client

    from accounts.members import scopes, services
    from accounts.members.models import Member
    from threads.discussion.models import Thread

    longest = Thread.objects.order_by("-post_count").select_related("board").first()
    member = Member.objects.filter(role="verified").first()
    assert longest is not None
    assert member is not None
    _, secret = services.issue_token(member=member, name="benchmark", granted=scopes.SCOPES, lifetime=timedelta(days=1))
    browser = Client(SERVER_NAME="127.0.0.1", SERVER_PORT="8000")
    browser.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = browser.get(f"/threads/{longest.pk}").content.decode()
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    cookies = {"Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())}
    bearer = {"Authorization": f"Bearer {secret}"}
    thread, board, deep = f"/threads/{longest.pk}", f"/boards/{longest.board.slug}", min(49_001, longest.last_number)
    deep -= (deep - 1) % 20
    rare, phrase = words()
    numbers = count()
    # A reply goes to an open thread of usual length.
    other = Thread.objects.filter(closed=False, board=longest.board).exclude(pk=longest.pk).order_by("id").first()
    assert other is not None

    def read(name: str, path: str, headers: dict[str, str]) -> Walk:
        return Walk(name, "GET", lambda: (path, headers, None))

    def reply_by_page() -> tuple[str, dict[str, str], bytes]:
        form = {
            "text": f"Read, and agreed: {next(numbers)}.",
            "csrfmiddlewaretoken": token,
            "form_key": f"b{time.time_ns()}",
        }
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": "http://127.0.0.1:8000"}
        return f"/threads/{other.pk}/reply", cookies | kind, urlencode(form).encode()

    def reply_by_rest() -> tuple[str, dict[str, str], bytes]:
        body = orjson.dumps({"text": f"Read, and agreed: {next(numbers)}."})
        return f"/api/v1/threads/{other.pk}/posts", bearer | {"Content-Type": "application/json"}, body

    return [
        read("home, nobody", "/", {}),
        read("home", "/", cookies),
        read("list, nobody", board, {}),
        read("list", board, cookies),
        read("unread", "/threads?order=unread", cookies),
        read("hot", "/threads?order=hot", cookies),
        read("top of the year", "/threads?order=top&span=year", cookies),
        read("list, REST", f"/api/v1/threads?board={longest.board.slug}&limit=25", bearer),
        read("thread, nobody", thread, {}),
        read("thread", thread, cookies),
        read(f"thread at {deep:,}", f"{thread}?from={deep}", cookies),
        read("posts, REST", f"/api/v1{thread}/posts?limit=20", bearer),
        read(f"posts at {deep:,}, REST", f"/api/v1{thread}/posts?limit=20&from={deep}", bearer),
        read("search for a common word", "/search?q=density", cookies),
        read("search for a rare word", f"/search?q={rare}", cookies),
        read("search for a phrase", f"/search?q=%22{quote(phrase)}%22", cookies),
        read("search for a misspelt word", "/search?q=densitty", cookies),
        read("search for two words, REST", "/api/v1/search?q=tailings%20hearing", bearer),
        Walk("reply", "POST", reply_by_page, 303),
        Walk("reply, REST", "POST", reply_by_rest, 201),
    ]


def main() -> None:
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from threads.discussion.services import rank_threads

    asked = ArgumentParser(description=__doc__)
    asked.add_argument("size", type=int, nargs="*", help="threads and posts: 50000 1000000")
    asked.add_argument("--rounds", type=int, default=ROUNDS, help="how often each is asked (150)")
    told = asked.parse_args()
    if len(told.size) not in (0, 2):
        asked.error("name threads and posts, or neither")
    sizes = [(told.size[0], told.size[1])] if told.size else [TINY, USUAL]
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    for number, (topics, posts) in enumerate(sizes):
        call_command("load_data", topics=topics, posts=posts, seed=number + 1, searchable=True)
        rank_threads()
        server = Server(Path(settings.DATA) / f"bench{number}.sock")
        server.start()
        try:
            print(f"\n{topics:,} threads, {posts:,} posts")
            print(f"{'request':<34}{'CPU':>12}{'wall':>12}{'queries':>9}{'body':>12}")
            for walk in walks():
                print(measure(server, walk, told.rounds), flush=True)
        finally:
            server.process.terminate()
            server.process.wait()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
    main()
