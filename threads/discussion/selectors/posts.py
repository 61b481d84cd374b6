"""Posts: as rows for their readers, and as what services change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.fetch_modes import FETCH_RAISE
from django.db.models.functions import JSONObject, Left

from accounts.members.models import Member
from accounts.members.selectors import Person, Viewer, ignoring, person_of
from forum.kernel import text
from forum.kernel.errors import NotFound
from threads.discussion.models import Bookmark, Post, PostMove, PostRevision, Reaction, ReactionCount, State
from threads.discussion.selectors.quotes import mended_html, refs_of, taken_down_within, unseen_within
from threads.discussion.selectors.subjects import interest_line, stated_within
from threads.discussion.selectors.visibility import post_seen, posts, thread_seen, threads

POSTS = 20


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post as `viewer` sees it. Of one that was removed or hidden, its readers see the number and the state alone.

    `reactions` are (kind, count), `reacted` the viewer's own kind. `reply_to` is a number in the same thread. `kept` says
    that the viewer keeps it, `ignored` that they ignore its author. `start` holds the first 600 characters of the author's
    own words, if they were asked for and all who read the board see the post.
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
    kept: bool = False
    ignored: bool = False
    start: str = ""

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
    "version", "state", "whisper", "reply_to__number", "reply_to__thread_id", "full", "stated", "unseen", "taken_down", "said",
    "own", "kept", "closed_by_reader", "start", "author__picture",
)  # fmt: skip


# --- as rows --------------------------------------------------------------------------------------------------------


def posts_of(thread_id: int, *, viewer: Viewer, first: int, limit: int = POSTS, starts: bool = False) -> list[PostRow]:
    """Up to `limit` posts of a thread from number `first` on, with what stands in place of those removed.

    Costs the same anywhere in the thread: one query, and two more where a quote of something unseen is taken back.
    """
    found = Post.objects.filter(thread_seen(viewer, "thread__"), thread=thread_id, number__gte=first).order_by("number")
    return post_rows(found, viewer=viewer, limit=limit, starts=starts)


def post_row(post_id: int, *, viewer: Viewer) -> PostRow:
    """One post, or `NotFound`."""
    found = post_rows(posts(viewer=viewer).filter(pk=post_id), viewer=viewer, limit=1)
    if not found:
        raise NotFound
    return found[0]


def post_row_of(found: Post, *, viewer: Viewer) -> PostRow:
    """The row of a post that the viewer was already allowed to see."""
    return post_row(found.pk, viewer=viewer)


def post_rows(found: QuerySet[Post], *, viewer: Viewer, limit: int, starts: bool = False) -> list[PostRow]:
    """Posts of threads that the viewer may see as rows, whatever their state; whispers only for those who moderate.

    All small facts about a post come in the query that reads it: a page has one round trip for its posts.
    """
    full = ExpressionWrapper(post_seen(viewer), output_field=BooleanField())
    rows = list(
        found.annotate(full=full, stated=stated_within(), unseen=unseen_within(viewer), taken_down=taken_down_within())
        .annotate(said=_said(), **_own(viewer))
        .annotate(
            shown_html=Case(When(full=True, then=F("html")), default=Value(""), output_field=TextField()),
            start=_start() if starts else Value(""),
        )
        .filter(Q(full=True) | Q(whisper=False))
        .values_list(*_POST)[:limit]
    )
    unseen, down = _POST.index("unseen"), _POST.index("taken_down")
    gone = {row[0]: refs_of(row[unseen], row[down]) for row in rows}
    mended = mended_html({pk: refs for pk, refs in gone.items() if refs})
    return [_row(row, viewer, mended.get(row[0])) for row in rows]


def _row(row: tuple[Any, ...], viewer: Viewer, mended: str | None) -> PostRow:
    (pk, thread_id, number, author_id, handle, role, html, created_at, edited_at, version, state, whisper, answers,
     answers_in, full, stated, _unseen, _down, said, own, kept, closed_by_reader, start, picture) = row  # fmt: skip
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
        reactions=tuple((one["kind"], one["count"]) for one in said) if full else (),
        reacted=(own or "") if full else "",
        kept=kept,
        ignored=closed_by_reader,
        start=start,
    )


def _said() -> ArraySubquery:
    """How many said what to each post, the most first."""
    counts = ReactionCount.objects.filter(post=OuterRef("pk"), count__gt=0).order_by("-count", "kind")
    return ArraySubquery(counts.values(said=JSONObject(kind="kind", count="count")))


def _own(viewer: Viewer) -> dict[str, Any]:
    """What `viewer` has to do with each post: their reaction, whether they keep it, and whether they ignore its author."""
    if not isinstance(viewer, Member):
        return {"own": Value(""), "kept": Value(value=False), "closed_by_reader": Value(value=False)}
    own = Reaction.objects.filter(post=OuterRef("pk"), member=viewer).values("kind")
    return {
        "own": Subquery(own[:1]),
        "kept": Exists(Bookmark.objects.filter(post=OuterRef("pk"), member=viewer)),
        "closed_by_reader": Exists(ignoring(viewer).filter(other=OuterRef("author"))),
    }


def _start() -> Case:
    """The first 600 characters of each post's own words, of those that all who read its board see."""
    open_to_all = When(
        Q(full=True, state=State.VISIBLE, whisper=False, thread__state=State.VISIBLE), then=Left("text", 600)
    )
    return Case(open_to_all, default=Value(""), output_field=TextField())


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
