"""What a member keeps, over REST: drafts, submissions, bookmarks, and how far everything is read."""

from dataclasses import dataclass
from uuid import UUID

from rest_framework.request import Request

from accounts.members.policies import check_member
from forum.http.api import Call, Cursor, Endpoint, NoContent, Page, operation, page_url
from forum.http.fields import CountField, IdField, PageQuery, StrictSerializer, TextField
from forum.kernel.errors import NotFound
from threads.discussion import selectors, services
from threads.discussion.shapes import (
    BookmarkShape,
    DraftShape,
    SubmissionShape,
    bookmark_shape,
    draft_shape,
    submission_shape,
)


@dataclass(frozen=True, slots=True)
class FloorShape:
    """Everything up to this post counts as read."""

    up_to: int


class DraftInput(StrictSerializer):
    title = TextField(max_length=services.TITLE_LONGEST, lines=False, allow_blank=True, default="")
    text = TextField(max_length=services.POST_LONGEST, allow_blank=True)
    sequence = CountField(help_text="The one you last saw; 0 for a new draft.")


class FloorInput(StrictSerializer):
    up_to = IdField(required=False, help_text="A post id; without it, everything there is now.")


class Drafts(Endpoint):
    @operation(summary="Your drafts", out=Page[DraftShape], scope="me:read")
    def get(self, request: Request, call: Call) -> Page[DraftShape]:
        """What you have not sent yet, the last kept first; up to a hundred."""
        return Page(results=[draft_shape(row) for row in selectors.drafts(viewer=check_member(request.user))])


class DraftByPlace(Endpoint):
    @operation(summary="One draft", out=DraftShape, scope="me:read", errors=("not_found",))
    def get(self, request: Request, call: Call, place: str) -> DraftShape:
        """What you were writing for `thread:5`, `board:supply`, `deposit:mount-weld` or `post:12`."""
        row = selectors.draft(place, viewer=request.user)
        if row is None:
            raise NotFound
        return draft_shape(row)

    @operation(
        summary="Keep a draft", body=DraftInput, out=DraftShape, scope="me:write", limit="react",
        errors=("not_found", "edit_conflict", "too_many_drafts"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, place: str) -> DraftShape:
        """Save what you have typed. 412 when another device has saved since: read it, decide, and name its sequence."""
        body = call.body
        services.save_draft(
            actor=request.user, place=place, title=body["title"], source=body["text"], sequence=body["sequence"]
        )
        row = selectors.draft(place, viewer=request.user)
        if row is None:
            raise NotFound
        return draft_shape(row)

    @operation(summary="Discard a draft", status=204, scope="me:write", limit="write")
    def delete(self, request: Request, call: Call, place: str) -> NoContent:
        """It is gone for good."""
        services.drop_draft(actor=request.user, place=place)
        return NoContent()


class Submissions(Endpoint):
    @operation(summary="Your submissions", out=Page[SubmissionShape], scope="me:read")
    def get(self, request: Request, call: Call) -> Page[SubmissionShape]:
        """Texts of yours that wait or waited, newest hour first; the last hundred."""
        rows = selectors.submissions(viewer=check_member(request.user))
        return Page(results=[submission_shape(row) for row in rows])


class SubmissionById(Endpoint):
    @operation(summary="One submission", out=SubmissionShape, scope="me:read", errors=("not_found",))
    def get(self, request: Request, call: Call, submission_id: UUID) -> SubmissionShape:
        """What has become of it."""
        return submission_shape(selectors.submission(submission_id, viewer=request.user))

    @operation(
        summary="Withdraw a submission", status=204, scope="threads:write", limit="write",
        errors=("not_found", "already_settled"),
    )  # fmt: skip
    def delete(self, request: Request, call: Call, submission_id: UUID) -> NoContent:
        """Take it back while it waits."""
        services.withdraw_submission(actor=request.user, submission_id=submission_id)
        return NoContent()


class Bookmarks(Endpoint):
    @operation(
        summary="Your bookmarks", query=PageQuery, out=Page[BookmarkShape], scope="me:read", errors=("bad_cursor",)
    )
    def get(self, request: Request, call: Call) -> Page[BookmarkShape]:
        """Posts you keep, newest first. Those you may no longer read are left out."""
        member, limit = check_member(request.user), call.query["limit"]
        who = f"member:{member.pk}"
        cursor = call.query.get("cursor")
        before = Cursor.open(cursor, purpose="bookmarks", principal=who)["before"] if cursor else 0
        rows = selectors.bookmarks(viewer=member, before=before, limit=limit + 1)
        onward = None
        if len(rows) > limit:
            onward = Cursor.seal({"before": rows[limit - 1].id}, purpose="bookmarks", principal=who)
        return Page(results=[bookmark_shape(row) for row in rows[:limit]], next=page_url(request, onward))


class Reading(Endpoint):
    @operation(summary="Mark all as read", body=FloorInput, out=FloorShape, scope="me:write", limit="write")
    def put(self, request: Request, call: Call) -> FloorShape:
        """Everything up to a post, or up to now, counts as read; never back."""
        return FloorShape(services.mark_all_read(actor=request.user, up_to=call.body.get("up_to", 0)))
