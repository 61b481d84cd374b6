"""THE table: which event makes whom react. Nothing reacts to anything that does not stand here."""

from accounts.members.events import MemberJoined
from forum.kernel.events import Consumer
from forum.notifications import reactions as notifications
from forum.privacy import reactions as privacy
from threads.discussion import reactions as discussion
from threads.discussion.events import ReplyPosted, ThreadStarted
from threads.interviews import reactions as interviews
from threads.interviews.events import QuestionAsked, QuestionChanged, QuestionVoted

CONSUMERS: tuple[Consumer, ...] = (
    Consumer(name="consents", start="now", reactions={MemberJoined: (privacy.note_first_consents,)}),
    Consumer(
        name="counters",
        start="beginning",
        reactions={ThreadStarted: (discussion.count_thread,), ReplyPosted: (discussion.count_reply,)},
    ),
    Consumer(
        name="interviews",
        start="beginning",
        reactions=dict.fromkeys((QuestionAsked, QuestionChanged, QuestionVoted), (interviews.count_later,)),
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
