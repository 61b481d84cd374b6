"""What happens in boards, threads and posts."""

from dataclasses import dataclass

from forum.kernel.events import event


@event("thread_started", aggregate="thread_id")
@dataclass(frozen=True, slots=True)
class ThreadStarted:
    """Somebody opened a thread with its first post."""

    thread_id: int
    post_id: int


@event("reply_posted", aggregate="thread_id")
@dataclass(frozen=True, slots=True)
class ReplyPosted:
    """A post was added to a thread."""

    thread_id: int
    post_id: int


@event("post_edited", aggregate="thread_id")
@dataclass(frozen=True, slots=True)
class PostEdited:
    """A post has a new version."""

    thread_id: int
    post_id: int


@event("thread_renamed", aggregate="thread_id")
@dataclass(frozen=True, slots=True)
class ThreadRenamed:
    """A thread has another title."""

    thread_id: int


@event("thread_closed", aggregate="thread_id")
@dataclass(frozen=True, slots=True)
class ThreadClosed:
    """A thread takes no more replies."""

    thread_id: int


@event("thread_reopened", aggregate="thread_id")
@dataclass(frozen=True, slots=True)
class ThreadReopened:
    """A closed thread takes replies again."""

    thread_id: int
