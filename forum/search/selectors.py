"""Every read of search: what `viewer` may find, and what they keep."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordDistance
from django.db.models import Q

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
from threads.deposits.selectors import DepositRow, search_deposits, slugs_named
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

    thread: discussion.ThreadRow
    post_id: int
    number: int
    author: Person
    created_at: datetime
    title_html: str
    excerpt_html: str

    @property
    def url(self) -> str:
        return f"/threads/{self.thread.id}/{self.number}"


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
    deposits: list[DepositRow] = field(default_factory=list)
    parties: list[PartyRow] = field(default_factory=list)
    titles: list[discussion.ThreadRow] = field(default_factory=list)
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
    snapshot = snapshot or discussion.newest_post_id()
    boards = discussion.boards(viewer=viewer)
    keys = _keys(query, boards)
    # Who types a deposit's name, or an alias of it, looks for what is said of it under any name.
    instead = [f"d{slug}" for slug in slugs_named(query.words)] if query.words and not query.in_title else []
    form = compiled(query, keys=keys, instead=instead) if keys is not None else Compiled("", "")
    looked_at, beyond = hits(query, form, viewer=viewer, snapshot=snapshot)
    ordered = _ordered(looked_at, sort)
    shown = ordered[offset : offset + limit]
    first = offset == 0
    return Found(
        results=_results(shown, form, viewer),
        total=min(sum(hit.count for hit in looked_at), MOST),
        threads=len(ordered),
        more=beyond or sum(hit.count for hit in looked_at) > MOST,
        facets=_facets(ordered, query, boards) if first else {},
        people=_people(query) if first else [],
        boards=_boards(query, boards) if first else [],
        deposits=search_deposits(query.words, viewer=viewer, limit=3) if first and len(query.words) > 2 else [],
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
    instead = [f"d{slug}" for slug in slugs_named(query.words)] if query.words and not query.in_title else []
    return query, compiled(query, keys=keys, instead=instead)


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
        .values("id", "number", "author_id", "author__handle", "author__role", "created_at", "text", "source")
    }
    threads = {row.id: row for row in discussion.thread_rows([hit.thread_id for hit in shown], viewer=viewer)}
    there = [hit for hit in shown if hit.post_id in rows and hit.thread_id in threads]
    marked = highlighted(
        [(threads[hit.thread_id].title, rows[hit.post_id]["text"], rows[hit.post_id]["source"]) for hit in there],
        [hit.language for hit in there],
        form.words,
    )
    results = []
    for hit, (title_html, excerpt_html) in zip(there, marked, strict=True):
        row = rows[hit.post_id]
        results.append(Result(
            thread=threads[hit.thread_id], post_id=hit.post_id, number=row["number"],
            author=Person(row["author_id"], row["author__handle"], row["author__role"]), created_at=row["created_at"],
            title_html=title_html, excerpt_html=excerpt_html,
        ))  # fmt: skip
    return results


def _facets(ordered: Sequence[Hit], query: Query, boards: Sequence[discussion.BoardRow]) -> dict[str, list[Choice]]:
    """How the threads looked at spread over boards, authors and years; none where there is no choice."""
    facets: dict[str, list[Choice]] = {}
    if not query.board:
        on = Counter(hit.board_id for hit in ordered)
        facets["board"] = [
            Choice(board.title, f"board:{board.slug}", on[board.id]) for board in boards if board.id in on
        ]
    if not query.author:
        by = Counter(hit.author_id for hit in ordered).most_common(6)
        names = dict(Member.objects.filter(pk__in=[pk for pk, _ in by]).values_list("id", "handle"))
        facets["author"] = [Choice(names[pk], f"author:{names[pk]}", count) for pk, count in by if pk in names]
    if query.after is None and query.before is None:
        in_year = Counter(hit.created_at.year for hit in ordered)
        facets["year"] = [
            Choice(str(year), f"after:{year} before:{year + 1}", count)
            for year, count in sorted(in_year.items(), reverse=True)[:8]
        ]
    return {name: choices for name, choices in facets.items() if len(choices) > 1}


def _people(query: Query) -> list[Person]:
    """Members whose handle begins with what was typed, or is nearly it; neither protected ones, who are not listed, nor guests:
    that somebody was let in as one is told by what they answer, if they do."""
    words = query.words.replace(" ", "-")
    if query.in_title or len(words) < 3:
        return []
    rows = (
        Member.objects.filter(Q(handle_key__startswith=skeleton(words)) | Q(handle__trigram_similar=words))
        .exclude(Q(standing=Standing.BANNED) | Q(protected=True) | Q(role=Role.GUEST))
        .annotate(nearness=TrigramSimilarity("handle", words))
        .order_by("-nearness", "handle")
        .values_list("id", "handle", "role")
    )
    return [Person(*row) for row in rows[:3]]


def _boards(query: Query, boards: Sequence[discussion.BoardRow]) -> list[discussion.BoardRow]:
    words = query.words.casefold()
    return [board for board in boards if len(words) > 2 and words in board.title.casefold()][:3]


def _titles(query: Query, viewer: Viewer, found: set[int]) -> list[discussion.ThreadRow]:
    """Threads whose title is nearly what was typed, but for those `found` already."""
    words = query.words
    if len(words) < 4:
        return []
    near = (
        discussion.threads(viewer=viewer)
        .filter(title__trigram_word_similar=words)
        .order_by(TrigramWordDistance(words, "title"), "-id")
        .values_list("id", flat=True)
    )
    ids = [pk for pk in near[: FEW + len(found)] if pk not in found][:FEW]
    rows = {row.id: row for row in discussion.thread_rows(ids, viewer=viewer)}
    return [rows[pk] for pk in ids if pk in rows]


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
