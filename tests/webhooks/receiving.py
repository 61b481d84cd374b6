"""The other side: a small server that keeps what it is sent, and the spine run here and now."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread as Worker
from typing import Any

import orjson

from accounts.members.models import Member
from forum.kernel.events.relay import Relay
from forum.kernel.jobs.broker import task_named
from forum.kernel.jobs.models import Job
from forum.webhooks import services
from forum.webhooks.models import Delivery
from forum.wiring import CONSUMERS


@dataclass
class Receiver:
    """`status` is what it answers; `got` what it was sent, as (headers, body)."""

    url: str = ""
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [orjson.loads(body) for _, body in self.got]


@contextmanager
def receiver() -> Iterator[Receiver]:
    """A receiver on a free port of this machine."""
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            kept.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(kept.status)
            for name, value in kept.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.url = f"http://127.0.0.1:{server.server_port}/hook"
    worker = Worker(target=server.serve_forever, daemon=True)
    worker.start()
    yield kept
    server.shutdown()
    server.server_close()
    worker.join()


def relay() -> Relay:
    return Relay([consumer for consumer in CONSUMERS if consumer.name == "webhooks"])


def tell() -> None:
    """Number what has happened, and run every job of webhooks that can be run at once."""
    relay().drain()
    run("webhooks.tell")
    run(services.DELIVER)


def run(task: str) -> None:
    for job in Job.objects.filter(task=task).exclude(due_at=None).order_by("pk"):
        task_named(task).run(job.pk)


def hook(owner: Member, url: str, *kinds: str, name: str = "Mirror") -> tuple[int, str]:
    said = services.Settings(name=name, url=url, kinds=kinds or ("thread_started", "reply_posted"))
    return services.add_webhook(actor=owner, settings=said)


def log(webhook_id: int) -> list[tuple[str, int, int | None, str]]:
    """What became of each delivery, oldest first: outcome, tries, status, error."""
    found = Delivery.objects.filter(webhook=webhook_id).order_by("pk")
    return list(found.values_list("outcome", "tries", "status", "error"))
