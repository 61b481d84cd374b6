"""One POST to the outside: signed, to a machine that was checked, followed nowhere, its answer unread."""

import ssl
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

import httpcore
import standardwebhooks
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings

from forum.webhooks.addresses import BadAddress, check_url, looked_up

PATIENCE = 10.0
"""Seconds for each step: connecting, writing, the next bytes of the answer's head."""

WHOLE = 15.0
"""Seconds for all steps together: who answers byte by byte keeps a worker no longer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a try: an HTTP status, or the code of what went wrong."""

    status: int | None
    error: str
    milliseconds: int

    @property
    def taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class Bounded(httpcore.NetworkStream):
    """A connection on which every step ends at `end` (by the monotonic clock), if not sooner."""

    def __init__(self, stream: httpcore.NetworkStream, end: float) -> None:
        self._stream = stream
        self._end = end

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Raises `httpcore.ReadTimeout`."""
        return self._stream.read(max_bytes, _left(self._end, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Raises `httpcore.WriteTimeout`."""
        self._stream.write(buffer, _left(self._end, timeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Raises `httpcore.ConnectTimeout`."""
        return Bounded(self._stream.start_tls(ssl_context, server_hostname, _left(self._end, timeout)), self._end)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def close(self) -> None:
        self._stream.close()


def _left(end: float, timeout: float | None) -> float:
    """Seconds for the next step. Raises `httpcore.ReadTimeout` when there are none."""
    left = end - monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left if timeout is None else min(timeout, left)


class Guarded(httpcore.SyncBackend):
    """Connects to public addresses alone, by number: the name is looked up once, here. All ends at `end`."""

    def __init__(self, end: float) -> None:
        super().__init__()
        self._end = end

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        """Try the host's addresses in turn, at most three. Raises `BadAddress`, `httpcore.ConnectError`."""
        failure: Exception = httpcore.ConnectError(host)
        for address in looked_up(host, port, inside=settings.WEBHOOKS_INSIDE)[:3]:
            try:
                left = _left(self._end, timeout)
                return Bounded(super().connect_tcp(address, port, left, local_address, socket_options), self._end)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    def connect_unix_socket(self, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        """Nobody's webhook is a file of ours."""
        raise BadAddress("bad_url")


def signed(secrets: Sequence[str], *, message: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers of Standard Webhooks 1.0: the id, when it was sent, and a signature by each secret."""
    text = body.decode()
    signatures = [standardwebhooks.Webhook(secret).sign(message, at, text) for secret in secrets]
    return {
        "webhook-id": message,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Send it, once. Never raises for what the other side does; redirects are answers like others, and no good ones."""
    began = monotonic()

    def after(status: int | None, error: str = "") -> Answer:
        return Answer(status, error, int((monotonic() - began) * 1000))

    named: list[tuple[bytes | str, bytes | str]] = [
        ("content-type", "application/json"),
        ("user-agent", "Assay-Webhooks/1"),
        ("connection", "close"),
        *headers.items(),
    ]
    try:
        check_url(url, inside=settings.WEBHOOKS_INSIDE)
        with (
            httpcore.ConnectionPool(
                ssl_context=httpcore.default_ssl_context(), network_backend=Guarded(began + WHOLE), http2=False
            ) as pool,
            pool.stream(
                "POST", url, headers=named, content=body,
                extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), PATIENCE)},
            ) as answer,
        ):  # fmt: skip
            return after(answer.status)
    except BadAddress as error:
        return after(None, str(error))
    except (httpcore.TimeoutException, SoftTimeLimitExceeded):
        return after(None, "timeout")
    except (httpcore.ConnectError, ssl.SSLError):
        return after(None, "no_connection")
    except (httpcore.NetworkError, httpcore.ProtocolError):
        return after(None, "bad_answer")
