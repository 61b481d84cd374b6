"""The REST door of boards, threads and posts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rest_framework.request import Request
from rest_framework.serializers import CharField, ChoiceField, ListField, SlugField

from accounts.members.selectors import LEVEL_NAMES
from accounts.members.shapes import PersonShape, person_shape
from forum.http.api import Call, Created, Cursor, Endpoint, NoContent, Ok, Page, etag, operation, page_url
from forum.http.fields import CountField, PageQuery, StrictSerializer, TextField
from threads.discussion import selectors, services
from threads.discussion.shapes import ThreadShape, thread_shape


@dataclass(frozen=True, slots=True)
class BoardShape:
    """A board, and from which level on one may read, start and reply: public, member, verified or staff."""

    slug: str
    title: str
    description: str
    colour: str
    read_level: str
    start_level: str
    reply_level: str
    thread_count: int
    post_count: int


@dataclass(frozen=True, slots=True)
class PostShape:
    """A post. `number` counts within its thread; `html` is safe to show as it is. `interest` is what its author had stated
    when it was written, on a thread about deposits; it never changes."""

    id: int
    thread: int
    number: int
    author: PersonShape
    html: str
    created_at: datetime
    edited_at: datetime | None
    version: int
    interest: str
    url: str


@dataclass(frozen=True, slots=True)
class OwnPostShape:
    """A post with the Markdown it was written in."""

    id: int
    thread: int
    number: int
    author: PersonShape
    html: str
    source: str
    created_at: datetime
    edited_at: datetime | None
    version: int
    interest: str
    url: str


@dataclass(frozen=True, slots=True)
class RevisionShape:
    """A text that a post had before, and who replaced it when."""

    version: int
    source: str
    replaced_by: PersonShape
    replaced_at: datetime


class ThreadsQuery(PageQuery):
    board = SlugField(required=False, help_text="Only threads of this board.")


class PostsQuery(StrictSerializer):
    start = CountField(min_value=1, required=False, help_text="The number of the first post wanted.")
    limit = CountField(min_value=1, max_value=100, default=selectors.POSTS, help_text="How many at once.")

    def get_fields(self) -> dict[str, object]:
        fields = super().get_fields()
        # "from" is a word of the language and cannot name an attribute.
        return {"from": fields["start"], "limit": fields["limit"]}


class StartInput(StrictSerializer):
    board = SlugField()
    title = TextField(max_length=services.TITLE_LONGEST)
    text = TextField(max_length=services.POST_LONGEST, help_text="Markdown.")


class InterestInput(StrictSerializer):
    """What interest you have in the thread's deposits; needed once for each deposit."""

    interest = ChoiceField(("none", "holds", "employed", "paid", "lobbies", "family"))
    details = CharField(required=False, default="", max_length=300, help_text="Needed unless the interest is none.")


class StartOnInput(StartInput):
    deposits = ListField(child=SlugField(), max_length=10, required=False, help_text="Slugs of deposits it is about.")
    said = InterestInput(required=False)


class RenameInput(StrictSerializer):
    title = TextField(max_length=services.TITLE_LONGEST)


class TextInput(StrictSerializer):
    text = TextField(max_length=services.POST_LONGEST, help_text="Markdown.")


class ReplyInput(TextInput):
    said = InterestInput(required=False)


def board_shape(board: selectors.BoardRow) -> BoardShape:
    return BoardShape(
        slug=board.slug,
        title=board.title,
        description=board.description,
        colour=board.colour,
        read_level=LEVEL_NAMES[board.read_level],
        start_level=LEVEL_NAMES[board.start_level],
        reply_level=LEVEL_NAMES[board.reply_level],
        thread_count=board.thread_count,
        post_count=board.post_count,
    )


def post_shape(row: selectors.PostRow) -> PostShape:
    return PostShape(
        id=row.id,
        thread=row.thread_id,
        number=row.number,
        author=person_shape(row.author),
        html=row.html,
        created_at=row.created_at,
        edited_at=row.edited_at,
        version=row.version,
        interest=row.interest,
        url=row.url,
    )


