"""Keeping order over REST: closing, pinning, archiving, moving, merging, splitting, tags and summaries."""

from rest_framework.request import Request
from rest_framework.serializers import DateTimeField, ListField, SlugField

from accounts.members.shapes import person_shape
from forum.http.api import Call, Created, Endpoint, NoContent, Page, operation
from forum.http.fields import CountField, IdField, StrictSerializer, TextField
from forum.kernel.errors import NotFound
from threads.discussion import selectors, services
from threads.discussion.api.threads import TagField
from threads.discussion.services.states import SUMMARY_LONGEST
from threads.discussion.shapes import (
    SummaryShape,
    ThreadChangeShape,
    ThreadShape,
    ThreadTimerShape,
    change_shape,
    thread_shape,
    thread_tag,
)

ORDER = ("not_found", "staff_only", "silenced")


class LocationInput(StrictSerializer):
    board = SlugField()


class MergeInput(StrictSerializer):
    into = IdField(help_text="The thread behind whose posts these will stand.")


class SplitInput(StrictSerializer):
    posts = ListField(child=CountField(min_value=1), min_length=1, max_length=5000, help_text="Numbers in this thread.")
    title = TextField(max_length=services.TITLE_LONGEST)


class TagsInput(StrictSerializer):
    tags = ListField(child=TagField(), max_length=5)


class SummaryInput(StrictSerializer):
    text = TextField(max_length=SUMMARY_LONGEST, help_text="Markdown.")


class TimerInput(StrictSerializer):
    at = DateTimeField(help_text="From now on, within a year.")


class Closure(Endpoint):
    @operation(summary="Close a thread", status=204, scope="threads:write", limit="write", errors=ORDER)
    def put(self, request: Request, call: Call, thread_id: int) -> NoContent:
        """Take no more replies."""
        services.set_closure(actor=request.user, thread_id=thread_id, closed=True)
        return NoContent()

    @operation(summary="Reopen a thread", status=204, scope="threads:write", limit="write", errors=ORDER)
    def delete(self, request: Request, call: Call, thread_id: int) -> NoContent:
        """Take replies again."""
        services.set_closure(actor=request.user, thread_id=thread_id, closed=False)
        return NoContent()


class Pin(Endpoint):
    @operation(summary="Pin a thread", status=204, scope="threads:write", limit="write", errors=ORDER)
    def put(self, request: Request, call: Call, thread_id: int) -> NoContent:
        """Let it stand on top of its board."""
        services.set_pin(actor=request.user, thread_id=thread_id, pinned=True)
        return NoContent()

    @operation(summary="Unpin a thread", status=204, scope="threads:write", limit="write", errors=ORDER)
    def delete(self, request: Request, call: Call, thread_id: int) -> NoContent:
        """Let it stand where its last word puts it."""
        services.set_pin(actor=request.user, thread_id=thread_id, pinned=False)
        return NoContent()


class Archive(Endpoint):
    @operation(summary="Archive a thread", status=204, scope="threads:write", limit="write", errors=ORDER)
    def put(self, request: Request, call: Call, thread_id: int) -> NoContent:
        """Keep it for reading alone."""
        services.set_archive(actor=request.user, thread_id=thread_id, archived=True)
        return NoContent()

    @operation(
        summary="Take a thread out of the archive", status=204, scope="threads:write", limit="write", errors=ORDER
    )
    def delete(self, request: Request, call: Call, thread_id: int) -> NoContent:
        """Let it be changed and replied to again."""
        services.set_archive(actor=request.user, thread_id=thread_id, archived=False)
        return NoContent()


class Timers(Endpoint):
    @operation(
        summary="What the clock will do to a thread", out=Page[ThreadTimerShape], scope="threads:read", public=True,
        errors=("not_found",),
    )  # fmt: skip
    def get(self, request: Request, call: Call, thread_id: int) -> Page[ThreadTimerShape]:
        """The next first; four at most, one of each kind."""
        selectors.thread_row(thread_id, viewer=request.user)
        rows = selectors.timers_of(thread_id)
        return Page(results=[ThreadTimerShape(what=str(what), at=at) for what, at in rows.items()])


class Timer(Endpoint):
    @operation(
        summary="Set the clock for a thread", body=TimerInput, status=204, scope="threads:write", limit="write",
        errors=ORDER,
    )  # fmt: skip
    def put(self, request: Request, call: Call, thread_id: int, what: str) -> NoContent:
        """`what` is close, reopen, unpin or archive. The same again sets another time."""
        services.set_timers(actor=request.user, thread_id=thread_id, wanted={_timed(what): call.body["at"]})
        return NoContent()

    @operation(summary="Stop the clock for a thread", status=204, scope="threads:write", limit="write", errors=ORDER)
    def delete(self, request: Request, call: Call, thread_id: int, what: str) -> NoContent:
        """It will not be done."""
        services.set_timers(actor=request.user, thread_id=thread_id, wanted={_timed(what): None})
        return NoContent()


