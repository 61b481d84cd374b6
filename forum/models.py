"""Hands on the models of the ground's and the roof's features."""

from forum.kernel.events.models import ConsumerState, LoggedEvent, Outbox, Parked, Sequencer
from forum.kernel.models import IdempotencyKey

__all__ = ["ConsumerState", "IdempotencyKey", "LoggedEvent", "Outbox", "Parked", "Sequencer"]
