"""Every read of boards, threads and posts. What a viewer may not see is absent here, in SQL, and nowhere else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.fetch_modes import FETCH_RAISE
from django.db.models.functions import JSONObject, Left

from accounts.members.models import LEVEL_OF_ROLE, Level, Member, Standing
from accounts.members.selectors import Person, Viewer, level_of, person_of
from forum.kernel.errors import NotFound
from threads.disclosures.models import Interest
from threads.disclosures.selectors import compact
from threads.discussion.models import Board, Post, PostInterest, PostRevision, Thread, ThreadDeposit

PAGE = 25
POSTS = 20


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A board, with the level one must have to read, to start, to reply."""

    id: int
    slug: str
    title: str
    description: str
    colour: str
    read_level: Level
    start_level: Level
    reply_level: Level
    thread_count: int
    post_count: int

    @property
    def url(self) -> str:
        return f"/boards/{self.slug}"


@dataclass(frozen=True, slots=True)
class ThreadSubject:
    """A deposit that a thread is about."""

    slug: str
    name: str

    @property
    def url(self) -> str:
        return f"/deposits/{self.slug}"


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """A thread in a list."""

    id: int
    title: str
    board_slug: str
    board_title: str
    board_colour: str
    author: Person
    created_at: datetime
    reply_count: int
    last_number: int
    last_at: datetime
    last_author: Person
    closed: bool
    version: int
    deposits: tuple[ThreadSubject, ...] = ()

    @property
    def url(self) -> str:
        return f"/threads/{self.id}"

    @property
    def last_url(self) -> str:
        return f"/threads/{self.id}/{self.last_number}"

    @property
    def board_url(self) -> str:
        return f"/boards/{self.board_slug}"

    @property
    def author_handle(self) -> str:
        return self.author.handle

    @property
    def author_url(self) -> str:
        return self.author.url

    @property
    def last_handle(self) -> str:
        return self.last_author.handle


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post as `viewer` sees it. `interest` is what its author had stated when it was written."""

    id: int
    thread_id: int
    number: int
    author: Person
    html: str
    created_at: datetime
    edited_at: datetime | None
    version: int
    interest: str = ""

    @property
    def url(self) -> str:
        return f"/threads/{self.thread_id}/{self.number}"


@dataclass(frozen=True, slots=True)
class Written:
    """A post in the list of what somebody wrote: `start` holds its first 400 characters."""

    id: int
    thread_id: int
    number: int
    thread_title: str
    start: str
    created_at: datetime

    @property
    def url(self) -> str:
        return f"/threads/{self.thread_id}/{self.number}"


@dataclass(frozen=True, slots=True)
class Slice:
    """Some thread rows in order of activity, and where to go on: `snapshot` and `before` (0 at the end)."""

    rows: list[ThreadRow]
    snapshot: int
    before: int


# --- boards ---------------------------------------------------------------------------------------------------------


def boards(*, viewer: Viewer) -> list[BoardRow]:
    """The boards that `viewer` may read, in their order."""
    return [_board_row(found) for found in _boards(viewer).order_by("position", "id")]


def board(slug: str, *, viewer: Viewer) -> BoardRow:
    found = _boards(viewer).filter(slug=slug).first()
    if found is None:
        raise NotFound
    return _board_row(found)


def _boards(viewer: Viewer) -> QuerySet[Board]:
    return Board.objects.filter(read_level__lte=level_of(viewer))


def readers_of(found: Board) -> QuerySet[Member]:
    """The members who may read what stands on a board: the rule of `threads` and `posts`, seen from the other side."""
    roles = [role for role, level in LEVEL_OF_ROLE.items() if level >= found.read_level]
    return Member.objects.filter(role__in=roles, standing__in=(Standing.GOOD, Standing.SILENCED))


def _board_row(found: Board) -> BoardRow:
    return BoardRow(
        id=found.pk,
        slug=found.slug,
        title=found.title,
        description=found.description,
        colour=found.colour,
        read_level=Level(found.read_level),
        start_level=Level(found.start_level),
        reply_level=Level(found.reply_level),
        thread_count=found.thread_count,
        post_count=found.post_count,
    )


# --- threads --------------------------------------------------------------------------------------------------------


def threads(*, viewer: Viewer) -> QuerySet[Thread]:
    """The threads that `viewer` may read. Everything that shows a thread or a post begins here."""
    return Thread.objects.filter(board__read_level__lte=level_of(viewer))


def thread(thread_id: int, *, viewer: Viewer) -> Thread:
    found = (
        threads(viewer=viewer).select_related("board", "author").fetch_mode(FETCH_RAISE).filter(pk=thread_id).first()
    )
    if found is None:
        raise NotFound
    return found


def thread_for_update(thread_id: int, *, viewer: Viewer) -> Thread:
    """The thread with its board; locks the thread's row."""
    found = threads(viewer=viewer).select_related("board").select_for_update(of=("self",)).filter(pk=thread_id).first()
    if found is None:
        raise NotFound
    return found