class Location(Endpoint):
    @operation(
        summary="Move a thread", body=LocationInput, status=204, scope="threads:write", limit="write", errors=ORDER
    )
    def put(self, request: Request, call: Call, thread_id: int) -> NoContent:
        """Put it on another board, whose readers then are its readers. You must keep order on both."""
        services.move_thread(actor=request.user, thread_id=thread_id, board_slug=call.body["board"])
        return NoContent()


class Merges(Endpoint):
    @operation(
        summary="Merge a thread into another", body=MergeInput, out=ThreadChangeShape, status=201, scope="threads:write",
        limit="write", idempotent=True, errors=(*ORDER, "too_many_posts"),
    )  # fmt: skip
    def post(self, request: Request, call: Call, thread_id: int) -> Created[ThreadChangeShape]:
        """Put its posts behind those of another. The change is the other thread's, and undone there."""
        into = call.body["into"]
        made = call.once(lambda: services.merge_threads(actor=request.user, thread_id=thread_id, into_id=into))
        return Created(_change(request, into, made), location=f"/api/v1/threads/{into}/changes/{made}")


class Splits(Endpoint):
    @operation(
        summary="Split a thread", body=SplitInput, out=ThreadShape, status=201, scope="threads:write", limit="write",
        idempotent=True, errors=(*ORDER, "too_many_posts"),
    )  # fmt: skip
    def post(self, request: Request, call: Call, thread_id: int) -> Created[ThreadShape]:
        """Make a thread of its own from some of its posts."""
        made = call.once(
            lambda: services.split_thread(
                actor=request.user, thread_id=thread_id, numbers=call.body["posts"], title=call.body["title"]
            )[0]
        )
        row = selectors.thread_row(made, viewer=request.user)
        return Created(thread_shape(row), location=f"/api/v1/threads/{made}", etag=thread_tag(row))


class Changes(Endpoint):
    @operation(
        summary="What was done to a thread",
        out=Page[ThreadChangeShape],
        scope="threads:read",
        public=True,
        errors=("not_found",),
    )
    def get(self, request: Request, call: Call, thread_id: int) -> Page[ThreadChangeShape]:
        """The last hundred changes, newest first."""
        selectors.thread_row(thread_id, viewer=request.user)
        return Page(results=[change_shape(row) for row in selectors.changes_of(thread_id, viewer=request.user)])


class OneChange(Endpoint):
    @operation(
        summary="One change of a thread",
        out=ThreadChangeShape,
        scope="threads:read",
        public=True,
        errors=("not_found",),
    )
    def get(self, request: Request, call: Call, thread_id: int, line_id: int) -> ThreadChangeShape:
        """A line of the thread."""
        selectors.thread_row(thread_id, viewer=request.user)
        return _change(request, thread_id, line_id)

    @operation(
        summary="Undo a move, a merge or a split", status=204, scope="threads:write", limit="write",
        errors=(*ORDER, "cannot_undo"),
    )  # fmt: skip
    def delete(self, request: Request, call: Call, thread_id: int, line_id: int) -> NoContent:
        """Posts go back to where they were. The line stays, and says that it was undone."""
        services.undo_change(actor=request.user, thread_id=thread_id, change_id=line_id)
        return NoContent()


class Tags(Endpoint):
    @operation(
        summary="Set a thread's tags", body=TagsInput, status=204, scope="threads:write", limit="write",
        errors=("not_found", "not_yours", "silenced", "thread_archived"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, thread_id: int) -> NoContent:
        """Replace them: up to five, of small letters, digits and hyphens. Its author and staff may."""
        services.set_tags(actor=request.user, thread_id=thread_id, tags=tuple(call.body["tags"]))
        return NoContent()


class Summary(Endpoint):
    @operation(
        summary="An editor's summary of a thread",
        out=SummaryShape,
        scope="threads:read",
        public=True,
        errors=("not_found",),
    )
    def get(self, request: Request, call: Call, thread_id: int) -> SummaryShape:
        """What it has come to so far."""
        found = selectors.thread(thread_id, viewer=request.user)
        row = selectors.summary_of(found, viewer=request.user)
        if row is None:
            raise NotFound
        return SummaryShape(by=person_shape(row.editor), source=row.source, html=row.html, at=row.at)

    @operation(
        summary="Sum a thread up", body=SummaryInput, status=204, scope="threads:write", limit="write",
        errors=("not_found", "editors_only", "silenced"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, thread_id: int) -> NoContent:
        """Write or replace the summary; editors may."""
        services.set_summary(actor=request.user, thread_id=thread_id, source=call.body["text"])
        return NoContent()

    @operation(
        summary="Take a summary away", status=204, scope="threads:write", limit="write",
        errors=("not_found", "editors_only", "silenced"),
    )  # fmt: skip
    def delete(self, request: Request, call: Call, thread_id: int) -> NoContent:
        """Editors may."""
        services.set_summary(actor=request.user, thread_id=thread_id, source="")
        return NoContent()


def _timed(what: str) -> services.TimedChange:
    if what not in services.TimedChange.values:
        raise NotFound
    return services.TimedChange(what)


def _change(request: Request, thread_id: int, change_id: int) -> ThreadChangeShape:
    rows = selectors.changes_of(thread_id, viewer=request.user)
    found = next((row for row in rows if row.id == change_id), None)
    if found is None:
        raise NotFound
    return change_shape(found)
