"""Posts: as rows for their readers, and as what services change."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, Case, ExpressionWrapper, F, Q, QuerySet, TextField, Value, When
from django.db.models.fetch_modes import FETCH_RAISE
from django.db.models.functions import Left

from accounts.members.models import Member
from accounts.members.selectors import Person, Viewer, members_by_handle, person_of
from forum.kernel import text
from forum.kernel.errors import NotFound
from forum.kernel.text import QuoteRef
from threads.deposits.selectors import names_for_text
from threads.discussion.attachments.naming import files_named
from threads.discussion.models import Post, PostMove, PostQuote, PostRevision, Reaction, ReactionCount, State
from threads.discussion.selectors.subjects import interest_line, stated_within
from threads.discussion.selectors.visibility import post_seen, posts, thread_seen, threads

POSTS = 20


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post as `viewer` sees it. Of one that was removed or hidden, its readers see the number and the state alone.

    `reactions` are (kind, count), `reacted` the viewer's own kind. `reply_to` is a number in the same thread.
    """

    id: int
    thread_id: int
    number: int
    author: Person | None
    html: str
    created_at: datetime
    edited_at: datetime | None
    version: int
    state: State
    whisper: bool
    reply_to: int | None
    mine: bool
    interest: str = ""
    reactions: tuple[tuple[str, int], ...] = ()
    reacted: str = ""

    @property
    def url(self) -> str:
        return f"/threads/{self.thread_id}/{self.number}"


@dataclass(frozen=True, slots=True)
class Written:
    """A post in the list of what somebody wrote: `start` holds the first 400 characters of their own words."""

    id: int
    thread_id: int
    number: int
    thread_title: str
    start: str
    created_at: datetime

    @property
    def url(self) -> str:
        return f"/threads/{self.thread_id}/{self.number}"


_POST = (
    "id", "thread_id", "number", "author_id", "author__handle", "author__role", "shown_html", "created_at", "edited_at",
    "version", "state", "whisper", "reply_to__number", "reply_to__thread_id", "full", "stated", "author__picture",
)  # fmt: skip


# --- as rows --------------------------------------------------------------------------------------------------------


def posts_of(thread_id: int, *, viewer: Viewer, first: int, limit: int = POSTS) -> list[PostRow]:
    """Up to `limit` posts of a thread from number `first` on, with what stands in place of those removed.

    Costs the same anywhere in the thread: four queries, three for nobody.
    """
    found = Post.objects.filter(thread_seen(viewer, "thread__"), thread=thread_id, number__gte=first).order_by("number")
    return post_rows(found, viewer=viewer, limit=limit)


def post_row(post_id: int, *, viewer: Viewer) -> PostRow:
    """One post, or `NotFound`."""
    found = post_rows(posts(viewer=viewer).filter(pk=post_id), viewer=viewer, limit=1)
    if not found:
        raise NotFound
    return found[0]


def post_row_of(found: Post, *, viewer: Viewer) -> PostRow:
    """The row of a post that the viewer was already allowed to see."""
    return post_row(found.pk, viewer=viewer)


def post_rows(found: QuerySet[Post], *, viewer: Viewer, limit: int) -> list[PostRow]:
    """Posts of threads that the viewer may see as rows, whatever their state; whispers only for those who moderate."""
    full = ExpressionWrapper(post_seen(viewer), output_field=BooleanField())
    rows = list(
        found.annotate(full=full, stated=stated_within())
        .annotate(shown_html=Case(When(full=True, then=F("html")), default=Value(""), output_field=TextField()))
        .filter(Q(full=True) | Q(whisper=False))
        .values_list(*_POST)[:limit]
    )
    ids = [row[0] for row in rows]
    gone = unseen_quotes(ids, viewer=viewer)
    mended = mended_html(gone)
    counts = _reactions(ids)
    own = _own_reactions(ids, viewer)
    return [_row(row, viewer, mended.get(row[0]), tuple(counts.get(row[0], ())), own.get(row[0], "")) for row in rows]


def _row(
    row: tuple[Any, ...], viewer: Viewer, mended: str | None, reactions: tuple[tuple[str, int], ...], reacted: str
) -> PostRow:
    (pk, thread_id, number, author_id, handle, role, html, created_at, edited_at, version, state, whisper, answers,
     answers_in, full, stated, picture) = row  # fmt: skip
    return PostRow(
        id=pk,
        thread_id=thread_id,
        number=number,
        author=Person(author_id, handle, role, picture) if full else None,
        html=mended if mended is not None and full else html,
        created_at=created_at,
        edited_at=edited_at if full else None,
        version=version,
        state=State(state),
        whisper=whisper,
        reply_to=answers if answers_in == thread_id else None,
        mine=viewer.pk == author_id,
        interest=interest_line(stated) if full else "",
        reactions=reactions if full else (),
        reacted=reacted if full else "",
    )


