"""The doors' own connections to Valkey: one a thread, with short patience, and no storm of retries when it is away."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import local

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from forum.kernel.errors import Unavailable

CONNECT_SECONDS = 0.25
ANSWER_SECONDS = 0.5
RETRY_AFTER = "5"
AWAY = (redis.ConnectionError, redis.TimeoutError, redis.exceptions.BusyLoadingError, redis.exceptions.ReadOnlyError)


class _Own(local):
    client: redis.Redis | None = None
    url = ""


_own = _Own()


def client() -> redis.Redis:
    """This thread's client, on a connection of its own: a shared pool costs three times the processor time of a command.

    So there are never more connections than threads. One silent retry covers a connection that Valkey closed while idle.
    """
    if _own.client is None or _own.url != settings.REDIS_URL:
        # Connects at once; what fails leaves no half-made client behind.
        _own.client = redis.Redis.from_url(
            settings.REDIS_URL,
            single_connection_client=True,
            socket_connect_timeout=CONNECT_SECONDS,
            socket_timeout=ANSWER_SECONDS,
            retry=Retry(NoBackoff(), 1),
        )
        _own.url = settings.REDIS_URL
    return _own.client


@contextmanager
def answering() -> Iterator[redis.Redis]:
    """The client, for a few commands. Raises `Unavailable` when Valkey is away or too slow."""
    try:
        yield client()
    except AWAY as away:
        raise Unavailable(headers={"Retry-After": RETRY_AFTER}) from away
