"""Every read of search: what `viewer` may find, and what they keep."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordDistance
from django.db.models import Case, F, FloatField, Q, When

from accounts.members.handles import skeleton
from accounts.members.models import Member, Role, Standing
from accounts.members.selectors import Person, Viewer, member_for_update, members_by_handle
from accounts.parties.selectors import PartyRow, search_parties
from forum.kernel import clock
from forum.kernel.errors import NotFound
from forum.search.candidates import MOST, Hit, hits
from forum.search.compiling import Compiled, compiled
from forum.search.highlighting import highlighted
from forum.search.models import SavedSearch, SearchWord
from forum.search.query import Leaf, Query, parse, years
from threads.deposits.selectors import NamedDeposit, search_deposits, slugs_named
from threads.discussion import selectors as discussion

PAGE = 20
FEW = 5
"""With fewer threads found than this, titles that are nearly like it are shown, too."""

HALF_LIFE = 730
"""Days after which a post counts half as much as one of today, by relevance."""

SORTS = ("relevance", "newest")


@dataclass(frozen=True, slots=True)
class Result:
    """A thread by the post of it that fits best. Both `*_html` are escaped, with `<mark>` around what was found."""

    thread_id: int
    title: str
    closed: bool
    board_slug: str
    board_title: str
    board_colour: str
    post_id: int
    number: int
    author: Person
    created_at: datetime
    title_html: str
    excerpt_html: str

    @property
    def url(self) -> str:
        return f"/threads/{self.thread_id}/{self.number}"

    @property
    def board_url(self) -> str:
        return f"/boards/{self.board_slug}"


@dataclass(frozen=True, slots=True)
class Near:
    """A thread whose title is nearly what was typed."""

    id: int
    title: str
    board_slug: str

    @property
    def url(self) -> str:
        return f"/threads/{self.id}"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet: what to add to the query, and how many of the threads looked at it leaves."""

    label: str
    filter: str
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gives. `total` posts fit, in `threads` threads; with `more` both are the least there are ("1,000+").

    `people`, `boards`, `deposits`, `parties` and `titles` are names nearly as typed; `meant` is another query, which finds
    something where this one finds nothing; `unread` are filters that mean nothing. `after` is where the next page begins, 0 at
    the end.
    """

    results: list[Result] = field(default_factory=list)
    total: int = 0
    threads: int = 0
    more: bool = False
    facets: dict[str, list[Choice]] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    boards: list[discussion.BoardRow] = field(default_factory=list)
    deposits: list[NamedDeposit] = field(default_factory=list)
    parties: list[PartyRow] = field(default_factory=list)
    titles: list[Near] = field(default_factory=list)
    meant: str = ""
    unread: tuple[str, ...] = ()
    snapshot: int = 0
    after: int = 0


@dataclass(frozen=True, slots=True)
class Saved:
    """A search that a member keeps."""

    id: int
    name: str
    query: str


_SAVED = ("id", "name", "query")


def search(
    typed: str, *, viewer: Viewer, sort: str = "relevance", snapshot: int = 0, offset: int = 0, limit: int = PAGE
) -> Found:
    """Threads with posts that fit, `limit` from `offset` on, as of `snapshot` (the newest post id then; 0 begins anew).

    Costs no more with a million posts than with a thousand: see `candidates`.
    """
    query = parse(typed)
    if not query.asks:
        return Found(unread=query.unread)
    boards = discussion.boards(viewer=viewer)
    keys, deposits = _keys(query, boards), search_deposits(query.words)
    form = compiled(query, keys=keys, instead=_instead(query, deposits)) if keys is not None else Compiled("", "")
    snapshot = snapshot or form.newest
    looked_at, beyond = hits(query, form, viewer=viewer, snapshot=snapshot)
    ordered = _ordered(looked_at, sort)
    shown = ordered[offset : offset + limit]
    first = offset == 0
    people, names = _members(query, _busiest(ordered, query)) if first else ([], {})
    return Found(
        results=_results(shown, form, viewer),
        total=min(sum(hit.count for hit in looked_at), MOST),
        threads=len(ordered),
        more=beyond or sum(hit.count for hit in looked_at) > MOST,
        facets=_facets(ordered, query, boards, names) if first else {},
        people=people,
        boards=_boards(query, boards) if first else [],
        deposits=deposits[:3] if first and len(query.words) > 2 else [],
        parties=search_parties(query.words, viewer=viewer, limit=3) if first and len(query.words) > 2 else [],
        titles=_titles(query, viewer, {hit.thread_id for hit in ordered}) if first and len(ordered) < FEW else [],
        meant=_meant(query, typed, viewer, snapshot, keys) if first and not ordered and keys is not None else "",
        unread=query.unread,
        snapshot=snapshot,
        after=offset + limit if len(ordered) > offset + limit else 0,
    )


def compiled_for(typed: str, *, viewer: Viewer) -> tuple[Query, Compiled]:
    """What is typed, as read and as PostgreSQL's: for holding single posts against it. An empty filter finds nothing."""
    query = parse(typed)
    keys = _keys(query, discussion.boards(viewer=viewer)) if query.asks else None
    if keys is None:
        return query, Compiled("", "")
    return query, compiled(query, keys=keys, instead=_instead(query, search_deposits(query.words)))


