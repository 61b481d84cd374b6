"""THE table: which event makes whom react. Nothing reacts to anything that does not stand here."""

from accounts.members.events import MemberJoined
from forum.kernel.events import Consumer
from forum.notifications import reactions as notifications
from forum.privacy import reactions as privacy
from threads.discussion import reactions as discussion
from threads.discussion.events import (
    PostsMoved,
    PostStateChanged,
    ReplyPosted,
    ThreadMoved,
    ThreadStarted,
    ThreadStateChanged,
)

CONSUMERS: tuple[Consumer, ...] = (
    Consumer(name="consents", start="now", reactions={MemberJoined: (privacy.note_first_consents,)}),
    Consumer(
        name="counters",
        start="beginning",
        reactions=dict.fromkeys(
            (ThreadStarted, ReplyPosted, PostStateChanged, ThreadStateChanged, ThreadMoved, PostsMoved),
            (discussion.fold_counts,),
        ),
    ),
    Consumer(
        name="inbox",
        start="now",
        reactions={
            ThreadStarted: (notifications.track_own_thread, notifications.tell),
            ReplyPosted: (notifications.track_own_thread, notifications.tell),
        },
    ),
)


def plug_in() -> None:
    """Hand the kernel's hooks to the features that fill them. Called once, when the apps are ready."""
