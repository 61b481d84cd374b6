"""The REST door of boards, threads and posts."""

from threads.discussion.api.boards import BoardBySlug, BoardModerators, Boards, Template, Templates
from threads.discussion.api.me import (
    Bookmarks,
    DraftByPlace,
    Drafts,
    Reading,
    SubmissionById,
    Submissions,
)
from threads.discussion.api.order import (
    Archive,
    Changes,
    Closure,
    Location,
    Merges,
    OneChange,
    Pin,
    Splits,
    Summary,
    Tags,
    Timer,
    Timers,
)
from threads.discussion.api.posts import BookmarkOfPost, PostById, Previews, ReactionOfPost, Removal, Revisions
from threads.discussion.api.threads import Posts, ReadingOfThread, ThreadById, Threads, Tree

__all__ = [
    "Archive",
    "BoardBySlug",
    "BoardModerators",
    "Boards",
    "BookmarkOfPost",
    "Bookmarks",
    "Changes",
    "Closure",
    "DraftByPlace",
    "Drafts",
    "Location",
    "Merges",
    "OneChange",
    "Pin",
    "PostById",
    "Posts",
    "Previews",
    "ReactionOfPost",
    "Reading",
    "ReadingOfThread",
    "Removal",
    "Revisions",
    "Splits",
    "SubmissionById",
    "Submissions",
    "Summary",
    "Tags",
    "Template",
    "Templates",
    "ThreadById",
    "Threads",
    "Timer",
    "Timers",
    "Tree",
]
