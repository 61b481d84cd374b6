"""From a query as read to PostgreSQL's tsquery, once for each language a text may be in."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from forum.search.indexing import MARK
from forum.search.languages import CONFIGURATIONS, pairs, spaced
from forum.search.query import Leaf, Query

MOST_BEGINNINGS = 30
"""Words that a beginning (`leach*`) stands for, at most: the shortest ones."""

_VARIANTS = tuple(dict.fromkeys(CONFIGURATIONS.values()))


@dataclass(frozen=True, slots=True)
class Compiled:
    """`words` is the tsquery of the words alone, for ranking and highlighting; `filter` has negations and keys as well.

    Both are in text form; an empty `filter` means that nothing can be found. `newest` is the newest post's id as of then.
    """

    words: str
    filter: str
    newest: int = 0


def compiled(query: Query, *, keys: Sequence[str] = (), instead: Sequence[str] = ()) -> Compiled:
    """The tsquery of `query`, whose filters the caller has turned into `keys` ("a|b": one of them). Two queries at most.

    What has one of the keys `instead` fits, too, whatever its words.
    """
    expanded = _with_beginnings(query)
    positive: list[str] = []
    whole: list[str] = []
    newest, groups = _groups(expanded)
    for fits, avoided in groups:
        told = _either(fits)
        not_told = [f"!({text})" for text in avoided]
        if told:
            positive.append(told)
        if told or (not_told and not fits):
            whole.append(" & ".join([*([f"({told})"] if told else []), *not_told]))
    if query.groups and not whole:
        return Compiled("", "", newest)
    required = ["(" + " | ".join(f"'{MARK}{one}'" for one in key.split("|")) + ")" for key in keys]
    alternatives = _either([*whole, *(f"'{MARK}{key}'" for key in instead)])
    return Compiled(
        words=_either(positive),
        filter=" & ".join([*([f"({alternatives})"] if alternatives else []), *required]),
        newest=newest,
    )


type _Alternatives = list[list[list[Leaf]]]


def _with_beginnings(query: Query) -> _Alternatives:
    """Groups of leaves; a leaf is a list of those that any may fit: one, or the words that a beginning stands for."""
    beginnings = {leaf.words.lower() for group in query.groups for leaf in group if leaf.prefix}
    words = {beginning: _words_beginning(beginning) for beginning in sorted(beginnings)}
    return [
        [
            [Leaf(word, negated=leaf.negated) for word in words[leaf.words.lower()]] + [leaf] if leaf.prefix else [leaf]
            for leaf in group
        ]
        for group in query.groups
    ]


def _words_beginning(beginning: str) -> list[str]:
    pattern = beginning.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM forum_searchword WHERE word LIKE %s ORDER BY length(word), word LIMIT %s",
            [pattern, MOST_BEGINNINGS],
        )
        return [word for (word,) in cursor.fetchall()]


def _groups(groups: _Alternatives) -> tuple[int, list[tuple[list[str], list[str]]]]:
    """The newest post's id; and for each group its tsquery in each language, and what must not be there in any."""
    params: list[str] = []
    columns: list[str] = []
    for group in groups:
        fits = [leaves for leaves in group if not leaves[0].negated]
        avoided = [leaf for leaves in group if leaves[0].negated for leaf in leaves]
        columns += [_all_of(fits, variant, params) for variant in _VARIANTS]
        columns.append(" || ".join(_one(leaf, variant, params) for leaf in avoided for variant in _VARIANTS) or "''")
    newest = "(SELECT coalesce(max(id), 0) FROM threads_post)"
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join([newest, *(f"({column})::text" for column in columns)]), params)
        reached, *row = cursor.fetchone()
    width = len(_VARIANTS) + 1
    parts = [row[at : at + width] for at in range(0, len(row), width)]
    return int(reached), [
        (list(dict.fromkeys(text for text in part[:-1] if text)), [part[-1]] if part[-1] else []) for part in parts
    ]


def _all_of(fits: list[list[Leaf]], variant: str, params: list[str]) -> str:
    each = ["(" + " || ".join(_one(leaf, variant, params) for leaf in leaves) + ")" for leaves in fits]
    return " && ".join(each) or "''"


def _one(leaf: Leaf, variant: str, params: list[str]) -> str:
    """SQL for one leaf in one language. Its words go in as parameters, and cannot speak tsquery."""
    parts = []
    if spaced(leaf.words).strip():
        params += [variant, spaced(leaf.words)]
        parts.append("phraseto_tsquery(%s::regconfig, %s)")
    if found := pairs(leaf.words):
        params.append(" & ".join(f"'{MARK}p{pair}'" for pair in found))
        parts.append("%s::tsquery")
    return "(" + (" && ".join(parts) or "''::tsquery") + ")"


def _either(texts: Sequence[str]) -> str:
    return " | ".join(f"({text})" for text in dict.fromkeys(texts))