_ROW = (
    "id", "title", "board__slug", "board__title", "board__colour", "author_id", "author__handle", "author__role", "created_at",
    "post_count", "last_number", "last_at", "last_author_id", "last_author__handle", "last_author__role",
    "closed", "version",
)  # fmt: skip


def _subjects() -> ArraySubquery:
    """The deposits of each thread, in the query that reads the threads."""
    linked = ThreadDeposit.objects.filter(thread=OuterRef("pk")).order_by("id")
    return ArraySubquery(linked.values(subject=JSONObject(slug="deposit__slug", name="deposit__name")))


def _rows(found: QuerySet[Thread]) -> list[ThreadRow]:
    rows = []
    values = found.annotate(subjects=_subjects()).values_list(*_ROW, "subjects")
    for (pk, title, slug, board_title, board_colour, author_id, author, role, created_at, posts_, number, last_at,
         last_id, last, last_role, closed, version, subjects) in values:  # fmt: skip
        rows.append(ThreadRow(
            id=pk, title=title, board_slug=slug, board_title=board_title, board_colour=board_colour,
            author=Person(author_id, author, role), created_at=created_at, reply_count=posts_ - 1,
            last_number=number, last_at=last_at, last_author=Person(last_id, last, last_role), closed=closed, version=version,
            deposits=tuple(ThreadSubject(**subject) for subject in subjects),
        ))  # fmt: skip
    return rows


def thread_row(thread_id: int, *, viewer: Viewer) -> ThreadRow:
    found = _rows(threads(viewer=viewer).filter(pk=thread_id))
    if not found:
        raise NotFound
    return found[0]


def newest_post_id() -> int:
    """The highest post id there is: the snapshot that a list by activity pages over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM threads_post")
        (newest,) = cursor.fetchone()
    return int(newest)


def threads_by_activity(
    *, viewer: Viewer, board: BoardRow | None = None, snapshot: int = 0, before: int = 0, limit: int = PAGE
) -> Slice:
    """Threads by their latest post as of `snapshot` (the highest post id then; 0 begins anew), `limit` rows below `before`.

    A reply that comes while somebody pages moves its thread to the top of a fresh list; in theirs the thread keeps the place
    it had, so that no row is shown twice and none is skipped. Four queries at most, whatever has moved.
    """
    snapshot = snapshot or newest_post_id()
    scope = threads(viewer=viewer)
    if board is not None:
        scope = scope.filter(board=board.id)
    below = Q(place__lt=before) if before else Q()
    resting = scope.filter(last_post_id__lte=snapshot).annotate(place=F("last_post_id")).filter(below)
    then = Post.objects.filter(thread=OuterRef("pk"), id__lte=snapshot).order_by("-id").values("id")[:1]
    moved = scope.filter(last_post_id__gt=snapshot).annotate(place=Subquery(then)).filter(below, place__isnull=False)
    places = sorted(
        (
            place
            for some in (resting, moved)
            for place in some.order_by("-place").values_list("place", "id")[: limit + 1]
        ),
        reverse=True,
    )
    by_id = {row.id: row for row in _rows(scope.filter(pk__in=[pk for _, pk in places[:limit]]))}
    return Slice(
        rows=[by_id[pk] for _, pk in places[:limit] if pk in by_id],
        snapshot=snapshot,
        before=places[limit - 1][0] if len(places) > limit else 0,
    )


def threads_on_deposit(deposit_id: int, *, viewer: Viewer, before: int = 0, limit: int = PAGE) -> list[ThreadRow]:
    """Threads about a deposit, the newest first, below thread id `before` (0: from the newest). One query."""
    found = threads(viewer=viewer).filter(deposit_links__deposit=deposit_id).order_by("-id")
    if before:
        found = found.filter(pk__lt=before)
    return _rows(found[:limit])


def subjects_of(thread_id: int) -> list[ThreadSubject]:
    """The deposits of a thread that the viewer was already allowed to see. One query."""
    found = ThreadDeposit.objects.filter(thread=thread_id).order_by("id")
    return [ThreadSubject(slug, name) for slug, name in found.values_list("deposit__slug", "deposit__name")]


def deposit_ids_of(thread_id: int) -> list[int]:
    """One query."""
    return list(ThreadDeposit.objects.filter(thread=thread_id).order_by("id").values_list("deposit_id", flat=True))


# --- posts ----------------------------------------------------------------------------------------------------------


def posts(*, viewer: Viewer) -> QuerySet[Post]:
    """The posts that `viewer` may read."""
    return Post.objects.filter(thread__board__read_level__lte=level_of(viewer))


_POST = (
    "id", "thread_id", "number", "author_id", "author__handle", "author__role", "html", "created_at", "edited_at", "version",
)  # fmt: skip


def _stated() -> ArraySubquery:
    """The interests frozen onto each post, in the query that reads the posts."""
    frozen = PostInterest.objects.filter(post=OuterRef("pk")).order_by("id")
    return ArraySubquery(
        frozen.values(
            stated=JSONObject(
                interest="disclosure__interest",
                details="disclosure__details",
                deposit="disclosure__deposit__name",
                party="disclosure__party__name",
            )
        )
    )


def interest_line(stated: Iterable[dict[str, Any]]) -> str:
    """The compact line beside an author's name; empty where nothing was asked."""
    return compact([(Interest(one["interest"]), one["details"], one["deposit"] or one["party"]) for one in stated])


