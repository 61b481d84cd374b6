"""Telling what happened, inside the transaction that makes it true."""

import orjson
from django.db import connection

from forum.kernel.events.definition import Event, definition_of

BELL = "assay_outbox"


class NoTransaction(RuntimeError):
    """`publish` was called outside a transaction: the event could be true without its change, or the change without it."""


def publish(event: Event, *, actor_id: int | None = None, coarse: bool = False) -> None:
    """Write `event` to the outbox in the caller's transaction, and ring the relay when it commits.

    `coarse` is for what a protected member does: the event waits in the outbox until the next full hour, is then sequenced
    together with the others that waited, and its `at` is that hour. Neither its time nor its neighbours in the order say
    when the member acted. Raises `NoTransaction`, and `WrongEvent` for a value that is not an id.
    """
    if not connection.in_atomic_block:
        raise NoTransaction(type(event).__qualname__)
    definition = definition_of(type(event))
    payload = definition.encode(event)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH told AS (INSERT INTO forum_outbox (name, version, aggregate, actor_id, payload, held_until)"
            " VALUES (%s, %s, %s, %s, %s::jsonb, CASE WHEN %s THEN date_trunc('hour', now(), 'UTC') + interval '1 hour' END)"
            " RETURNING id) SELECT pg_notify(%s, '') FROM told",
            [
                definition.name,
                definition.version,
                definition.aggregate_of(payload),
                actor_id,
                orjson.dumps(payload).decode(),
                coarse,
                BELL,
            ],
        )
