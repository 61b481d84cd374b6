"""The one writer of the log: it gives every committed event its number."""

from django.db import connection, transaction

LOGGED = "assay_event"
"""Rung, with the newest number, whenever the log has grown."""

MOVE = """
WITH taken AS (
    DELETE FROM forum_outbox WHERE id = ANY(ARRAY(
        SELECT id FROM forum_outbox WHERE held_until IS NULL OR held_until <= now() ORDER BY id LIMIT %(limit)s
    )) RETURNING *
), moved AS (
    INSERT INTO forum_event (seq, at, name, version, aggregate, actor_id, payload)
    SELECT %(last)s + row_number() OVER (ORDER BY id), coalesce(held_until, now()), name, version, aggregate, actor_id, payload
    FROM taken RETURNING seq
), counted AS (
    UPDATE forum_sequencer SET last_seq = last_seq + (SELECT count(*) FROM moved) WHERE EXISTS (SELECT FROM moved)
    RETURNING last_seq
)
SELECT last_seq, pg_notify(%(channel)s, last_seq::text) FROM counted
"""


def sequence(limit: int = 1000) -> int:
    """Move up to `limit` committed events from the outbox into the log, and return how many were moved.

    Locks the sequencer's row first, and holds it until commit: numbers become visible in their order and without gaps,
    however late a transaction with an old outbox id commits, and even if two sequencers should run.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM forum_outbox WHERE held_until IS NULL OR held_until <= now())")
        if cursor.fetchone() == (False,):
            return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT last_seq FROM forum_sequencer FOR UPDATE")
        (last,) = cursor.fetchone()
        cursor.execute(MOVE, {"limit": limit, "last": last, "channel": LOGGED})
        row = cursor.fetchone()
    return int(row[0]) - int(last) if row else 0
