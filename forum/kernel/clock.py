"""The one clock: every stored time comes from here, in UTC."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta

_back = ContextVar("back", default=timedelta())


def now() -> datetime:
    """The current time, aware, in UTC."""
    return datetime.now(UTC) - _back.get()


@contextmanager
def set_back(by: timedelta) -> Iterator[None]:
    """What happens inside happened `by` ago: a demo has a past."""
    before = _back.set(by)
    try:
        yield
    finally:
        _back.reset(before)


def hour_of(moment: datetime) -> datetime:
    """`moment` cut down to its hour: as exact as anything kept of a protected member may be."""
    return moment.replace(minute=0, second=0, microsecond=0)


def today() -> date:
    """The current day in UTC."""
    return now().date()
