"""The doors' own connections to Valkey: few, with short patience, and no storm of retries when it is away."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from forum.kernel.errors import Unavailable

CONNECT_SECONDS = 0.25
ANSWER_SECONDS = 0.5
CONNECTIONS = 16
RETRY_AFTER = "5"
AWAY = (redis.ConnectionError, redis.TimeoutError, redis.exceptions.BusyLoadingError, redis.exceptions.ReadOnlyError)


@lru_cache(maxsize=1)
def client() -> redis.Redis:
    """This process's client. One silent retry covers a connection that Valkey closed while it was idle."""
    pool = redis.BlockingConnectionPool.from_url(
        settings.REDIS_URL,
        max_connections=CONNECTIONS,
        timeout=ANSWER_SECONDS,
        socket_connect_timeout=CONNECT_SECONDS,
        socket_timeout=ANSWER_SECONDS,
        retry=Retry(NoBackoff(), 1),
    )
    return redis.Redis(connection_pool=pool)


@contextmanager
def answering() -> Iterator[redis.Redis]:
    """The client, for a few commands. Raises `Unavailable` when Valkey is away or too slow."""
    try:
        yield client()
    except AWAY as away:
        raise Unavailable(headers={"Retry-After": RETRY_AFTER}) from away