def _reactions(ids: Sequence[int]) -> dict[int, list[tuple[str, int]]]:
    found: dict[int, list[tuple[str, int]]] = {}
    rows = ReactionCount.objects.filter(post__in=ids, count__gt=0).order_by("-count", "kind")
    for pk, kind, count in rows.values_list("post_id", "kind", "count"):
        found.setdefault(pk, []).append((kind, count))
    return found


def _own_reactions(ids: Sequence[int], viewer: Viewer) -> dict[int, str]:
    if not isinstance(viewer, Member):
        return {}
    return dict(Reaction.objects.filter(post__in=ids, member=viewer).values_list("post_id", "kind"))


# --- quotes ---------------------------------------------------------------------------------------------------------


def unseen_quotes(ids: Sequence[int], *, viewer: Viewer) -> dict[int, frozenset[QuoteRef]]:
    """Which of the posts quote something that `viewer` may not see, as their texts name it. One query."""
    found: dict[int, set[QuoteRef]] = {}
    rows = PostQuote.objects.filter(~post_seen(viewer, "quoted__"), post__in=ids)
    for pk, thread, number in rows.values_list("post_id", "thread_number", "number"):
        found.setdefault(pk, set()).add(QuoteRef(thread, number))
    return {pk: frozenset(refs) for pk, refs in found.items()}


def mended_html(gone: dict[int, frozenset[QuoteRef]]) -> dict[int, str]:
    """The posts' HTML without those quotes: rendered anew, since what is stored holds the words. None, no query."""
    if not gone:
        return {}
    made = {}
    rows = Post.objects.filter(pk__in=gone)
    for pk, source, author_id, level in rows.values_list("pk", "source", "author_id", "thread__board__read_level"):
        parsed = text.parse(text.without_quotes(source, origin=settings.ORIGIN, of=gone[pk]), origin=settings.ORIGIN)
        made[pk] = text.render(parsed, names=names_for(parsed, read_level=level, author_id=author_id)).html
    return made


def shown_source(found: Post, *, viewer: Viewer) -> str:
    """The Markdown of a post that the viewer may see, without quotes of what they may not. Its author gets it whole."""
    return sources_of(found, [found.source], viewer=viewer)[0]


def sources_of(found: Post, sources: Sequence[str], *, viewer: Viewer) -> list[str]:
    """The same for several texts of one post, earlier ones among them. One query."""
    gone = {} if viewer.pk == found.author_id else unseen_quotes([found.pk], viewer=viewer)
    if not gone:
        return list(sources)
    return [text.without_quotes(one, origin=settings.ORIGIN, of=gone[found.pk]) for one in sources]


def posts_at(refs: Collection[QuoteRef]) -> dict[QuoteRef, Post]:
    """What stands, or once stood, under each thread and number, whoever may see it, with its author. Two queries."""
    if not refs:
        return {}
    here, once = Q(), Q()
    for ref in refs:
        here |= Q(thread=ref.thread, number=ref.number)
        once |= Q(from_thread=ref.thread, from_number=ref.number)
    found = {
        QuoteRef(moved.from_thread, moved.from_number): moved.post
        for moved in PostMove.objects.filter(once).select_related("post__author", "post__thread__board").order_by("id")
    }
    for one in Post.objects.filter(here).select_related("author", "thread__board"):
        found[QuoteRef(one.thread_id, one.number)] = one
    return {ref: found[ref] for ref in refs if ref in found}


def names_for(
    parsed: text.Parsed, *, read_level: int, author_id: int | None = None, members: dict[str, str] | None = None
) -> text.Names:
    """What the names in a text stand for that everybody with `read_level` may read: deposits, posts, and `members`.

    Files are the author's own; a text that belongs to nobody shows none.
    """
    named = {
        ref: text.Post(url=f"/threads/{one.thread_id}/{one.number}", by=f"@{one.author.handle}")
        for ref, one in posts_at(parsed.posts).items()
        if one.state == State.VISIBLE
        and not one.whisper
        and one.thread.state == State.VISIBLE
        and one.thread.board.read_level <= read_level
    }
    return text.Names(
        members=_profiles(parsed) if members is None else members,
        deposits=names_for_text(parsed.deposits),
        posts=named,
        attachments={} if author_id is None else files_named(parsed.attachments, owner_id=author_id),
    )


