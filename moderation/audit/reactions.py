"""Each auditable event becomes a row."""

from forum.kernel.events import Context, Event
from moderation.audit import services


def record(happened: Event, context: Context) -> None:
    """Chain the event to those before it."""
    services.append(happened=happened, context=context)
