"""The rule: who sees which board, thread and post. It stands here once, in SQL, and every read begins with it."""

from django.db.models import Q, QuerySet

from accounts.members.models import LEVEL_OF_ROLE, Level, Member, Standing
from accounts.members.selectors import Viewer, level_of
from threads.discussion.models import Board, BoardModerator, Post, State, Thread


def boards_seen(*, viewer: Viewer) -> QuerySet[Board]:
    """The boards that `viewer` may read."""
    return Board.objects.filter(read_level__lte=level_of(viewer))


def threads(*, viewer: Viewer) -> QuerySet[Thread]:
    """The threads that `viewer` may read. A thread that was merged into another is there for nobody."""
    return Thread.objects.filter(thread_seen(viewer), merged_into=None)


def posts(*, viewer: Viewer) -> QuerySet[Post]:
    """The posts that `viewer` may read: none that was removed, hidden or whispered, but for those who moderate."""
    return Post.objects.filter(post_seen(viewer))


def moderates(viewer: Viewer, board_id: int) -> bool:
    """Whether `viewer` sees what is hidden on a board and keeps order there. No query for staff and for nobody."""
    level = level_of(viewer)
    if level == Level.STAFF or not isinstance(viewer, Member) or level == Level.PUBLIC:
        return level == Level.STAFF
    return moderating(viewer).filter(board=board_id).exists()


def moderating(viewer: Member) -> QuerySet[BoardModerator]:
    """The boards that a member moderates without being staff, as far as they may read them."""
    return BoardModerator.objects.filter(member=viewer, board__read_level__lte=level_of(viewer))


def readers_of(found: Board) -> QuerySet[Member]:
    """The members who may read what stands on a board: the rule of `threads` and `posts`, seen from the other side."""
    roles = [role for role, level in LEVEL_OF_ROLE.items() if level >= found.read_level]
    return Member.objects.filter(role__in=roles, standing__in=(Standing.GOOD, Standing.SILENCED))


def thread_seen(viewer: Viewer, prefix: str = "") -> Q:
    """The rule for threads, for a query whose path to the thread is `prefix` ("thread__")."""
    level = level_of(viewer)
    readable = Q(**{f"{prefix}board__read_level__lte": level})
    if level == Level.STAFF:
        return readable
    there = Q(**{f"{prefix}state": State.VISIBLE, f"{prefix}post_count__gt": 0})
    return readable & (there | _moderated(viewer, prefix))


def post_seen(viewer: Viewer, prefix: str = "") -> Q:
    """The rule for posts, for a query whose path to the post is `prefix` ("post__")."""
    level = level_of(viewer)
    readable = Q(**{f"{prefix}thread__board__read_level__lte": level})
    if level == Level.STAFF:
        return readable
    there = Q(**{
        f"{prefix}thread__state": State.VISIBLE, f"{prefix}state": State.VISIBLE, f"{prefix}whisper": False,
    })  # fmt: skip
    return readable & (there | _moderated(viewer, f"{prefix}thread__"))


def for_all_readers_of(board_read_level: int) -> Q:
    """The posts that everybody sees who may read a board of this level: what may be named in texts on it."""
    return Q(
        thread__board__read_level__lte=board_read_level, thread__state=State.VISIBLE, state=State.VISIBLE, whisper=False
    )


def _moderated(viewer: Viewer, prefix: str) -> Q:
    if not isinstance(viewer, Member) or level_of(viewer) == Level.PUBLIC:
        return Q()
    mine = BoardModerator.objects.filter(member=viewer).values("board")
    return Q(**{f"{prefix}board__in": mine})


def member_of(viewer: Viewer) -> Member | None:
    """`viewer` as a member who may sign in, or None."""
    return viewer if isinstance(viewer, Member) and viewer.is_active else None
