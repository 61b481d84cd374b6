"""Two connections at once, each step where it hurts most: the fixture `beside` acts on the other one."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from time import monotonic
from typing import Any

import pytest
from django.db import connection

type Beside = Callable[[Callable[[], Any]], Future[Any]]


@contextmanager
def another_connection() -> Iterator[Beside]:
    """Does something in a thread and on a connection of its own."""

    def alone(act: Callable[[], Any]) -> Any:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        yield lambda act: pool.submit(alone, act)


def until_it_waits(other: "Future[Any]") -> None:
    """Returns as soon as another connection waits for a lock."""
    until = monotonic() + 30
    while not other.done() and monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()")
            if cursor.rowcount:
                return
    pytest.fail("nobody waited")