def _post_rows(found: QuerySet[Post]) -> list[PostRow]:
    return [
        PostRow(id=pk, thread_id=thread_id, number=number, author=Person(author_id, handle, role), html=html,
                created_at=created_at, edited_at=edited_at, version=version, interest=interest_line(stated))
        for pk, thread_id, number, author_id, handle, role, html, created_at, edited_at, version, stated
        in found.annotate(stated=_stated()).values_list(*_POST, "stated")
    ]  # fmt: skip


def posts_of(thread_id: int, *, viewer: Viewer, first: int, limit: int = POSTS) -> list[PostRow]:
    """Up to `limit` posts of a thread from number `first` on. Costs the same anywhere in the thread."""
    rows = posts(viewer=viewer).filter(thread=thread_id, number__gte=first).order_by("number")
    return _post_rows(rows[:limit])


def post_row(post_id: int, *, viewer: Viewer) -> PostRow:
    found = _post_rows(posts(viewer=viewer).filter(pk=post_id))
    if not found:
        raise NotFound
    return found[0]


def post(post_id: int, *, viewer: Viewer) -> Post:
    """The post with its thread and board, as somebody about to edit it needs it."""
    found = (
        posts(viewer=viewer)
        .annotate(stated=_stated())
        .select_related("thread__board", "author")
        .fetch_mode(FETCH_RAISE)
        .filter(pk=post_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def post_for_update(post_id: int, *, viewer: Viewer) -> Post:
    """The post with its thread and board; locks the post's row."""
    found = (
        posts(viewer=viewer).select_related("thread__board").select_for_update(of=("self",)).filter(pk=post_id).first()
    )
    if found is None:
        raise NotFound
    return found


def post_numbers(post_ids: Iterable[int]) -> dict[int, int]:
    """Each post's number in its thread, whoever may read it: for telling those who may that it is there."""
    return dict(Post.objects.filter(pk__in=set(post_ids)).values_list("id", "number")) if post_ids else {}


def posts_by(member_id: int, *, viewer: Viewer, before: int = 0, limit: int = POSTS) -> list[Written]:
    """A member's posts, newest first, below post id `before` (0: from the newest)."""
    found = posts(viewer=viewer).filter(author_id=member_id).order_by("-id")
    if before:
        found = found.filter(id__lt=before)
    rows = found.annotate(start=Left("text", 400)).values_list(
        "id", "thread_id", "number", "thread__title", "start", "created_at"
    )
    return [Written(*row) for row in rows[:limit]]


def post_row_of(found: Post) -> PostRow:
    """The row of a post that `post` has already fetched with its author."""
    return PostRow(
        id=found.pk,
        thread_id=found.thread_id,
        number=found.number,
        author=person_of(found.author),
        html=found.html,
        created_at=found.created_at,
        edited_at=found.edited_at,
        version=found.version,
        interest=interest_line(getattr(found, "stated", ())),
    )


def revisions_of(found: Post, *, limit: int = 100) -> list[tuple[PostRevision, Person]]:
    """Earlier texts of a post that the viewer was already allowed to see, newest first, each with who replaced it."""
    rows = PostRevision.objects.filter(post=found).select_related("editor").order_by("-version")
    return [(revision, person_of(revision.editor)) for revision in rows[:limit]]
