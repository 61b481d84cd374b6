"""The one clock: every stored time comes from here, in UTC."""

from datetime import UTC, date, datetime


def now() -> datetime:
    """The current time, aware, in UTC."""
    return datetime.now(UTC)


def hour_of(moment: datetime) -> datetime:
    """`moment` cut down to its hour: as exact as anything kept of a protected member may be."""
    return moment.replace(minute=0, second=0, microsecond=0)


def today() -> date:
    """The current day in UTC."""
    return now().date()
