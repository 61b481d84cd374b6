"""THE table: which event makes whom react. Nothing reacts to anything that does not stand here."""

from accounts.members.events import MemberJoined
from forum.kernel.events import Consumer
from forum.notifications import reactions as notifications
from forum.privacy import reactions as privacy
from forum.search import reactions as search
from threads.discussion import reactions as discussion
from threads.discussion.events import (
    PostEdited,
    PostsMoved,
    PostStateChanged,
    ReplyPosted,
    ThreadMoved,
    ThreadRenamed,
    ThreadStarted,
    ThreadStateChanged,
    ThreadTagged,
    WhisperPosted,
)
from threads.interviews import reactions as interviews
from threads.interviews.events import QuestionAsked, QuestionChanged, QuestionVoted

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
    Consumer(
        name="search",
        start="beginning",
        reactions={
            ThreadStarted: (search.read_post,),
            ReplyPosted: (search.read_post,),
            PostEdited: (search.read_post,),
            WhisperPosted: (search.read_post,),
            ThreadRenamed: (search.reread_thread,),
            ThreadTagged: (search.reread_thread,),
            ThreadMoved: (search.reread_thread,),
            PostsMoved: (search.reread_joined,),
        },
    ),
)


def plug_in() -> None:
    """Hand the kernel's hooks to the features that fill them. Called once, when the apps are ready."""
