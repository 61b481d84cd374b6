"""What an event makes of watches and inboxes. The telling itself is done by a worker: it reads the text, and can be long."""

from forum.kernel.events import Context
from forum.kernel.jobs import enqueue
from forum.kernel.jobs.rows import Payload
from forum.notifications import selectors, services
from threads.discussion.events import ReplyPosted, ThreadStarted

TELL = "notifications.tell"


def track_own_thread(happened: ThreadStarted | ReplyPosted, context: Context) -> None:
    """Whoever starts a thread or replies in it tracks it from then on."""
    post = selectors.told_post(happened.post_id)
    if post is not None:
        services.track_thread(member_id=post.author_id, thread_id=post.thread_id, board_id=post.thread.board_id)


def tell(happened: ThreadStarted | ReplyPosted, context: Context) -> None:
    """Write down that the post is to be told of."""
    payload: Payload = {"seq": context.seq, "post": happened.post_id, "at": context.at.isoformat()}
    enqueue(TELL, key=f"tell:{context.seq}", payload=payload)
