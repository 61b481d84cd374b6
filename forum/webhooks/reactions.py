"""What events make of webhooks."""

from forum.kernel.clock import hour_of
from forum.kernel.events import Context
from forum.kernel.jobs import enqueue
from forum.notifications import services as notifications
from forum.notifications.models import Reason
from forum.notifications.services.telling import About
from forum.webhooks import selectors
from forum.webhooks.events import WebhookDisabled
from forum.webhooks.models import Kind
from threads.discussion.events import (
    PostEdited,
    ReplyPosted,
    ThreadClosed,
    ThreadMoved,
    ThreadRenamed,
    ThreadReopened,
    ThreadStarted,
)

TELL = "webhooks.tell"

KINDS: dict[type, Kind] = {
    ThreadStarted: Kind.THREAD_STARTED,
    ReplyPosted: Kind.REPLY_POSTED,
    PostEdited: Kind.POST_EDITED,
    ThreadRenamed: Kind.THREAD_RENAMED,
    ThreadClosed: Kind.THREAD_CLOSED,
    ThreadReopened: Kind.THREAD_REOPENED,
    ThreadMoved: Kind.THREAD_MOVED,
}


def tell_owner(happened: WebhookDisabled, context: Context) -> None:
    """Tell the owner that we turned a webhook off; their page says which, and why."""
    about = About(context.seq, context.at)
    notifications.tell_member(member_id=happened.member_id, reason=Reason.WEBHOOK, about=about)


def tell(
    happened: ThreadStarted | ReplyPosted | PostEdited | ThreadRenamed | ThreadClosed | ThreadReopened | ThreadMoved,
    context: Context,
) -> None:
    """Have the webhooks told, where there are any for this kind. Of the time only the hour goes out, for everybody alike."""
    kind = KINDS[type(happened)]
    if selectors.wanted(kind):
        enqueue(TELL, key=f"webhooks:{context.seq}", payload={
            "kind": kind.value, "seq": context.seq, "at": hour_of(context.at).isoformat(), "thread": happened.thread_id,
            "post": getattr(happened, "post_id", None),
        })  # fmt: skip
