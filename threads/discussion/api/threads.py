"""Threads and their posts over REST."""

from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.serializers import (
    BooleanField,
    CharField,
    ChoiceField,
    DateTimeField,
    ListField,
    RegexField,
    SlugField,
)

from accounts.members.policies import check_member
from forum.http.api import Accepted, Call, Created, Cursor, Endpoint, NoContent, Ok, Page, etag, operation, page_url
from forum.http.fields import CountField, PageQuery, StrictSerializer, TextField
from threads.discussion import selectors, services
from threads.discussion.shapes import (
    BranchShape,
    PostShape,
    ReadingShape,
    SubmissionShape,
    ThreadShape,
    branch_shape,
    post_shape,
    reading_shape,
    submission_shape,
    thread_shape,
    thread_tag,
)

ORDERS = ("latest", "unread", "hot", "top")


class TagField(RegexField):
    """A tag: 2 to 30 letters, digits and hyphens, kept in small letters."""

    def __init__(self, **options: Any) -> None:
        super().__init__("^-*[a-zA-Z0-9][-a-zA-Z0-9]*$", min_length=2, max_length=30, **options)


class ThreadsQuery(PageQuery):
    board = SlugField(required=False, help_text="Only threads of this board.")
    tag = CharField(required=False, max_length=30, help_text="Only threads with this tag; for the latest alone.")
    order = ChoiceField(choices=ORDERS, default="latest", help_text="Hot and top come in one page.")
    span = ChoiceField(choices=tuple(selectors.SPANS), default="week", help_text="Of what time the top is.")


class PostsQuery(StrictSerializer):
    start = CountField(min_value=1, required=False, help_text="The number of the first post wanted.")
    limit = CountField(min_value=1, max_value=100, default=selectors.POSTS, help_text="How many at once.")

    def get_fields(self) -> dict[str, object]:
        fields = super().get_fields()
        # "from" is a word of the language and cannot name an attribute.
        return {"from": fields["start"], "limit": fields["limit"]}


class TreeQuery(StrictSerializer):
    start = CountField(min_value=1, default=1, help_text="The number of the first post wanted that answers none.")
    root = CountField(min_value=1, required=False, help_text="Only this post and what hangs below it.")

    def get_fields(self) -> dict[str, object]:
        fields = super().get_fields()
        return {"from": fields["start"], "root": fields["root"]}


class InterestInput(StrictSerializer):
    """What interest you have in the thread's deposits; needed once for each deposit."""

    interest = ChoiceField(("none", "holds", "employed", "paid", "lobbies", "family"))
    details = TextField(
        required=False, default="", allow_blank=True, max_length=300, help_text="Needed with any but none."
    )


class StartInput(StrictSerializer):
    board = SlugField()
    title = TextField(max_length=services.TITLE_LONGEST)
    text = TextField(max_length=services.POST_LONGEST, help_text="Markdown.")
    tags = ListField(child=TagField(), max_length=5, default=list)
    deposits = ListField(child=SlugField(), max_length=10, required=False, help_text="Slugs of deposits it is about.")
    said = InterestInput(required=False)
    publish_at = DateTimeField(required=False, help_text="Not before this time.")


class RenameInput(StrictSerializer):
    title = TextField(max_length=services.TITLE_LONGEST)


class ReplyInput(StrictSerializer):
    text = TextField(max_length=services.POST_LONGEST, help_text="Markdown.")
    reply_to = CountField(min_value=1, required=False, help_text="The number of the post that it answers.")
    said = InterestInput(required=False)
    whisper = BooleanField(default=False, help_text="For those alone who keep order on the board.")
    publish_at = DateTimeField(required=False, help_text="Not before this time.")


class ReadPostsInput(StrictSerializer):
    number = CountField(min_value=1, help_text="The highest number you have seen.")


class Threads(Endpoint):
    @operation(
        summary="Threads", query=ThreadsQuery, out=Page[ThreadShape], scope="threads:read", public=True,
        errors=("bad_cursor", "not_found", "not_signed_in"),
    )  # fmt: skip
    def get(self, request: Request, call: Call) -> Page[ThreadShape]:
        """Threads you may read: the last active first as things stood when you asked for the first page, or in another order."""
        viewer, query = request.user, call.query
        board = selectors.board(query["board"], viewer=viewer) if "board" in query else None
        if query["order"] == "hot":
            rows = selectors.hot_threads(viewer=viewer, board=board, limit=query["limit"])
            return Page(results=[thread_shape(row) for row in rows])
        if query["order"] == "top":
            rows = selectors.top_threads(viewer=viewer, board=board, span=query["span"], limit=query["limit"])
            return Page(results=[thread_shape(row) for row in rows])
        purpose = f"threads:{query['order']}:{query.get('board', '')}:{query.get('tag', '')}"
        place: dict[str, Any] = Cursor.open(query["cursor"], purpose=purpose) if "cursor" in query else {}
        if query["order"] == "unread":
            member = check_member(viewer)
            rows, before = selectors.unread_threads(viewer=member, board=board, limit=query["limit"], **place)
            onward = Cursor.seal({"before": before}, purpose=purpose) if before else None
            return Page(results=[thread_shape(row) for row in rows], next=page_url(request, onward))
        found = selectors.threads_by_activity(
            viewer=viewer, board=board, tag=query.get("tag", ""), limit=query["limit"], **place
        )
        cursor = Cursor.seal({"snapshot": found.snapshot, "before": found.before}, purpose=purpose)
        return Page(
            results=[thread_shape(row) for row in found.rows],
            next=page_url(request, cursor if found.before else None),
        )

    @operation(
        summary="Start a thread", body=StartInput, out=ThreadShape, status=201, scope="threads:write", limit="start",
        idempotent=True, also={202: SubmissionShape}, errors=("not_found", "may_not_start", "silenced", "disclosure_needed"),
    )  # fmt: skip
    def post(self, request: Request, call: Call) -> Created[ThreadShape] | Accepted[SubmissionShape]:
        """Open a thread with its first post. What is scheduled, held or released with others is a submission first: 202."""
        body = call.body
        made = services.start_thread(
            actor=request.user, board_slug=body["board"], title=body["title"], source=body["text"], tags=tuple(body["tags"]),
            deposits=body.get("deposits", ()), said=_said(body),
            publish_at=body.get("publish_at"), key=call.key,
        )  # fmt: skip
        if isinstance(made, UUID):
            return _waiting(request, made)
        row = selectors.thread_row(made, viewer=request.user)
        return Created(thread_shape(row), location=f"/api/v1/threads/{made}", etag=thread_tag(row))


