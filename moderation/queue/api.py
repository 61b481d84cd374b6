"""The REST door of reports and of the queue."""

from collections.abc import Callable
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from accounts.members.policies import check_member
from accounts.members.selectors import Viewer, profile
from accounts.members.shapes import person_shape
from forum.http.api import Call, Created, Cursor, Endpoint, NoContent, Ok, Page, operation, page_url
from forum.http.fields import CountField, IdField, PageQuery, StrictSerializer, TextField
from forum.http.lists import page_below
from forum.kernel.errors import Words
from moderation.actions.selectors import permitted_on, record_of
from moderation.queue import policies, selectors, services
from moderation.queue.selectors import KIND_LABELS, Filters, ItemRow
from moderation.queue.shapes import (
    AuthorRecordShape,
    DeskShape,
    FiledShape,
    ItemShape,
    NoteShape,
    OwnReportShape,
    QueueCountsShape,
    QueueViewShape,
    ReportInput,
    desk_shape,
    item_shape,
    own_report_shape,
    view_shape,
)
from moderation.rules import reasons

type Post = Callable[..., Created[FiledShape]]
STAFF_ERRORS = ("moderators_only", "not_found")


class QueueQuery(PageQuery):
    kind = serializers.ChoiceField(required=False, choices=tuple(KIND_LABELS), help_text="Only items of this kind.")
    reason = serializers.ChoiceField(required=False, choices=reasons.CODES, help_text="Only items with this reason.")
    board = IdField(required=False, help_text="Only items on the board of this id.")
    overdue = serializers.BooleanField(default=False, help_text="Only items past their goal.")


class FiltersInput(StrictSerializer):
    kind = serializers.ChoiceField(required=False, choices=("", *KIND_LABELS), default="")
    reason = serializers.ChoiceField(required=False, choices=("", *reasons.CODES), default="")
    board = CountField(required=False, default=0, help_text="Only items on the board of this id; 0 for all.")
    overdue = serializers.BooleanField(default=False)


class QueueViewInput(FiltersInput):
    name = TextField(max_length=60, lines=False)


class ReleaseQuery(StrictSerializer):
    recuse = serializers.BooleanField(default=False, help_text="You have a part or an interest in it.")


class ItemNoteInput(StrictSerializer):
    text = TextField(max_length=2000)


def _filters(body: dict[str, Any]) -> Filters:
    return Filters(body["kind"], body["reason"], body["board"], body["overdue"])


def _filed(request: Request, call: Call, kind: str, target_id: str) -> Created[FiledShape]:
    # A guest's answer shows a secret once and cannot be repeated, so a guest's key is not kept.
    key = call.key if request.user.is_authenticated else None
    made = services.file_report(
        actor=request.user, kind=kind, target_id=target_id, reason=call.body["reason"], note=call.body["note"], key=key
    )
    location = f"/reports/by/{made.token}" if made.token else f"/api/v1/me/reports/{made.report_id}"
    return Created(FiledShape(made.report_id, made.token), location=location)


def _reporting(what: Words, *, scope: str = "threads:write") -> Callable[[Post], Post]:
    """The operation of reporting, which is the same whatever is reported."""
    return operation(
        summary=what, body=ReportInput, out=FiledShape, status=201, scope=scope, limit="report", public=True, idempotent=True,
        errors=("not_found", "own_thing"),
    )  # fmt: skip


class PostReports(Endpoint):
    @_reporting("Report a post")
    def post(self, request: Request, call: Call, post_id: int) -> Created[FiledShape]:
        """Tell moderators of a post, with or without an account. Nobody learns who did."""
        return _filed(request, call, "post", str(post_id))


class ThreadReports(Endpoint):
    @_reporting("Report a thread")
    def post(self, request: Request, call: Call, thread_id: int) -> Created[FiledShape]:
        """Tell moderators of a whole thread."""
        return _filed(request, call, "thread", str(thread_id))


class MemberReports(Endpoint):
    @_reporting("Report a member", scope="members:write")
    def post(self, request: Request, call: Call, handle: str) -> Created[FiledShape]:
        """Tell moderators of a member's page or conduct."""
        found = profile(handle, viewer=request.user)
        return _filed(request, call, "member", str(found.person.id))


