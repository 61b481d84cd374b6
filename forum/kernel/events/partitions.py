"""The log's months: made ahead of time, dropped when nobody needs them any more."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from django.db import connection, transaction
from psycopg import sql

from forum.kernel.clock import now

log = structlog.get_logger(__name__)

AHEAD = 2
"""Months made beyond the current one."""

HORIZON = timedelta(days=90)
"""How long events are kept for those who were offline; an older sync cursor starts anew."""

# Both need the log to themselves for a moment. Whoever waits for that makes all others wait behind him: better not for long,
# and again later.
BRIEFLY = "SET LOCAL lock_timeout = '200ms'"

NAME = re.compile(r"forum_event_(\d{4})_(\d{2})")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One partition: [start, end) in UTC."""

    start: datetime

    @property
    def end(self) -> datetime:
        return (self.start + timedelta(days=32)).replace(day=1)

    @property
    def table(self) -> str:
        return f"forum_event_{self.start:%Y_%m}"


def month_of(moment: datetime) -> Month:
    """The month that holds `moment`."""
    return Month(moment.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0))


def months() -> list[Month]:
    """The months that have a partition, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid"
            " WHERE inhparent = 'forum_event'::regclass"
        )
        found = [NAME.fullmatch(name) for (name,) in cursor.fetchall()]
    return sorted(Month(datetime(int(match[1]), int(match[2]), 1, tzinfo=UTC)) for match in found if match)


def make_ahead() -> None:
    """Make the partitions of this month and the next two where they are missing.

    Attaching locks the log less than creating in place: readers and the sequencer go on. A month whose events already lie in
    the default partition cannot be attached beside it: they go on lying there, until somebody moves them.
    """
    month, there = month_of(now()), set(months())
    for _ in range(AHEAD + 1):
        if month not in there and strays(month) == 0:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(BRIEFLY)
                table = sql.Identifier(month.table)
                cursor.execute(sql.SQL("CREATE TABLE {} (LIKE forum_event INCLUDING ALL)").format(table))
                cursor.execute(
                    sql.SQL("ALTER TABLE forum_event ATTACH PARTITION {} FOR VALUES FROM ({}) TO ({})").format(
                        table, sql.Literal(month.start.isoformat()), sql.Literal(month.end.isoformat())
                    )
                )
            log.info("log_month_made", table=month.table)
        month = month_of(month.end)
    if strays() > 0:
        log.error("log_default_partition_not_empty", help="docs/spine.md#months")


def strays(month: Month | None = None) -> int:
    """Rows that found no month of their own; of `month`, or all. Zero, unless the relay could make no month for two months."""
    of = [month.start, month.end] if month else ["-infinity", "infinity"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM forum_event_default WHERE at >= %s AND at < %s", of)
        (count,) = cursor.fetchone()
    return int(count)


def drop_old(consumers: Collection[str]) -> list[str]:
    """Drop the months that ended before the horizon and that every one of `consumers` has behind it; return their tables."""
    dropped = []
    for month in months():
        if month.end > now() - HORIZON:
            break
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(BRIEFLY)
            cursor.execute(
                "SELECT least((SELECT min(position) FROM forum_consumer WHERE name = ANY(%s)),"
                " (SELECT min(seq) - 1 FROM forum_parked WHERE consumer_id = ANY(%s)))",
                [list(consumers), list(consumers)],
            )
            (needed_above,) = cursor.fetchone()
            cursor.execute(sql.SQL("SELECT max(seq) FROM {}").format(sql.Identifier(month.table)))
            (newest,) = cursor.fetchone()
            if newest is not None and needed_above is not None and newest > needed_above:
                break
            cursor.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(month.table)))
        log.info("log_month_dropped", table=month.table)
        dropped.append(month.table)
    return dropped