def _instead(query: Query, deposits: Sequence[NamedDeposit]) -> list[str]:
    """Who types a deposit's name, or an alias of it, looks for what is said of it under any name."""
    return [] if query.in_title else [f"d{deposit.slug}" for deposit in deposits if deposit.exactly]


def saved(viewer: Member) -> list[Saved]:
    """The member's own saved searches, by name."""
    return [Saved(*row) for row in SavedSearch.objects.filter(member=viewer).order_by("name").values_list(*_SAVED)]


def saved_for_update(member: Member) -> list[SavedSearch]:
    """The member's own; locks the member's row, so that their number holds."""
    member_for_update(member.pk)
    return list(SavedSearch.objects.filter(member=member))


def saved_by_id(saved_id: int, *, viewer: Member) -> Saved:
    found = SavedSearch.objects.filter(member=viewer, pk=saved_id).values_list(*_SAVED).first()
    if found is None:
        raise NotFound
    return Saved(*found)


def _keys(query: Query, boards: Sequence[discussion.BoardRow]) -> list[str] | None:
    """The keys that the query's filters stand for; None when one names nobody, or nothing that the viewer knows of."""
    keys = [f"t{tag}" for tag in query.tags]
    for named in query.deposits:
        slugs = slugs_named(named) or slugs_named(named.replace("-", " "))
        if not slugs:
            return None
        keys.append("|".join(f"d{slug}" for slug in slugs))
    if query.in_title:
        keys.append("first")
    if query.board:
        board = next((board for board in boards if board.slug == query.board.lower()), None)
        if board is None:
            return None
        keys.append(f"f{board.id}")
    if query.author:
        person = members_by_handle({query.author}).get(query.author)
        if person is None:
            return None
        keys.append(f"a{person.id}")
    span = years(query, now=clock.now())
    if span is not None:
        if not span:
            return None
        keys.append("|".join(f"y{year}" for year in span))
    return keys


def _ordered(looked_at: Sequence[Hit], sort: str) -> list[Hit]:
    """Each thread's best post, the threads in order."""
    best: dict[int, Hit] = {}
    for hit in looked_at[:MOST]:
        if hit.thread_id not in best or hit.rank > best[hit.thread_id].rank:
            best[hit.thread_id] = hit
    if sort == "newest":
        return sorted(best.values(), key=lambda hit: hit.post_id, reverse=True)
    now = clock.now()
    return sorted(best.values(), key=lambda hit: (_worth(hit, now), hit.post_id), reverse=True)


def _worth(hit: Hit, now: datetime) -> float:
    """Relevance: PostgreSQL's rank, and up to twice as much for what is fresh."""
    age = max(0.0, (now - hit.created_at).total_seconds() / 86_400)
    freshness: float = 0.5 ** (age / HALF_LIFE)
    return (hit.rank + 0.001) * (1 + freshness)


def _results(shown: Sequence[Hit], form: Compiled, viewer: Viewer) -> list[Result]:
    """The hits with what is shown of them. Asked through the selectors once more: what is not there is left out."""
    rows = {
        row["id"]: row
        for row in discussion.posts(viewer=viewer)
        .filter(pk__in=[hit.post_id for hit in shown])
        .values(
            "id", "number", "author_id", "author__handle", "author__role", "created_at", "text", "source", "thread_id",
            "thread__title", "thread__closed", "thread__board__slug", "thread__board__title", "thread__board__colour",
        )
    }  # fmt: skip
    there = [(hit, rows[hit.post_id]) for hit in shown if hit.post_id in rows]
    marked = highlighted(
        [(row["thread__title"], row["text"], row["source"]) for _, row in there],
        [hit.language for hit, _ in there],
        form.words,
    )
    return [
        Result(
            thread_id=row["thread_id"], title=row["thread__title"], closed=row["thread__closed"],
            board_slug=row["thread__board__slug"], board_title=row["thread__board__title"],
            board_colour=row["thread__board__colour"], post_id=row["id"], number=row["number"],
            author=Person(row["author_id"], row["author__handle"], row["author__role"]), created_at=row["created_at"],
            title_html=title_html, excerpt_html=excerpt_html,
        )
        for (_, row), (title_html, excerpt_html) in zip(there, marked, strict=True)
    ]  # fmt: skip


def _busiest(ordered: Sequence[Hit], query: Query) -> dict[int, int]:
    """Who wrote most of the threads' best posts, and how many; nobody where an author was named."""
    return {} if query.author else dict(Counter(hit.author_id for hit in ordered).most_common(6))