class InterviewReports(Endpoint):
    @_reporting("Report an interview")
    def post(self, request: Request, call: Call, interview_id: int) -> Created[FiledShape]:
        """Tell moderators of what somebody proposed."""
        return _filed(request, call, "interview", str(interview_id))


class QuestionReports(Endpoint):
    @_reporting("Report a question")
    def post(self, request: Request, call: Call, question_id: int) -> Created[FiledShape]:
        """Tell moderators of a question in an interview."""
        return _filed(request, call, "question", str(question_id))


class GuestReport(Endpoint):
    @operation(
        summary="What came of a guest's report", out=OwnReportShape, scope="me:read", public=True, errors=("not_found",)
    )
    def get(self, request: Request, call: Call, token: str) -> OwnReportShape:
        """For whoever reported without an account: by the token they were given then, and by nothing else."""
        return own_report_shape(selectors.guest_report(token))


class OwnReports(Endpoint):
    @operation(
        summary="Your reports", query=PageQuery, out=Page[OwnReportShape], scope="me:read", errors=("bad_cursor",)
    )
    def get(self, request: Request, call: Call) -> Page[OwnReportShape]:
        """What you reported and what came of it, the newest first."""
        me = check_member(request.user)
        return page_below(
            request, call, purpose=f"own-reports:{me.pk}", number=lambda row: row.id, shape=own_report_shape,
            read=lambda before, limit: selectors.own_reports(viewer=me, before=before, limit=limit),
        )  # fmt: skip


class OwnReportById(Endpoint):
    @operation(summary="One of your reports", out=OwnReportShape, scope="me:read", errors=("not_found",))
    def get(self, request: Request, call: Call, report_id: int) -> OwnReportShape:
        """What came of it."""
        return own_report_shape(selectors.own_report(report_id, viewer=request.user))


class Queue(Endpoint):
    @operation(
        summary="The review queue", query=QueueQuery, out=Page[ItemShape], scope="moderation:read",
        errors=("moderators_only", "bad_cursor"),
    )  # fmt: skip
    def get(self, request: Request, call: Call) -> Page[ItemShape]:
        """What waits and that you may decide, the most urgent first. What you have a part in is not there."""
        me, query = policies.check_moderate(request.user), call.query
        filters = Filters(query.get("kind", ""), query.get("reason", ""), query.get("board", 0), query["overdue"])
        purpose = f"queue:{me.pk}"
        place = Cursor.open(query["cursor"], purpose=purpose) if "cursor" in query else None
        after = (float(place["score"]), int(place["id"])) if place else None
        found = selectors.rows(viewer=me, filters=filters, after=after, limit=query["limit"] + 1)
        rows = found[: query["limit"]]
        more = (
            Cursor.seal({"score": rows[-1].score, "id": rows[-1].id}, purpose=purpose)
            if len(found) > len(rows)
            else None
        )
        return Page(results=[item_shape(row, _permitted(row, me)) for row in rows], next=page_url(request, more))


def _permitted(row: ItemRow, viewer: Viewer, *, there: bool = True) -> list[str]:
    if row.state != "open":
        return []
    return [kind.code for kind in permitted_on(row.target_kind, row.author, viewer=viewer, there=there)]


def _desk(request: Request, item_id: int) -> DeskShape:
    found = services.open_desk(actor=request.user, item_id=item_id)
    there = found.target is not None and found.target.there
    author = found.item.author
    record = _record(author.id, request.user) if author else None
    return desk_shape(found, _permitted(found.item, request.user, there=there), record)


def _record(author_id: int, viewer: Viewer) -> AuthorRecordShape:
    found = record_of(author_id, viewer=viewer)
    return AuthorRecordShape(found.points, found.warnings, found.suggestion, [one.kind for one in found.in_force])


class QueueCounts(Endpoint):
    @operation(summary="How much waits", out=QueueCountsShape, scope="moderation:read", errors=("moderators_only",))
    def get(self, request: Request, call: Call) -> QueueCountsShape:
        """The items that you may decide, by kind."""
        counts = selectors.counts(viewer=policies.check_moderate(request.user))
        return QueueCountsShape(sum(counts.values()), counts)