class Boards(Endpoint):
    @operation(summary="Boards", out=Page[BoardShape], scope="threads:read", public=True)
    def get(self, request: Request, call: Call) -> Page[BoardShape]:
        """The boards you may read, in their order. There are few: they come in one page."""
        return Page(results=[board_shape(board) for board in selectors.boards(viewer=request.user)])


class BoardBySlug(Endpoint):
    @operation(summary="One board", out=BoardShape, scope="threads:read", public=True, errors=("not_found",))
    def get(self, request: Request, call: Call, slug: str) -> BoardShape:
        """A board by its slug."""
        return board_shape(selectors.board(slug, viewer=request.user))


class Threads(Endpoint):
    @operation(
        summary="Threads by activity", query=ThreadsQuery, out=Page[ThreadShape], scope="threads:read", public=True,
        errors=("bad_cursor", "not_found"),
    )  # fmt: skip
    def get(self, request: Request, call: Call) -> Page[ThreadShape]:
        """Threads you may read, the last active first, as things stood when you asked for the first page."""
        viewer, query = request.user, call.query
        board = selectors.board(query["board"], viewer=viewer) if "board" in query else None
        purpose = f"threads:{query.get('board', '')}"
        place = Cursor.open(query["cursor"], purpose=purpose) if "cursor" in query else {}
        found = selectors.threads_by_activity(viewer=viewer, board=board, limit=query["limit"], **place)
        cursor = Cursor.seal({"snapshot": found.snapshot, "before": found.before}, purpose=purpose)
        return Page(
            results=[thread_shape(row) for row in found.rows],
            next=page_url(request, cursor if found.before else None),
        )

    @operation(
        summary="Start a thread", body=StartOnInput, out=ThreadShape, status=201, scope="threads:write", limit="start",
        idempotent=True, errors=("not_found", "may_not_start", "silenced", "disclosure_needed"),
    )  # fmt: skip
    def post(self, request: Request, call: Call) -> Created[ThreadShape]:
        """Open a thread with its first post."""
        body = call.body
        made = services.start_thread(
            actor=request.user, board_slug=body["board"], title=body["title"], source=body["text"],
            deposits=body.get("deposits", ()), said=_said(body), key=call.key,
        )  # fmt: skip
        row = selectors.thread_row(made, viewer=request.user)
        return Created(thread_shape(row), location=f"/api/v1/threads/{made}", etag=_thread_tag(row))


class ThreadById(Endpoint):
    @operation(
        summary="One thread", out=ThreadShape, scope="threads:read", public=True, errors=("not_found",), etag=True
    )
    def get(self, request: Request, call: Call, thread_id: int) -> Ok[ThreadShape]:
        """A thread without its posts."""
        row = selectors.thread_row(thread_id, viewer=request.user)
        return Ok(thread_shape(row), etag=_thread_tag(row))

    @operation(
        summary="Rename a thread", body=RenameInput, out=ThreadShape, scope="threads:write", limit="write", if_match=True,
        etag=True, errors=("not_found", "not_yours", "silenced", "edit_conflict"),
    )  # fmt: skip
    def patch(self, request: Request, call: Call, thread_id: int) -> Ok[ThreadShape]:
        """Give a thread another title; its author and staff may."""
        services.rename_thread(actor=request.user, thread_id=thread_id, title=call.body["title"], version=call.version)
        row = selectors.thread_row(thread_id, viewer=request.user)
        return Ok(thread_shape(row), etag=_thread_tag(row))


