"""Deliveries have a queue of their own, and each ends in its time however slowly the other side talks."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest
from pytest_django.fixtures import Settings

from forum.celery import ROUTES
from forum.webhooks import sending, services


@contextmanager
def dripping() -> Iterator[int]:
    """A server that answers without end, a byte at a time; its port."""
    over = Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            line, _ = server.accept()
            with line:
                line.recv(65536)
                line.sendall(b"HTTP/1.1 200 OK\r\nx-slow: ")
                while not over.wait(0.02):
                    try:
                        line.sendall(b"x")
                    except OSError:
                        return

        worker = Thread(target=drip, daemon=True)
        worker.start()
        yield server.getsockname()[1]
        over.set()
        worker.join()


def test_who_answers_byte_by_byte_is_left_in_time(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "WHOLE", 0.5)
    with dripping() as port:
        settings.WEBHOOKS_INSIDE = (f"127.0.0.1:{port}",)
        answer = sending.post(f"http://127.0.0.1:{port}/", b"{}", {})
    assert (answer.status, answer.error) == (None, "timeout")


def test_nothing_else_waits_in_the_queue_of_deliveries() -> None:
    assert [name for name, route in ROUTES.items() if route["queue"] == "outside"] == [services.DELIVER]
