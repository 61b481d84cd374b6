"""How far members have read, and where in a thread one can go."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import JSONField, Subquery, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from accounts.members.models import Member
from accounts.members.selectors import Viewer
from forum.kernel import clock
from threads.discussion.models import Post, ReadFloor, ReadMark, State
from threads.discussion.selectors.visibility import posts

MOST_COUNTED = 100
"""Where counting the unread posts of a thread stops."""

# Of each row of threads: how many posts the member has before them, and whether they have never opened it.
_UNREAD = """
    (SELECT jsonb_build_object('new', mark.number IS NULL, 'count', (
        SELECT count(*) FROM (
            SELECT FROM threads_post WHERE thread_id = threads_thread.id AND number > coalesce(mark.number, 0)
                AND id > floor.post_id AND state = 0 AND NOT whisper LIMIT %s
        ) AS unread
    )) FROM (
        SELECT coalesce((SELECT post_id FROM threads_readfloor WHERE member_id = %s), 0) AS post_id
    ) AS floor LEFT JOIN threads_readmark AS mark ON mark.thread_id = threads_thread.id AND mark.member_id = %s
    WHERE threads_thread.last_post_id > floor.post_id AND threads_thread.last_at > now() - interval '60 days')
"""

# Looks at the fifty threads of each board that were active last: whoever has read all of them, has read the board.
_BOARDS = """
    SELECT board.id FROM unnest(%(boards)s::bigint[]) AS board(id)
    CROSS JOIN (
        SELECT coalesce((SELECT post_id FROM threads_readfloor WHERE member_id = %(member)s), 0) AS post_id
    ) AS floor
    WHERE EXISTS (
        SELECT FROM (
            SELECT id, last_number, last_post_id, last_at FROM threads_thread
            WHERE board_id = board.id AND state = 0 AND post_count > 0 AND merged_into_id IS NULL
            ORDER BY last_post_id DESC LIMIT 50
        ) AS thread
        LEFT JOIN threads_readmark AS mark ON mark.thread_id = thread.id AND mark.member_id = %(member)s
        WHERE thread.last_number > coalesce(mark.number, 0) AND thread.last_post_id > floor.post_id
            AND thread.last_at > now() - interval '60 days'
    )
"""

_ALONG = """
    SELECT found.number, found.created_at FROM unnest(%s::int[]) WITH ORDINALITY AS wanted(number, place)
    CROSS JOIN LATERAL (
        SELECT number, created_at FROM threads_post
        WHERE thread_id = %s AND number >= wanted.number AND state = 0 AND NOT whisper ORDER BY number LIMIT 1
    ) AS found ORDER BY wanted.place
"""


def floor_of(viewer: Member) -> Coalesce:
    """Up to which post all counts as read: an expression for a query."""
    return Coalesce(Subquery(ReadFloor.objects.filter(member=viewer).values("post_id")), Value(0))


def unread_within(viewer: Member) -> RawSQL:
    """What of each thread is unread, up to `MOST_COUNTED`, in the query that reads the threads: {"count", "new"} or None."""
    return RawSQL(_UNREAD, [MOST_COUNTED, viewer.pk, viewer.pk], output_field=JSONField())  # noqa: S611 - our own text


def unread_on_boards(board_ids: Sequence[int], *, viewer: Member) -> set[int]:
    """Those of the boards, which must come from a selector, with something unread. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_BOARDS, {"boards": list(board_ids), "member": viewer.pk})
        return {int(pk) for (pk,) in cursor.fetchall()}


def read_number(thread_id: int, *, viewer: Viewer) -> int:
    """The highest number that `viewer` has had before them in a thread; 0 for none, and for nobody."""
    if not isinstance(viewer, Member):
        return 0
    return ReadMark.objects.filter(member=viewer, thread=thread_id).values_list("number", flat=True).first() or 0


def first_unread(thread_id: int, *, viewer: Member) -> int:
    """The number of the first post that the member has not read; 0 when there is none."""
    read = read_number(thread_id, viewer=viewer)
    found = posts(viewer=viewer).filter(thread=thread_id, number__gt=read, id__gt=floor_of(viewer), state=State.VISIBLE)
    return found.order_by("number").values_list("number", flat=True).first() or 0


def dates_along(thread_id: int, numbers: Sequence[int]) -> list[tuple[int, datetime]]:
    """For each number, the first post from there on that all readers see, and its time. One index probe each."""
    with connection.cursor() as cursor:
        cursor.execute(_ALONG, [list(numbers), thread_id])
        return [(int(number), at) for number, at in cursor.fetchall()]


def seconds_since_own_post(thread_id: int, *, viewer: Member) -> int | None:
    """How long ago the member last posted in a thread, whatever became of the post; None if never."""
    last = (
        Post.objects.filter(thread=thread_id, author=viewer)
        .order_by("-id")
        .values_list("created_at", flat=True)
        .first()
    )
    return None if last is None else int((clock.now() - last).total_seconds())


def position_in(thread_id: int, *, viewer: Viewer) -> tuple[int, int]:
    """`read_number` and `first_unread` of one thread; both 0 for nobody."""
    if not isinstance(viewer, Member):
        return 0, 0
    return read_number(thread_id, viewer=viewer), first_unread(thread_id, viewer=viewer)
