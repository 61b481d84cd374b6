"""What somebody typed into the search box, read. Pure.

dysprosium "cut-off grade" leach* -tailings author:petrograph board:supply after:2024-05 in:title
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

LONGEST = 300
MOST_WORDS = 16

_TOKEN = re.compile(r'(-?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))', re.IGNORECASE)
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
FILTERS = frozenset({"author", "board", "deposit", "tag", "before", "after", "in"})
_TAG = re.compile(r"[a-z0-9-]{2,30}")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A word, the beginning of one (`prefix`), or words that stand together (`phrase`); `negated`: must not be there."""

    words: str
    phrase: bool = False
    prefix: bool = False
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """`groups` are alternatives (`OR`) of leaves that must all fit. `after` is included, `before` is not.

    `unread` names filters that cannot be understood, as typed.
    """

    groups: tuple[tuple[Leaf, ...], ...] = ()
    author: str = ""
    board: str = ""
    deposits: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    before: datetime | None = None
    after: datetime | None = None
    in_title: bool = False
    unread: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What is looked for, without filters and signs: for names and titles that are nearly like it."""
        return " ".join(leaf.words for group in self.groups for leaf in group if not leaf.negated)

    @property
    def asks(self) -> bool:
        """Whether there is anything to look for."""
        return any((self.groups, self.author, self.board, self.deposits, self.tags, self.before, self.after))


@dataclass(slots=True)
class _Reader:
    groups: list[list[Leaf]] = field(default_factory=lambda: [[]])
    filters: dict[str, str] = field(default_factory=dict)
    deposits: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    days: dict[str, datetime] = field(default_factory=dict)
    in_title: bool = False
    unread: list[str] = field(default_factory=list)
    count: int = 0

    def filter(self, name: str, value: str, whole: str) -> None:
        match name:
            case "author" | "board":
                self.filters[name] = value.lstrip("@")
            case "deposit":
                self.deposits.append(value.lower())
            case "tag" if _TAG.fullmatch(value.lower()):
                self.tags.append(value.lower())
            case "in" if value.lower() == "title":
                self.in_title = True
            case "before" | "after" if (moment := day(value)) is not None:
                self.days[name] = moment
            case _:
                self.unread.append(whole)

    def leaf(self, minus: str, phrase: str | None, word: str) -> None:
        if word == "OR" and not minus:
            self.groups.append([])
            return
        if self.count == MOST_WORDS:
            return
        words = phrase if phrase is not None else word
        prefix = phrase is None and len(word) > 2 and word.endswith("*")
        words = words.strip("*").strip()
        if words:
            self.count += 1
            self.groups[-1].append(Leaf(words, phrase=phrase is not None, prefix=prefix, negated=bool(minus)))


def parse(typed: str) -> Query:
    """Read what was typed. Nothing is an error: what is no filter of ours is a word."""
    reader = _Reader()
    for match in _TOKEN.finditer(typed[:LONGEST]):
        minus, name, phrase, word = match[1], (match[2] or "").lower(), match[3], match[4] or ""
        if name in FILTERS and not minus:
            reader.filter(name, (phrase or word).strip(), match[0])
        elif name:
            reader.leaf(minus, phrase, f"{match[2]}:{word}" if phrase is None else "")
        else:
            reader.leaf(minus, phrase, word)
    return Query(
        groups=tuple(tuple(group) for group in reader.groups if group),
        author=reader.filters.get("author", ""),
        board=reader.filters.get("board", ""),
        deposits=tuple(reader.deposits),
        tags=tuple(reader.tags),
        before=reader.days.get("before"),
        after=reader.days.get("after"),
        in_title=reader.in_title,
        unread=tuple(reader.unread),
    )


def day(value: str) -> datetime | None:
    """The beginning, in UTC, of "2024", "2024-05" or "2024-05-17"; None for anything else."""
    match = _DAY.fullmatch(value)
    if match is None:
        return None
    try:
        found = date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None
    return datetime(found.year, found.month, found.day, tzinfo=UTC)


def years(query: Query, *, now: datetime) -> range | None:
    """The years that the query's days leave; None when it names none. Nothing here is older than 1990."""
    if query.before is None and query.after is None:
        return None
    first = query.after.year if query.after else 1990
    last = (query.before - timedelta(microseconds=1)).year if query.before else now.year
    return range(max(first, 1990), min(last, now.year) + 1)