def _profiles(parsed: text.Parsed) -> dict[str, str]:
    return {name: person.url for name, person in members_by_handle(set(parsed.handles)).items()}


# --- one by one -----------------------------------------------------------------------------------------------------


def post(post_id: int, *, viewer: Viewer) -> Post:
    """The post with its thread and board, as somebody about to edit it needs it."""
    found = _with_thread(posts(viewer=viewer)).fetch_mode(FETCH_RAISE).filter(pk=post_id).first()
    if found is None:
        raise NotFound
    return found


def post_for_update(post_id: int, *, viewer: Viewer) -> Post:
    """The post with its thread and board; locks the post's row."""
    seen = posts(viewer=viewer).select_related("thread__board").select_for_update(of=("self",))
    found = seen.filter(pk=post_id).first()
    if found is None:
        raise NotFound
    return found


def post_numbers(post_ids: Iterable[int]) -> dict[int, int]:
    """Each post's number in its thread, whoever may read it: for telling those who may that it is there."""
    return dict(Post.objects.filter(pk__in=set(post_ids)).values_list("id", "number")) if post_ids else {}


def place_of(thread_id: int, number: int, *, viewer: Viewer) -> tuple[int, int]:
    """Where the post that stands or once stood under this address is now: thread and number, or `NotFound`.

    What was removed still has its place, as long as its thread may be seen.
    """
    seen = threads(viewer=viewer)
    here = Post.objects.filter(thread=thread_id, number=number, thread__in=seen)
    if here.filter(Q(whisper=False) | post_seen(viewer)).exists():
        return thread_id, number
    moved = PostMove.objects.filter(from_thread=thread_id, from_number=number).order_by("-id")
    ids = list(moved.values_list("post_id", flat=True)[:1])
    found = posts(viewer=viewer).filter(pk__in=ids).values_list("thread_id", "number").first()
    if found is None:
        raise NotFound
    return found


def posts_by(member_id: int, *, viewer: Viewer, before: int = 0, limit: int = POSTS) -> list[Written]:
    """A member's posts, newest first, below post id `before` (0: from the newest)."""
    found = posts(viewer=viewer).filter(author_id=member_id).order_by("-id")
    if before:
        found = found.filter(id__lt=before)
    rows = found.annotate(start=Left("text", 400)).values_list(
        "id", "thread_id", "number", "thread__title", "start", "created_at"
    )
    return [Written(*row) for row in rows[:limit]]


def revisions_of(found: Post, *, limit: int = 100) -> list[tuple[PostRevision, Person]]:
    """Earlier texts of a post that the viewer was already allowed to see, newest first, each with who replaced it."""
    rows = PostRevision.objects.filter(post=found).select_related("editor").order_by("-version")
    return [(revision, person_of(revision.editor)) for revision in rows[:limit]]


def _with_thread(found: QuerySet[Post]) -> QuerySet[Post]:
    return found.select_related("thread__board", "author")


def own_post(post_id: int, *, viewer: Viewer) -> Post:
    """The viewer's post, or their own removed one, in a thread they may see; `NotFound` for all others."""
    seen = post_seen(viewer)
    if isinstance(viewer, Member):
        seen |= thread_seen(viewer, "thread__") & Q(author=viewer, whisper=False)
    found = Post.objects.filter(seen, pk=post_id).first()
    if found is None:
        raise NotFound
    return found


def quotable(thread_id: int, number: int, *, viewer: Viewer) -> str:
    """A post as a quote that names it, for the box in which an answer is written; empty for one that is not to be seen.

    What it quotes itself is left out.
    """
    found = posts(viewer=viewer).select_related("author").filter(thread=thread_id, number=number).first()
    if found is None:
        return ""
    own = text.without_quotes(found.source, origin=settings.ORIGIN, sign="").strip()
    lines = [f"[@{found.author.handle}](/threads/{thread_id}/{number}):", *own.split("\n")]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def stands_at(post_id: int) -> tuple[int, int]:
    """Thread and number of a post, whoever may see it: for doors that have just been allowed to change it."""
    return Post.objects.values_list("thread_id", "number").get(pk=post_id)


def plain_starts(ids: Sequence[int], *, viewer: Viewer) -> dict[int, str]:
    """The first 600 characters of the posts' own words, of those that all who read their board see. One query."""
    found = posts(viewer=viewer).filter(pk__in=ids, state=State.VISIBLE, whisper=False, thread__state=State.VISIBLE)
    return dict(found.annotate(start=Left("text", 600)).values_list("pk", "start"))
