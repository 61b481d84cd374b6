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


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a try: an HTTP status, or the code of what went wrong."""

    status: int | None
    error: str
    milliseconds: int

    @property
    def taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class Guarded(httpcore.SyncBackend):
    """Connects to public addresses alone, by number: the name is looked up once, here."""

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        """Try the host's addresses in turn, at most three. Raises `BadAddress`, `httpcore.ConnectError`."""
        failure: Exception = httpcore.ConnectError(host)
        for address in looked_up(host, port, inside=settings.WEBHOOKS_INSIDE)[:3]:
            try:
                return super().connect_tcp(address, port, timeout, local_address, socket_options)
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
                ssl_context=httpcore.default_ssl_context(), network_backend=Guarded(), http2=False
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