def _facets(
    ordered: Sequence[Hit], query: Query, boards: Sequence[discussion.BoardRow], names: dict[str, int]
) -> dict[str, list[Choice]]:
    """How the threads looked at spread over boards, authors and years; none where there is no choice."""
    facets: dict[str, list[Choice]] = {}
    if not query.board:
        on = Counter(hit.board_id for hit in ordered)
        facets["board"] = [
            Choice(board.title, f"board:{board.slug}", on[board.id]) for board in boards if board.id in on
        ]
    if not query.author:
        facets["author"] = [Choice(name, f"author:{name}", count) for name, count in names.items()]
    if query.after is None and query.before is None:
        in_year = Counter(hit.created_at.year for hit in ordered)
        facets["year"] = [
            Choice(str(year), f"after:{year} before:{year + 1}", count)
            for year, count in sorted(in_year.items(), reverse=True)[:8]
        ]
    return {name: choices for name, choices in facets.items() if len(choices) > 1}


def _members(query: Query, busiest: dict[int, int]) -> tuple[list[Person], dict[str, int]]:
    """Members whose handle begins with what was typed, or is nearly it; and the handles of the busiest. One query at most.

    Neither protected ones, who are not listed, nor guests: that somebody was let in as one is told by what they answer, if
    they do.
    """
    words = query.words.replace(" ", "-")
    like = Q(pk__in=[])
    if not query.in_title and len(words) > 2:
        like = Q(handle_key__startswith=skeleton(words)) | Q(handle__trigram_similar=words)
        like &= ~(Q(standing=Standing.BANNED) | Q(protected=True) | Q(role=Role.GUEST))
    elif not busiest:
        return [], {}
    nearness = Case(When(like, then=TrigramSimilarity("handle", words)), default=None, output_field=FloatField())
    rows = (
        Member.objects.filter(like | Q(pk__in=busiest))
        .annotate(counted=Case(When(pk__in=busiest, then=0), default=1), nearness=nearness)
        .order_by("counted", F("nearness").desc(nulls_last=True), "handle")
        .values_list("id", "handle", "role", "nearness")[: len(busiest) + 3]
    )
    found = list(rows)
    near = sorted((row for row in found if row[3] is not None), key=lambda row: (-row[3], row[1]))
    handles = {pk: handle for pk, handle, *_ in found}
    return [Person(*row[:3]) for row in near[:3]], {handles[pk]: n for pk, n in busiest.items() if pk in handles}


def _boards(query: Query, boards: Sequence[discussion.BoardRow]) -> list[discussion.BoardRow]:
    words = query.words.casefold()
    return [board for board in boards if len(words) > 2 and words in board.title.casefold()][:3]


def _titles(query: Query, viewer: Viewer, found: set[int]) -> list[Near]:
    """Threads whose title is nearly what was typed, but for those `found` already."""
    words = query.words
    if len(words) < 4:
        return []
    near = (
        discussion.threads(viewer=viewer)
        .filter(title__trigram_word_similar=words)
        .order_by(TrigramWordDistance(words, "title"), "-id")
        .values_list("id", "title", "board__slug")
    )
    return [Near(*row) for row in near[: FEW + len(found)] if row[0] not in found][:FEW]


def _meant(query: Query, typed: str, viewer: Viewer, snapshot: int, keys: list[str]) -> str:
    """`typed` with its unknown words replaced by those nearest to them, if that finds something the viewer may see."""
    unknown = _unknown(query)
    nearest = {word: near for word in unknown if (near := _nearest(word))}
    if not nearest:
        return ""
    groups = tuple(
        tuple(Leaf(nearest.get(leaf.words.lower(), leaf.words), leaf.phrase, leaf.prefix, leaf.negated) for leaf in group)
        for group in query.groups
    )  # fmt: skip
    other = Query(groups=groups, before=query.before, after=query.after, in_title=query.in_title)
    if not hits(other, compiled(other, keys=keys), viewer=viewer, snapshot=snapshot)[0]:
        return ""
    return " ".join(nearest.get(word.lower(), word) for word in typed.split())


def _unknown(query: Query) -> list[str]:
    plain = [
        leaf.words.lower()
        for group in query.groups
        for leaf in group
        if not (leaf.phrase or leaf.prefix or leaf.negated) and len(leaf.words) > 3
    ]
    known = set(SearchWord.objects.filter(word__in=plain).values_list("word", flat=True))
    return [word for word in dict.fromkeys(plain) if word not in known]


def _nearest(word: str) -> str:
    near = SearchWord.objects.filter(word__trigram_similar=word).annotate(nearness=TrigramSimilarity("word", word))
    found = near.order_by("-nearness", "word").values_list("word", flat=True).first()
    return found or ""
