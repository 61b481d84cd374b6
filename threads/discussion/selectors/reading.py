"""How far members have read, and where in a thread one can go."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Subquery, Value
from django.db.models.functions import Coalesce

from accounts.members.models import Member
from accounts.members.selectors import Viewer
from forum.kernel import clock
from threads.discussion.models import Post, ReadFloor, ReadMark, State
from threads.discussion.selectors.visibility import posts

MOST_COUNTED = 100
"""Where counting the unread posts of a thread stops."""

_UNREAD = """
    SELECT thread.id, mark.number IS NULL, counted.posts
    FROM threads_thread AS thread
    CROSS JOIN (
        SELECT coalesce((SELECT post_id FROM threads_readfloor WHERE member_id = %(member)s), 0) AS post_id
    ) AS floor
    LEFT JOIN threads_readmark AS mark ON mark.thread_id = thread.id AND mark.member_id = %(member)s
    CROSS JOIN LATERAL (
        SELECT count(*) AS posts FROM (
            SELECT FROM threads_post WHERE thread_id = thread.id AND number > coalesce(mark.number, 0)
                AND id > floor.post_id AND state = 0 AND NOT whisper LIMIT %(most)s
        ) AS unread
    ) AS counted
    WHERE thread.id = ANY(%(threads)s) AND thread.last_post_id > floor.post_id AND counted.posts > 0
        AND thread.last_at > now() - interval '60 days'
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


def unread_counts(thread_ids: Sequence[int], *, viewer: Member) -> dict[int, tuple[int, bool]]:
    """How many posts of each thread are unread, up to `MOST_COUNTED`, and whether the member has never opened it.

    One query; threads without any are missing. The threads must come from a selector.
    """
    values: dict[str, Any] = {"member": viewer.pk, "most": MOST_COUNTED, "threads": list(thread_ids)}
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD, values)
        return {pk: (int(count), bool(new)) for pk, new, count in cursor.fetchall()}


def unread_on_boards(*, viewer: Member) -> set[int]:
    """The boards with something unread. Their threads are looked at newest first, the 200 last active ones at most."""
    found = posts(viewer=viewer).filter(id__gt=floor_of(viewer)).order_by("-id").values_list("thread", "thread__board")
    recent = dict(list(dict.fromkeys(found[:1000]))[:200])
    return {recent[pk] for pk in unread_counts(list(recent), viewer=viewer)}


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
