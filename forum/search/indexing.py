"""Posts into search rows: one statement a batch, whatever is in it."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction

from forum.search.languages import CONFIGURATIONS, language_of, pairs, unaccented, words_of

BUCKET = 4096
"""Post ids to a bucket. Search goes through buckets from the newest, and stops when it has seen enough."""

MARK = "§"
"""Begins every key. The parser takes it for a blank, so no word of a text, and none of a query, can begin with it."""

_DEPOSIT = re.compile(r"\[\[([a-z0-9]+(?:-[a-z0-9]+)*)[\]|\\]")

_READ = """
    SELECT post.id, thread.title, post.text, post.source, thread.tags, ARRAY(
        SELECT deposit.slug FROM threads_threaddeposit AS link JOIN threads_deposit AS deposit ON deposit.id = link.deposit_id
        WHERE link.thread_id = thread.id
    ) FROM threads_post AS post JOIN threads_thread AS thread ON thread.id = post.thread_id WHERE post.id = ANY(%s)
"""

# A lexeme is at most 2 kB and a document at most 1 MB, which 40,000 characters stay well below.
_WRITE = f"""
    INSERT INTO forum_searchrow (post_id, version, language, document)
    SELECT post.id, post.version, read.language,
        setweight(to_tsvector(read.configuration::regconfig, thread.title), 'A')
        || setweight(to_tsvector(read.configuration::regconfig, post.text), 'B')
        || setweight(to_tsvector(read.configuration::regconfig, read.plain), 'D')
        || array_to_tsvector(read.keys::text[] || ARRAY[
            '{MARK}b' || post.id / {BUCKET}, '{MARK}a' || post.author_id, '{MARK}f' || thread.board_id,
            '{MARK}y' || extract(year FROM post.created_at AT TIME ZONE 'UTC')::text,
            '{MARK}' || CASE WHEN post.number = 1 THEN 'first' ELSE 'reply' END])
    FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[])
        AS read(id, language, configuration, plain, keys)
    JOIN threads_post AS post ON post.id = read.id
    JOIN threads_thread AS thread ON thread.id = post.thread_id
    ORDER BY post.id
    ON CONFLICT (post_id) DO UPDATE SET
        version = excluded.version, language = excluded.language, document = excluded.document
"""  # noqa: S608 - put together from our own text alone


@transaction.atomic
def index_posts(post_ids: Sequence[int]) -> None:
    """Read these posts as they are now. Those that are gone are left out. Locks their search rows, in order of id."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, [list(post_ids)])
        rows = sorted(cursor.fetchall())
        texts = [f"{title}\n{text}" for _, title, text, *_ in rows]
        languages = [language_of(whole) for whole in texts]
        cursor.execute(_WRITE, [
            [pk for pk, *_ in rows],
            languages,
            [CONFIGURATIONS[language] for language in languages],
            [unaccented(whole) for whole in texts],
            [_keys(whole, *named) for whole, (_, _, _, *named) in zip(texts, rows, strict=True)],
        ])  # fmt: skip
        words = words_of(texts)
        # In order, so that two who bring the same new words wait for one another and never in a circle.
        cursor.execute(
            "INSERT INTO forum_searchword (word) SELECT told.word FROM unnest(%s::text[]) AS told(word) WHERE NOT EXISTS"
            " (SELECT FROM forum_searchword AS known WHERE known.word = told.word) ORDER BY told.word ON CONFLICT DO NOTHING",
            [sorted(words)],
        )


@contextmanager
def without_index() -> Iterator[None]:
    """Take the index away and make it anew at the end: four times as fast for very many posts, and nobody can search meanwhile.

    Within the caller's transaction, so that a failure leaves the index as it was.
    """
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX searchrow_document")
        yield
        # An index cannot be made while references wait to be checked.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "CREATE INDEX searchrow_document ON forum_searchrow USING gin (document) WITH (fastupdate = off)"
        )
        cursor.execute("ANALYZE forum_searchrow, forum_searchword")


def next_posts(*, after: int, limit: int) -> list[int]:
    """The next post ids behind `after`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM threads_post WHERE id > %s ORDER BY id LIMIT %s", [after, limit])
        return [pk for (pk,) in cursor.fetchall()]


def next_posts_of(thread_id: int, *, after: int, limit: int) -> list[int]:
    """The next post ids of a thread behind `after`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM threads_post WHERE thread_id = %s AND id > %s ORDER BY id LIMIT %s",
            [thread_id, after, limit],
        )
        return [pk for (pk,) in cursor.fetchall()]


def stale_of(post_ids: Sequence[int]) -> list[int]:
    """Those of `post_ids` that have no search row, or one of an earlier version."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT post.id FROM threads_post AS post LEFT JOIN forum_searchrow AS row ON row.post_id = post.id"
            " WHERE post.id = ANY(%s) AND row.version IS DISTINCT FROM post.version ORDER BY post.id",
            [list(post_ids)],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _keys(text: str, source: str, tags: Sequence[str], slugs: Sequence[str]) -> str:
    """The keys of a text as an array in text form: its pairs, the deposits it links to, its thread's tags and deposits.

    They are letters, digits and hyphens, so nothing needs quoting.
    """
    found = [f"{MARK}p{pair}" for pair in pairs(text)]
    found += [f"{MARK}t{tag}" for tag in tags]
    found += [f"{MARK}d{slug}" for slug in dict.fromkeys([*_DEPOSIT.findall(source), *slugs])]
    return "{" + ",".join(found) + "}"
