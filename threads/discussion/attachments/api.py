"""The REST door of files."""

from dataclasses import dataclass
from datetime import date

from rest_framework.request import Request
from rest_framework.serializers import FileField

from accounts.members.policies import check_member
from forum.http.api import Call, Created, Endpoint, NoContent, Ok, Page, etag, operation, shaped
from forum.http.fields import CountField, StrictSerializer, TextField
from threads.discussion.attachments import selectors, services, serving
from threads.discussion.attachments.models import ALT_LONGEST


@dataclass(frozen=True, slots=True)
class FileShape:
    """A file. `state` is waiting until a picture is made anew, then ready, or refused. `markdown` shows it in a post.

    `url` answers with the bytes, to whoever may read a post that shows the file.
    """

    id: str
    name: str
    alt: str
    media: str
    size: int
    state: str
    width: int | None
    height: int | None
    brought_on: date
    markdown: str
    url: str


class FileInput(StrictSerializer):
    file = FileField(max_length=255, help_text="A picture, PDF, CSV, GeoJSON or XLSX of up to 10 MB.")
    alt = TextField(
        max_length=ALT_LONGEST, lines=False, required=False, allow_blank=True, default="",
        help_text="What a picture shows; pictures are not taken without.",
    )  # fmt: skip


class FilesQuery(StrictSerializer):
    start = CountField(required=False, default=0, help_text="How many to leave out, the newest first.")


class Attachments(Endpoint):
    @operation(summary="Your files", query=FilesQuery, out=Page[FileShape], scope="threads:read")
    def get(self, request: Request, call: Call) -> Page[FileShape]:
        """Your own files, the newest first, 50 at once."""
        rows = selectors.files_of(check_member(request.user), after=call.query["start"], limit=51)
        following = f"/api/v1/attachments?start={call.query['start'] + 50}" if len(rows) > 50 else None
        return Page(results=[_shape(row) for row in rows[:50]], next=following)

    @operation(
        summary="Bring a file", body=FileInput, files=True, out=FileShape, status=201, scope="threads:write",
        limit="upload", idempotent=True,
        errors=("file_not_taken", "picture_refused", "alt_missing", "no_room_for_files", "silenced", "too_large"),
    )  # fmt: skip
    def post(self, request: Request, call: Call) -> Created[FileShape]:
        """Bring a file, to be shown in posts of yours as `attachment:<id>`. A picture can be had once it is made anew."""
        sent = call.body["file"]
        made = services.bring_file(
            actor=request.user,
            file=sent,
            name=str(sent.name),
            size=int(sent.size or 0),
            alt=call.body["alt"],
            key=call.key,
        )
        row = selectors.file(made, viewer=request.user)
        return Created(_shape(row), location=f"/api/v1/attachments/{made}")


class AttachmentById(Endpoint):
    @operation(summary="One file", out=FileShape, scope="threads:read", public=True, errors=("not_found",), etag=True)
    def get(self, request: Request, call: Call, attachment_id: str) -> Ok[FileShape]:
        """What is known of a file that you may have; its bytes are at `url`."""
        row = selectors.file(attachment_id, viewer=request.user)
        return Ok(_shape(row), etag=etag(1, row))

    @operation(
        summary="Remove a file", status=204, scope="threads:write", limit="write", errors=("not_found", "file_in_use")
    )
    def delete(self, request: Request, call: Call, attachment_id: str) -> NoContent:
        """One of your own that no post shows."""
        services.remove_file(actor=request.user, attachment_id=attachment_id)
        return NoContent()


class AttachmentBytes(Endpoint):
    @operation(
        summary="A file's bytes", out=bytes, media="application/octet-stream", scope="threads:read", public=True,
        errors=("not_found", "file_waiting"), name="attachment_bytes",
    )  # fmt: skip
    def get(self, request: Request, call: Call, attachment_id: str) -> object:
        """The bytes, for clients that sign in by token; of a picture the form that every program reads."""
        row = selectors.file(attachment_id, viewer=request.user)
        return serving.raw(row)


def _shape(row: selectors.FileRow) -> FileShape:
    return shaped(FileShape, row)
