"""What happened, told once and in order.

A service publishes an event in the transaction that makes it true; the relay numbers it; each consumer reacts to it once.
docs/spine.md tells the whole way.
"""

from forum.kernel.events.consumer import Consumer, Context, Reaction
from forum.kernel.events.definition import Event, UnknownEvent, WrongEvent, event
from forum.kernel.events.log import Entry, latest_seq, oldest_seq, tail
from forum.kernel.events.outbox import NoTransaction, publish

__all__ = [
    "Consumer",
    "Context",
    "Entry",
    "Event",
    "NoTransaction",
    "Reaction",
    "UnknownEvent",
    "WrongEvent",
    "event",
    "latest_seq",
    "oldest_seq",
    "publish",
    "tail",
]
