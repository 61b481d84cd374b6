"""Boards, threads, posts, and what members keep of them."""

from threads.discussion.models.boards import Board, BoardCount, BoardModerator, Colour, PostTemplate, WatchDefault
from threads.discussion.models.changes import ChangeKind, PostMove, ThreadChange, ThreadTimer, TimedChange
from threads.discussion.models.keeping import (
    Bookmark,
    Draft,
    ReadFloor,
    ReadMark,
    Submission,
    SubmissionState,
    Waiting,
)
from threads.discussion.models.posts import (
    AnswerQuote,
    Post,
    PostQuote,
    PostRevision,
    Reaction,
    ReactionCount,
    ReactionKind,
    TranscriptTakenDown,
)
from threads.discussion.models.subjects import PostInterest, ThreadDeposit
from threads.discussion.models.threads import MOST_TAGS, TITLE_LONGEST, State, Thread, ThreadSummary, TopThread

__all__ = [
    "MOST_TAGS",
    "TITLE_LONGEST",
    "AnswerQuote",
    "Board",
    "BoardCount",
    "BoardModerator",
    "Bookmark",
    "ChangeKind",
    "Colour",
    "Draft",
    "Post",
    "PostInterest",
    "PostMove",
    "PostQuote",
    "PostRevision",
    "PostTemplate",
    "Reaction",
    "ReactionCount",
    "ReactionKind",
    "ReadFloor",
    "ReadMark",
    "State",
    "Submission",
    "SubmissionState",
    "Thread",
    "ThreadChange",
    "ThreadDeposit",
    "ThreadSummary",
    "ThreadTimer",
    "TimedChange",
    "TopThread",
    "TranscriptTakenDown",
    "Waiting",
    "WatchDefault",
]
