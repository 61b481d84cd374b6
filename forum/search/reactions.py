"""What an event makes of search."""

from forum.kernel.events import Context
from forum.kernel.jobs import enqueue
from forum.search import services
from threads.discussion.events import (
    PostEdited,
    PostsMoved,
    ReplyPosted,
    ThreadMoved,
    ThreadRenamed,
    ThreadStarted,
    ThreadTagged,
    WhisperPosted,
)

REREAD = "search.reread_thread"


def read_post(happened: ThreadStarted | ReplyPosted | WhisperPosted | PostEdited, context: Context) -> None:
    """A post can be found from now on, by what it says now."""
    services.index_post(post_id=happened.post_id)


def reread_thread(happened: ThreadRenamed | ThreadTagged | ThreadMoved, context: Context) -> None:
    """A thread's title, tags and board are in the document of each of its posts."""
    enqueue(REREAD, key=f"reread:{context.seq}", payload={"thread": happened.thread_id})


def reread_joined(happened: PostsMoved, context: Context) -> None:
    """Posts came under another title."""
    enqueue(REREAD, key=f"reread:{context.seq}", payload={"thread": happened.to_thread_id})
