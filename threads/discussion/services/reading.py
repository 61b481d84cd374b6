"""How far members have read, and which threads are talked about. None of it publishes an event."""

from django.db import connection, transaction

from accounts.members.models import Member
from accounts.members.policies import check_member
from accounts.members.selectors import Viewer
from threads.discussion import selectors
from threads.discussion.models import ReadFloor, Thread

PER_BOARD = 200
"""Threads kept of each board and span."""

_MARK = """
    INSERT INTO threads_readmark AS mark (member_id, thread_id, number) VALUES (%s, %s, %s)
    ON CONFLICT (member_id, thread_id) DO UPDATE SET number = excluded.number WHERE mark.number < excluded.number
"""

# What of a thread's posts came to another by a change, each with the nearest post below that did not: whoever has had that
# one before them, and the moved one where it stood, has read on without a gap.
_CARRY_MARKS = """
    WITH moved AS (
        SELECT from_number, to_number FROM threads_postmove
        WHERE change_id = %(change)s AND from_thread = %(source)s AND to_thread = %(target)s
    ), placed AS MATERIALIZED (
        SELECT * FROM (
            SELECT moved.from_number, post.number, max(post.number) FILTER (
                WHERE moved.to_number IS NULL AND post.state = 0 AND NOT post.whisper
            ) OVER (ORDER BY post.number) AS below
            FROM threads_post AS post LEFT JOIN moved ON moved.to_number = post.number WHERE post.thread_id = %(target)s
        ) AS along WHERE from_number IS NOT NULL
    ), readers AS (
        SELECT member_id, number FROM threads_readmark
        WHERE thread_id = %(source)s AND member_id > %(after)s ORDER BY member_id LIMIT %(limit)s
    ), carried AS (
        INSERT INTO threads_readmark AS mark (member_id, thread_id, number)
        SELECT readers.member_id, %(target)s, reached.number FROM readers
        LEFT JOIN threads_readmark AS own ON own.member_id = readers.member_id AND own.thread_id = %(target)s
        CROSS JOIN LATERAL (
            SELECT max(number) AS number FROM placed
            WHERE from_number <= readers.number AND coalesce(below, 0) <= coalesce(own.number, 0)
        ) AS reached
        WHERE reached.number IS NOT NULL
        ON CONFLICT (member_id, thread_id) DO UPDATE SET number = excluded.number WHERE mark.number < excluded.number
    )
    SELECT max(member_id) FROM readers
"""
READERS = 500
"""Readers whose marks are carried on in one statement."""

# A post counts 1 and a reaction to it a half. What is hot weighs each post by its age, halved every 12 hours.
_RANK = """
    WITH recent AS (
        SELECT post.thread_id, thread.board_id, now() - post.created_at AS age,
               1 + 0.5 * coalesce(said.count, 0) AS weight
        FROM threads_post AS post JOIN threads_thread AS thread ON thread.id = post.thread_id
        LEFT JOIN (SELECT post_id, sum(count) AS count FROM threads_reactioncount GROUP BY post_id) AS said
            ON said.post_id = post.id
        WHERE post.created_at > now() - make_interval(days => %(days)s)
            AND post.state = 0 AND NOT post.whisper AND thread.state = 0
    ), scored AS (
        SELECT thread_id, board_id,
               sum(CASE WHEN %(span)s = 'hot' THEN weight * power(0.5, extract(epoch FROM age) / 43200) ELSE weight END) AS score
        FROM recent GROUP BY thread_id, board_id
    ), placed AS (
        SELECT thread_id, score, row_number() OVER (PARTITION BY board_id ORDER BY score DESC, thread_id DESC) AS place
        FROM scored
    )
    INSERT INTO threads_topthread (span, thread_id, score)
    SELECT %(span)s, thread_id, score FROM placed WHERE place <= %(most)s
"""


@transaction.atomic
def mark_read(*, actor: Viewer, thread_id: int, number: int) -> None:
    """Note that the actor has had posts up to `number` before them; never back. Raises `NotSignedIn`, `NotFound`.

    Only a higher number writes, so that one reads through a thread again for nothing; a crash may lose the last mark.
    """
    member = check_member(actor)
    thread = selectors.thread_row(thread_id, viewer=member)
    note_read(member, thread.id, min(number, thread.last_number))


def note_read(member: Member, thread_id: int, number: int) -> None:
    """The same, for a page that has just been shown. One statement, which does not wait for the disk."""
    if number < 1:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO off")
        cursor.execute(_MARK, [member.pk, thread_id, number])


def follow_own_post(*, member: Member, thread: Thread, before: int) -> None:
    """Whoever had read everything up to `before` has read their own post, too. In the poster's transaction."""
    if before == 0 or selectors.read_number(thread.pk, viewer=member) >= before:
        with connection.cursor() as cursor:
            cursor.execute(_MARK, [member.pk, thread.pk, thread.last_number])


def carry_marks(*, change_id: int, from_thread_id: int, to_thread_id: int, after: int) -> int | None:
    """Posts went to another thread: the next readers behind `after` have read there what they had read here.

    Nobody's mark passes over a post that they have not had before them. The last reader looked at, None at the end.
    """
    with connection.cursor() as cursor:
        values = {
            "change": change_id,
            "source": from_thread_id,
            "target": to_thread_id,
            "after": after,
            "limit": READERS,
        }
        cursor.execute(_CARRY_MARKS, values)
        reached = cursor.fetchone()[0]
    return None if reached is None else int(reached)


@transaction.atomic
def mark_all_read(*, actor: Viewer, up_to: int = 0) -> int:
    """Count everything up to post `up_to` as read (0: up to now), and return it; never back. Raises `NotSignedIn`."""
    member = check_member(actor)
    newest = selectors.newest_post_id()
    wanted = min(up_to or newest, newest)
    floor, made = ReadFloor.objects.select_for_update().get_or_create(member=member, defaults={"post_id": wanted})
    if not made and floor.post_id < wanted:
        floor.post_id = wanted
        floor.save(update_fields=["post_id"])
    return max(floor.post_id, wanted)


@transaction.atomic
def rank_threads() -> None:
    """Make the hot and top lists anew. Readers see the old ones until this commits."""
    for span, days in {"hot": 7, **selectors.SPANS}.items():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM threads_topthread WHERE span = %s", [span])
            cursor.execute(_RANK, {"span": span, "days": days, "most": PER_BOARD})
