"""What an event makes of search."""

from forum.kernel.events import Context
from forum.kernel.jobs import enqueue
from forum.search import services
from threads.discussion.events import PostEdited, ReplyPosted, ThreadRenamed, ThreadStarted

REREAD = "search.reread_thread"


def read_post(happened: ThreadStarted | ReplyPosted | PostEdited, context: Context) -> None:
    """A post can be found from now on, by what it says now."""
    services.index_post(post_id=happened.post_id)


def reread_thread(happened: ThreadRenamed, context: Context) -> None:
    """A thread's title is in the document of each of its posts."""
    enqueue(REREAD, key=f"reread:{context.seq}", payload={"thread": happened.thread_id})
