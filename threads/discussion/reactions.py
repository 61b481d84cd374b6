"""What boards make of what happened on them."""

from forum.kernel.events import Context
from threads.discussion import counters


def fold_counts(happened: object, context: Context) -> None:
    """Add what changes have left to the boards' counts."""
    counters.fold()