class Closure(Endpoint):
    @operation(
        summary="Close a thread", status=204, scope="threads:write", limit="write",
        errors=("not_found", "staff_only", "silenced"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, thread_id: int) -> NoContent:
        """Take no more replies."""
        services.set_closure(actor=request.user, thread_id=thread_id, closed=True)
        return NoContent()

    @operation(
        summary="Reopen a thread", status=204, scope="threads:write", limit="write",
        errors=("not_found", "staff_only", "silenced"),
    )  # fmt: skip
    def delete(self, request: Request, call: Call, thread_id: int) -> NoContent:
        """Take replies again."""
        services.set_closure(actor=request.user, thread_id=thread_id, closed=False)
        return NoContent()


class Posts(Endpoint):
    @operation(
        summary="Posts of a thread", query=PostsQuery, out=Page[PostShape], scope="threads:read", public=True,
        errors=("not_found",), etag=True,
    )  # fmt: skip
    def get(self, request: Request, call: Call, thread_id: int) -> Page[PostShape]:
        """Posts in order of their numbers, from `from` on."""
        first, limit = call.query.get("from", 1), call.query["limit"]
        thread = selectors.thread_row(thread_id, viewer=request.user)
        rows = selectors.posts_of(thread_id, viewer=request.user, first=first, limit=limit)
        following = first + limit if thread.last_number >= first + limit else None
        # From beyond the end, back to where there is something to read.
        preceding = max(1, min(first, thread.last_number + 1) - limit) if first > 1 else None
        return Page(
            results=[post_shape(row) for row in rows],
            next=_from(thread_id, following, limit),
            previous=_from(thread_id, preceding, limit),
            etag=etag(
                rows[-1].version if rows else 0,
                following,
                preceding,
                *(f"{row.id}.{row.version}.{row.author}" for row in rows),
            ),
        )

    @operation(
        summary="Reply", body=ReplyInput, out=PostShape, status=201, scope="threads:write", limit="post", idempotent=True,
        errors=("not_found", "may_not_reply", "thread_closed", "silenced", "disclosure_needed"),
    )  # fmt: skip
    def post(self, request: Request, call: Call, thread_id: int) -> Created[PostShape]:
        """Add a post to a thread."""
        made = services.post_reply(
            actor=request.user, thread_id=thread_id, source=call.body["text"], said=_said(call.body), key=call.key
        )
        row = selectors.post_row(made, viewer=request.user)
        return Created(post_shape(row), location=f"/api/v1/posts/{made}", etag=etag(row.version, row))


class PostById(Endpoint):
    @operation(
        summary="One post", out=OwnPostShape, scope="threads:read", public=True, errors=("not_found",), etag=True
    )
    def get(self, request: Request, call: Call, post_id: int) -> Ok[OwnPostShape]:
        """A post with its Markdown."""
        return self._shown(request, post_id)

    @operation(
        summary="Edit a post", body=TextInput, out=OwnPostShape, scope="threads:write", limit="write", if_match=True,
        etag=True, errors=("not_found", "not_yours", "thread_closed", "silenced", "edit_conflict"),
    )  # fmt: skip
    def patch(self, request: Request, call: Call, post_id: int) -> Ok[OwnPostShape]:
        """Replace the text of your own post. The text before it is kept as a revision."""
        services.edit_post(actor=request.user, post_id=post_id, source=call.body["text"], version=call.version)
        return self._shown(request, post_id)

    def _shown(self, request: Request, post_id: int) -> Ok[OwnPostShape]:
        post = selectors.post(post_id, viewer=request.user)
        row = selectors.post_row_of(post)
        shape = post_shape(row)
        own = OwnPostShape(
            id=shape.id,
            thread=shape.thread,
            number=shape.number,
            author=shape.author,
            html=shape.html,
            source=post.source,
            created_at=shape.created_at,
            edited_at=shape.edited_at,
            version=shape.version,
            interest=shape.interest,
            url=shape.url,
        )
        return Ok(own, etag=etag(post.version, own))


class Revisions(Endpoint):
    @operation(
        summary="Earlier texts of a post", out=Page[RevisionShape], scope="threads:read", public=True,
        errors=("not_found",),
    )  # fmt: skip
    def get(self, request: Request, call: Call, post_id: int) -> Page[RevisionShape]:
        """What the post said before, newest first; up to 100."""
        post = selectors.post(post_id, viewer=request.user)
        return Page(results=[
            RevisionShape(revision.version, revision.source, person_shape(person), revision.replaced_at)
            for revision, person in selectors.revisions_of(post)
        ])  # fmt: skip


def _said(body: dict[str, Any]) -> services.Said | None:
    said = body.get("said")
    return None if said is None else services.Said(services.Interest(said["interest"]), said["details"])


def _thread_tag(row: selectors.ThreadRow) -> str:
    return etag(row.version, row)


def _from(thread_id: int, first: int | None, limit: int) -> str | None:
    return None if first is None else f"/api/v1/threads/{thread_id}/posts?from={first}&limit={limit}"