class ThreadById(Endpoint):
    @operation(
        summary="One thread", out=ThreadShape, scope="threads:read", public=True, errors=("not_found",), etag=True
    )
    def get(self, request: Request, call: Call, thread_id: int) -> Ok[ThreadShape]:
        """A thread without its posts."""
        row = selectors.thread_row(thread_id, viewer=request.user)
        return Ok(thread_shape(row), etag=thread_tag(row))

    @operation(
        summary="Rename a thread", body=RenameInput, out=ThreadShape, scope="threads:write", limit="write", if_match=True,
        etag=True, errors=("not_found", "not_yours", "silenced", "thread_archived", "edit_conflict"),
    )  # fmt: skip
    def patch(self, request: Request, call: Call, thread_id: int) -> Ok[ThreadShape]:
        """Give a thread another title; its author and staff may."""
        services.rename_thread(actor=request.user, thread_id=thread_id, title=call.body["title"], version=call.version)
        row = selectors.thread_row(thread_id, viewer=request.user)
        return Ok(thread_shape(row), etag=thread_tag(row))


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
        reached = rows[-1].number if rows else thread.last_number
        following = reached + 1 if thread.last_number > reached else None
        # From beyond the end, back to where there is something to read.
        preceding = max(1, min(first, thread.last_number + 1) - limit) if first > 1 else None
        return Page(
            results=[post_shape(row) for row in rows],
            next=_from(thread_id, following, limit),
            previous=_from(thread_id, preceding, limit),
            etag=etag(rows[-1].version if rows else 0, following, preceding, *rows),
        )

    @operation(
        summary="Reply", body=ReplyInput, out=PostShape, status=201, scope="threads:write", limit="post", idempotent=True,
        also={202: SubmissionShape},
        errors=("not_found", "may_not_reply", "thread_closed", "thread_archived", "slow_mode", "staff_only", "silenced",
                "disclosure_needed"),
    )  # fmt: skip
    def post(self, request: Request, call: Call, thread_id: int) -> Created[PostShape] | Accepted[SubmissionShape]:
        """Add a post to a thread. What is scheduled, held or released with others is a submission first: 202."""
        body = call.body
        made = services.post_reply(
            actor=request.user, thread_id=thread_id, source=body["text"], reply_to=body.get("reply_to"),
            whisper=body["whisper"], said=_said(body), publish_at=body.get("publish_at"), key=call.key,
        )  # fmt: skip
        if isinstance(made, UUID):
            return _waiting(request, made)
        row = selectors.post_row(made, viewer=request.user)
        return Created(post_shape(row), location=f"/api/v1/posts/{made}", etag=etag(row.version, row))


class Tree(Endpoint):
    @operation(
        summary="A thread as a tree of answers", query=TreeQuery, out=Page[BranchShape], scope="threads:read", public=True,
        errors=("not_found",),
    )  # fmt: skip
    def get(self, request: Request, call: Call, thread_id: int) -> Page[BranchShape]:
        """Posts that answer none, ten at a time, with up to 120 posts of what hangs below them."""
        selectors.thread_row(thread_id, viewer=request.user)
        first, root = call.query["from"], call.query.get("root", 0)
        stems, following = selectors.tree_of(thread_id, viewer=request.user, first=first, root=root)
        onward = f"/api/v1/threads/{thread_id}/tree?from={following}" if following else None
        return Page(results=[branch_shape(stem) for stem in stems], next=onward)


class ReadingOfThread(Endpoint):
    @operation(
        summary="How far you have read", out=ReadingShape, scope="threads:read", errors=("not_found",),
        name="threads_reading_get",
    )  # fmt: skip
    def get(self, request: Request, call: Call, thread_id: int) -> ReadingShape:
        """Your place in a thread."""
        selectors.thread_row(thread_id, viewer=request.user)
        return reading_shape(thread_id, viewer=request.user)

    @operation(
        summary="Note how far you have read", body=ReadPostsInput, status=204, scope="threads:write", limit="react",
        errors=("not_found",),
    )  # fmt: skip
    def put(self, request: Request, call: Call, thread_id: int) -> NoContent:
        """Your place in a thread goes forward, never back."""
        services.mark_read(actor=request.user, thread_id=thread_id, number=call.body["number"])
        return NoContent()


def _said(body: dict[str, Any]) -> services.Said | None:
    said = body.get("said")
    return None if said is None else services.Said(services.Interest(said["interest"]), said["details"])


def _waiting(request: Request, made: UUID) -> Accepted[SubmissionShape]:
    row = selectors.submission(made, viewer=request.user)
    return Accepted(submission_shape(row), location=f"/api/v1/me/submissions/{made}")


def _from(thread_id: int, first: int | None, limit: int) -> str | None:
    return None if first is None else f"/api/v1/threads/{thread_id}/posts?from={first}&limit={limit}"
