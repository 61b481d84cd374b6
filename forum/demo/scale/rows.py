"""Members, threads and posts into their tables by COPY."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Model

from accounts.members import handles
from accounts.members.models import LEVEL_OF_ROLE, Level, Member, Role
from forum.demo.scale.material import Material, handles_for, joined
from forum.demo.scale.skew import Shape
from forum.kernel.text import RENDERER_VERSION
from threads.discussion.models import Board, Post, Thread

type Told = Callable[[int], None]

VERIFIED_SHARE = 0.1
CLOSED_SHARE = 0.04
EDITED_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Place:
    """A board to write on, and the ids of those who may, the most diligent first."""

    board_id: int
    authors: Sequence[int]


@dataclass(frozen=True, slots=True)
class Before:
    """The highest ids that there were."""

    thread: int
    post: int


def lock() -> None:
    """Keep others from writing to the tables until the transaction ends: their ids are given out here."""
    tables = ", ".join(model._meta.db_table for model in (Member, Thread, Post))
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")


def add_members(count: int, *, random: Random) -> list[tuple[int, str, Role]]:
    """`count` members who cannot sign in; ids, handles and roles."""
    taken = set(Member.objects.values_list("handle_key", flat=True))
    names = [name for name in handles_for(2 * count, random=random, taken=set()) if _is_free(name, taken)][:count]
    roles = [Role.VERIFIED if random.random() < VERIFIED_SHARE else Role.MEMBER for _ in names]
    ids = _next_ids(Member, len(names))
    rows = (
        {"id": pk, "handle": name, "handle_key": handles.skeleton(name), "role": role, "password": "!"}
        for pk, name, role in zip(ids, names, roles, strict=True)
    )
    _copy(Member, ("id", "handle", "handle_key", "role", "password"), (row.values() for row in rows))
    return list(zip(ids, names, roles, strict=True))


def places(people: Sequence[tuple[int, str, Role]]) -> list[Place]:
    """The boards that these members may start threads on, in order."""
    found = []
    for board in Board.objects.order_by("position", "id"):
        level = Level(max(board.start_level, board.reply_level))
        authors = [pk for pk, _, role in people if LEVEL_OF_ROLE[role] >= level]
        if authors:
            found.append(Place(board.pk, authors))
    return found


def add_posts(shape: Shape, material: Material, boards: Sequence[Place], *, random: Random, told: Told) -> Before:
    """The threads and posts of `shape`, in the words of `material`; what was there before.

    `told` hears every thousand posts.
    """
    topics = int(shape.thread.max()) + 1
    threads, posts = _next_ids(Thread, topics), _next_ids(Post, len(shape.thread))
    # A board has half as many threads as the one before it.
    on = random.choices(boards, weights=[0.5**place for place in range(len(boards))], k=topics)
    languages = random.choices(list(material.shares), weights=list(material.shares.values()), k=topics)
    authors = [
        on[thread].authors[int(rank * len(on[thread].authors))]
        for thread, rank in zip(shape.thread.tolist(), shape.rank.tolist(), strict=True)
    ]
    _copy(Thread, THREAD, _thread_rows(shape, material, on, languages, authors, threads, posts, random))
    _copy(Post, POST, _post_rows(shape, material, languages, authors, threads, posts, random, told))
    return Before(thread=threads.start - 1, post=posts.start - 1)


THREAD = (
    "id", "board_id", "author_id", "title", "created_at", "closed", "post_count", "top_number", "last_number",
    "last_post_id", "last_at", "last_author_id",
)  # fmt: skip
POST = ("id", "thread_id", "number", "author_id", "source", "html", "text", "renderer", "created_at", "edited_at")


def _thread_rows(
    shape: Shape, material: Material, on: Sequence[Place], languages: Sequence[str], authors: Sequence[int],
    threads: range, posts: range, random: Random,
) -> Iterator[Iterable[Any]]:  # fmt: skip
    first = np.flatnonzero(shape.number == 1).tolist()
    last = np.empty(len(threads), dtype=np.int64)
    last[shape.thread] = np.arange(len(shape.thread))
    for topic, (begin, end) in enumerate(zip(first, last.tolist(), strict=True)):
        count = int(shape.number[end])
        yield (
            threads[topic], on[topic].board_id, authors[begin], random.choice(material.titles[languages[topic]])[:200],
            _moment(shape.second[begin]), random.random() < CLOSED_SHARE, count, count, count, posts[end],
            _moment(shape.second[end]), authors[end],
        )  # fmt: skip


def _post_rows(
    shape: Shape, material: Material, languages: Sequence[str], authors: Sequence[int], threads: range, posts: range,
    random: Random, told: Told,
) -> Iterator[Iterable[Any]]:  # fmt: skip
    threads_, numbers, seconds = shape.thread.tolist(), shape.number.tolist(), shape.second.tolist()
    for index, (topic, number, second) in enumerate(zip(threads_, numbers, seconds, strict=True)):
        count = min(material.together, int(random.expovariate(0.6)) + 1)
        source, html, words = joined(random.choices(material.pieces[languages[topic]], k=count))
        at = _moment(second)
        edited = at if random.random() < EDITED_SHARE else None
        yield (
            posts[index], threads[topic], number, authors[index], source, html, words, RENDERER_VERSION, at, edited,
        )  # fmt: skip
        if index % 1000 == 999:
            told(index + 1)


def settle(*, since: int) -> None:
    """Count what came behind thread id `since` with its boards, and have the planner know of it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE threads_board AS board SET thread_count = thread_count + new.threads, post_count = post_count + new.posts"
            " FROM (SELECT board_id, count(*) AS threads, sum(post_count) AS posts FROM threads_thread WHERE id > %s"
            " GROUP BY board_id) AS new WHERE new.board_id = board.id",
            [since],
        )
        for model in (Member, Board, Thread, Post):
            cursor.execute(f"ANALYZE {model._meta.db_table}")


def _copy(model: type[Model], given: Sequence[str], rows: Iterable[Iterable[Any]]) -> None:
    """COPY `rows`, whose values are the columns `given`; every other column gets what the model gives it."""
    others = [field for field in model._meta.concrete_fields if field.column not in given and not field.generated]
    defaults = tuple(field.get_db_prep_save(field.get_default(), connection) for field in others)
    columns = ", ".join(f'"{column}"' for column in (*given, *(field.column for field in others)))
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row((*row, *defaults))


def _next_ids(model: type[Model], count: int) -> range:
    """The next `count` ids of a table that `lock` keeps for us."""
    table = model._meta.db_table
    with closing(connection.cursor()) as cursor:
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")  # noqa: S608 - a model's own table
        (newest,) = cursor.fetchone()
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, newest + count])
    return range(newest + 1, newest + 1 + count)


def _is_free(handle: str, taken: set[str]) -> bool:
    """Whether nobody's handle looks like this one; from now on, somebody's does."""
    key = handles.skeleton(handle)
    if key in taken:
        return False
    taken.add(key)
    return True


def _moment(second: float) -> datetime:
    return datetime.fromtimestamp(second, UTC)
