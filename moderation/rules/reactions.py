"""Every new text is looked at again, slowly."""

from forum.kernel.events import Context
from forum.kernel.jobs import enqueue
from moderation.rules.services import LOOK
from threads.discussion.events import PostEdited, ReplyPosted, ThreadStarted


def look_again(happened: ThreadStarted | ReplyPosted | PostEdited, context: Context) -> None:
    """Write down that the slow checks are due."""
    enqueue(LOOK, key=f"look:{context.seq}", payload={"post": happened.post_id})
