"""Trying something that may fail in any way, and telling whose fault it was."""

from pathlib import PurePath
from traceback import extract_tb
from types import TracebackType
from typing import Self

import psycopg
from django.db import Error as DatabaseError
from django.db import connection

# The server is away, starting, full, read-only for the moment, or asks for the transaction again: no fault of the event.
PASSING = ("08", "53", "57P", "40", "55P03", "25006")


class Attempt:
    """A block whose error is kept instead of raised: `with Attempt() as attempt: ...; if attempt.error: ...`.

    A reaction is other people's code and may fail with anything; the relay must go on with the others. So this is the one
    place that takes every error, and whoever uses it parks and reports what it took. Interrupts pass.
    """

    def __init__(self) -> None:
        self.error: Exception | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        if isinstance(error, Exception):
            self.error = error
            return True
        return False


def is_outage(error: BaseException | None) -> bool:
    """Whether `error` only says that the database could not answer just now."""
    cause = error.__cause__ if isinstance(error, DatabaseError) else error
    if not isinstance(cause, psycopg.Error):
        return False
    if cause.sqlstate is None:
        return isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError)
    return cause.sqlstate.startswith(PASSING)


def is_passing(error: BaseException | None) -> bool:
    """An outage that left our connection whole: somebody else's lock, a deadlock, a server that is read-only or full."""
    return is_outage(error) and connection.connection is not None and not connection.connection.closed


def describe(error: BaseException) -> str:
    """The kind of `error` and the last line of ours it came through, without its message: messages quote values."""
    cause = error.__cause__
    state = f" ({cause.sqlstate})" if isinstance(cause, psycopg.Error) and cause.sqlstate else ""
    ours = [frame for frame in extract_tb(error.__traceback__) if "site-packages" not in frame.filename]
    told = f"{type(error).__qualname__}{state}"
    if ours:
        file = "/".join(PurePath(ours[-1].filename).parts[-2:])
        told += f" at {file}:{ours[-1].lineno} in {ours[-1].name}"
    return told[:300]
