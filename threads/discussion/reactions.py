"""What boards and threads make of what happened on them."""

from forum.kernel.events import Context
from forum.kernel.jobs import enqueue
from threads.discussion import counters
from threads.discussion.events import PostsMoved

CARRY_MARKS = "discussion.carry_marks"
CARRY_DRAFTS = "discussion.carry_drafts"


def fold_counts(happened: object, context: Context) -> None:
    """Add what changes have left to the boards' counts."""
    counters.fold()


def carry_on(happened: PostsMoved, context: Context) -> None:
    """Write down that whoever had read the posts has read them where they are now, and writes there, too."""
    about = {"change": happened.change_id, "from": happened.from_thread_id, "to": happened.to_thread_id}
    enqueue(CARRY_MARKS, key=f"marks:{context.seq}", payload=about)
    enqueue(CARRY_DRAFTS, key=f"drafts:{context.seq}", payload=about)
