"""Finding what was altered, taken out or put elsewhere in the audit log."""

from collections.abc import Iterator
from dataclasses import dataclass

import orjson
from django.db import connection

from moderation.audit import chain, selectors
from moderation.audit.models import AuditRow

CONSUMER = "audit"

_UNWRITTEN = """
    SELECT event.seq FROM forum_event AS event
    WHERE event.name = ANY(%s) AND event.seq <= (SELECT position FROM forum_consumer WHERE name = %s)
      AND event.seq > coalesce((SELECT min(seq) - 1 FROM moderation_auditrow), 0)
      AND NOT EXISTS (SELECT FROM moderation_auditrow AS row WHERE row.seq = event.seq)
      AND NOT EXISTS (SELECT FROM forum_parked WHERE consumer_id = %s AND seq = event.seq)
    ORDER BY event.seq
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was written: `kind` is "altered", "missing", "reordered", "broken", "root", "unrecorded"."""

    kind: str
    number: int
    detail: str


def faults(*, names: list[str]) -> Iterator[Fault]:
    """Everything wrong with the log, in order. `names` are the events that must each have a row.

    A redacted row is whole as long as its redaction has a row of its own.
    """
    before, expected, last_seq = chain.START, 1, 0
    chains: dict[int, bytes] = {}
    wanted = {root.number for root in selectors.all_roots()}
    redacted: set[int] = set()
    recorded: set[int] = set()
    for row in selectors.all_rows():
        yield from _row_faults(row, before=before, expected=expected, last_seq=last_seq)
        if row.body is None:
            redacted.add(row.number)
        elif row.name == "audit_row_redacted":
            recorded.add(_redacted_number(row.body))
        before, expected, last_seq = bytes(row.chain), row.number + 1, row.seq
        if row.number in wanted:
            chains[row.number] = before
    for number in sorted(redacted - recorded):
        yield Fault("altered", number, "redacted, and no row says by whom")
    yield from _root_faults(chains, last=expected - 1)
    yield from _unwritten(names)


def _row_faults(row: AuditRow, *, before: bytes, expected: int, last_seq: int) -> Iterator[Fault]:
    if row.number != expected:
        yield Fault("missing", expected, f"the next row there is has number {row.number}")
    if row.seq <= last_seq:
        yield Fault("reordered", row.number, f"seq {row.seq} after {last_seq}")
    leaf = bytes(row.leaf)
    if row.body is not None and row.salt is not None and chain.leaf(bytes(row.salt), row.body) != leaf:
        yield Fault("altered", row.number, "it does not say what its leaf was made of")
    made = chain.link(before, number=row.number, seq=row.seq, day=row.day, name=row.name, leaf=leaf)
    if made != bytes(row.chain):
        yield Fault("broken", row.number, "its link does not follow from the row before")


def _redacted_number(body: str) -> int:
    return int(orjson.loads(body)["payload"]["number"])


def _root_faults(chains: dict[int, bytes], *, last: int) -> Iterator[Fault]:
    before = chain.START
    for root in selectors.all_roots():
        made = chain.root(before, day=root.day, number=root.number, chain=bytes(root.chain))
        if made != bytes(root.root):
            yield Fault("root", root.number, f"the root of {root.day} does not follow from its parts")
        if root.number > last:
            yield Fault("missing", root.number, f"the root of {root.day} reaches beyond the last row, {last}")
        elif chains.get(root.number) != bytes(root.chain):
            yield Fault("root", root.number, f"the chain is another one than on {root.day}")
        before = bytes(root.root)


def _unwritten(names: list[str]) -> Iterator[Fault]:
    """Events of the log that the consumer has passed and that have no row."""
    with connection.cursor() as cursor:
        cursor.execute(_UNWRITTEN, [names, CONSUMER, CONSUMER])
        for (seq,) in cursor.fetchall():
            yield Fault("unrecorded", 0, f"event {seq} has no row")
