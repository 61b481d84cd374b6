"""What happens in boards, threads and posts."""

from dataclasses import dataclass
from uuid import UUID

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


@event("whisper_posted", aggregate="thread_id")
@dataclass(frozen=True, slots=True)
class WhisperPosted:
    """A post that only those who moderate see was added to a thread."""

    thread_id: int
    post_id: int


@event("post_edited", aggregate="thread_id")
@dataclass(frozen=True, slots=True)
class PostEdited:
    """A post has a new version."""

    thread_id: int
    post_id: int


@event("post_state_changed", aggregate="thread_id")
@dataclass(frozen=True, slots=True)
class PostStateChanged:
    """A post was removed by its author, hidden by moderators, or is back. `state` is a value of `State`.

    `left_board_id` is the board whose readers lost the whole thread with this post, else 0.
    """

    thread_id: int
    post_id: int
    state: int
    left_board_id: int = 0


@event("quote_taken_back", aggregate="thread_id")
@dataclass(frozen=True, slots=True)
class QuoteTakenBack:
    """A post shows less than it did: a transcript that it quotes was taken down."""

    thread_id: int
    post_id: int


@event("post_reacted", aggregate="thread_id")
@dataclass(frozen=True, slots=True)
class PostReacted:
    """A member reacted to a post, changed the reaction, or took it back."""

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


@event("thread_pinned", aggregate="thread_id")
@dataclass(frozen=True, slots=True)
class ThreadPinned:
    """A thread stands on top of its board, or no longer."""

    thread_id: int
    pinned: bool


@event("thread_archived", aggregate="thread_id")
@dataclass(frozen=True, slots=True)
class ThreadArchived:
    """A thread is kept for reading alone, or no longer."""

    thread_id: int
    archived: bool


@event("thread_state_changed", aggregate="thread_id")
@dataclass(frozen=True, slots=True)
class ThreadStateChanged:
    """A whole thread was hidden by moderators, or is back. `state` is a value of `State`.

    `left_board_id` is the board whose readers lost it, else 0.
    """

    thread_id: int
    state: int
    left_board_id: int = 0


@event("thread_tagged", aggregate="thread_id")
@dataclass(frozen=True, slots=True)
class ThreadTagged:
    """A thread has other tags."""

    thread_id: int


@event("thread_summarised", aggregate="thread_id")
@dataclass(frozen=True, slots=True)
class ThreadSummarised:
    """An editor wrote, changed or took away a thread's summary."""

    thread_id: int


@event("thread_moved", aggregate="thread_id")
@dataclass(frozen=True, slots=True)
class ThreadMoved:
    """A thread stands on another board, and may have other readers; unless it was `hidden`, and had none before."""

    thread_id: int
    from_board_id: int
    to_board_id: int
    hidden: bool = False


@event("posts_moved", aggregate="to_thread_id")
@dataclass(frozen=True, slots=True)
class PostsMoved:
    """Posts went from one thread to another: by a merge, a split, or the undoing of either. The change names them.

    Either thread may have been hidden, and had no readers before.
    """

    from_thread_id: int
    to_thread_id: int
    change_id: int
    from_hidden: bool = False
    to_hidden: bool = False


@event("submission_made", aggregate="submission_id")
@dataclass(frozen=True, slots=True)
class SubmissionMade:
    """A text waits. `waits_for` is a value of `Waiting`; one that is held is for moderators to look at."""

    submission_id: UUID
    waits_for: str


@event("submission_settled", aggregate="submission_id")
@dataclass(frozen=True, slots=True)
class SubmissionSettled:
    """A waiting text was released, refused or withdrawn. `state` is a value of `SubmissionState`."""

    submission_id: UUID
    state: str


@event("submission_reopened", aggregate="submission_id")
@dataclass(frozen=True, slots=True)
class SubmissionReopened:
    """What staff decided on a held text was taken back: it waits again."""

    submission_id: UUID


@event("bookmark_due", aggregate="bookmark_id")
@dataclass(frozen=True, slots=True)
class BookmarkDue:
    """The time has come to remind a member of a post."""

    bookmark_id: int
    member_id: int
    post_id: int


@event("board_created", aggregate="board_id")
@dataclass(frozen=True, slots=True)
class BoardCreated:
    """There is a new board."""

    board_id: int


@event("board_changed", aggregate="board_id")
@dataclass(frozen=True, slots=True)
class BoardChanged:
    """A board has other settings, moderators or templates; its readers may be others, too."""

    board_id: int
