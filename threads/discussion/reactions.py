"""What boards make of what happened on them."""

from forum.kernel.events import Context
from threads.discussion import counters
from threads.discussion.events import ReplyPosted, ThreadStarted


def count_thread(happened: ThreadStarted, context: Context) -> None:
    """One more thread, with its first post."""
    counters.count(thread_id=happened.thread_id, threads=1, posts=1)


def count_reply(happened: ReplyPosted, context: Context) -> None:
    """One more post."""
    counters.count(thread_id=happened.thread_id, threads=0, posts=1)