class NextLease(Endpoint):
    @operation(
        summary="Take the next item", body=FiltersInput, out=DeskShape, scope="moderation:write", limit="write",
        also={204: None}, idempotent=True, errors=("moderators_only",),
    )  # fmt: skip
    def post(self, request: Request, call: Call) -> Ok[DeskShape] | NoContent:
        """Hold the most urgent item that nobody is at for ten minutes. 204 when nothing waits."""
        item_id = call.once(lambda: services.take_next(actor=request.user, filters=_filters(call.body)))
        return NoContent() if item_id is None else Ok(_desk(request, item_id))


class Item(Endpoint):
    @operation(summary="One item", out=DeskShape, scope="moderation:read", errors=STAFF_ERRORS)
    def get(self, request: Request, call: Call, item_id: int) -> DeskShape:
        """An item with the thing as its readers see it, the reports, the notes, and the actions you may take.

        That you opened it without holding it is audited, once an hour.
        """
        return _desk(request, item_id)


class Lease(Endpoint):
    @operation(
        summary="Take an item", out=DeskShape, scope="moderation:write", limit="write",
        errors=(*STAFF_ERRORS, "item_taken", "item_decided"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, item_id: int) -> DeskShape:
        """Hold this item for ten minutes, or for ten minutes more."""
        services.take_item(actor=request.user, item_id=item_id)
        return _desk(request, item_id)

    @operation(
        summary="Hand an item back", query=ReleaseQuery, status=204, scope="moderation:write", limit="write",
        errors=(*STAFF_ERRORS, "lease_lost", "item_decided"),
    )  # fmt: skip
    def delete(self, request: Request, call: Call, item_id: int) -> NoContent:
        """Let another decide; with `recuse` it is never offered to you again."""
        services.release_item(actor=request.user, item_id=item_id, recuse=call.query["recuse"])
        return NoContent()


class Notes(Endpoint):
    @operation(
        summary="Write a note", body=ItemNoteInput, out=NoteShape, status=201, scope="moderation:write", limit="write",
        idempotent=True,
        errors=STAFF_ERRORS,
    )  # fmt: skip
    def post(self, request: Request, call: Call, item_id: int) -> Created[NoteShape]:
        """A word for other staff beside an item."""
        policies.check_moderate(request.user)
        note_id = call.once(lambda: services.add_note(actor=request.user, item_id=item_id, words=call.body["text"]))
        made = next(note for note in selectors.notes_on(item_id) if note.id == note_id)
        return Created(
            NoteShape(person_shape(made.author), made.text, made.at), location=f"/api/v1/moderation/queue/{item_id}"
        )


class Views(Endpoint):
    @operation(summary="Views you kept", out=Page[QueueViewShape], scope="moderation:read", errors=("moderators_only",))
    def get(self, request: Request, call: Call) -> Page[QueueViewShape]:
        """Filters of the queue under their names. There are thirty at most: they come in one page."""
        me = policies.check_moderate(request.user)
        return Page(results=[view_shape(row) for row in selectors.saved_views(viewer=me)])

    @operation(
        summary="Keep a view", body=QueueViewInput, out=QueueViewShape, status=201, scope="moderation:write", limit="write",
        idempotent=True, errors=("moderators_only", "too_many_views"),
    )  # fmt: skip
    def post(self, request: Request, call: Call) -> Created[QueueViewShape]:
        """Filters under a name, in place of those that had it."""
        me = policies.check_moderate(request.user)
        made = call.once(lambda: services.save_view(actor=me, name=call.body["name"], filters=_filters(call.body)))
        return Created(
            view_shape(selectors.saved_view(made, viewer=me)), location=f"/api/v1/moderation/queue/views/{made}"
        )


class ViewById(Endpoint):
    @operation(summary="Forget a view", status=204, scope="moderation:write", limit="write", errors=STAFF_ERRORS)
    def delete(self, request: Request, call: Call, view_id: int) -> NoContent:
        """It goes; what it showed stays."""
        services.drop_view(actor=request.user, view_id=view_id)
        return NoContent()
