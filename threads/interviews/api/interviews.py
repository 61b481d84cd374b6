"""Interviews in lists and one by one, their support and their transcripts."""

from datetime import datetime
from uuid import UUID

from rest_framework.request import Request
from rest_framework.serializers import ChoiceField, ListField, SlugField

from forum.http.api import Accepted, Call, Created, Cursor, Endpoint, NoContent, Ok, Page, etag, operation, page_url
from forum.http.fields import CountField, PageQuery, StrictSerializer, TextField
from threads.discussion.selectors import submission
from threads.discussion.shapes import SubmissionShape, submission_shape
from threads.interviews.models.case import NAME_LONGEST, REASON_LONGEST, TITLE_LONGEST
from threads.interviews.selectors import cases, library
from threads.interviews.services import proposing
from threads.interviews.shapes import InterviewShape, TranscriptShape, interview_shape, transcript_shape
from threads.interviews.states import Face

STAGES = {**cases.TABS, "published": (Face.PUBLISHED,)}


class InterviewsQuery(PageQuery):
    stage = ChoiceField(choices=list(STAGES), default="asking", help_text="Where they stand.")


class LibraryQuery(InterviewsQuery):
    guest = TextField(
        max_length=120, lines=False, required=False, help_text="For published: a part of the guest's name."
    )
    role = TextField(
        max_length=120, lines=False, required=False, help_text="For published: a part of the guest's role."
    )
    deposit = SlugField(max_length=80, required=False, help_text="For published: about this deposit.")
    year = CountField(min_value=2000, max_value=9999, required=False, help_text="For published: that year.")


class ProposeInput(StrictSerializer):
    title = TextField(max_length=TITLE_LONGEST, lines=False)
    guest = TextField(max_length=NAME_LONGEST, lines=False, help_text="A person or a party, in words.")
    reasons = TextField(max_length=REASON_LONGEST * 2, help_text="Markdown.")
    deposits = ListField(child=SlugField(max_length=80), required=False, max_length=proposing.DEPOSITS)


class VersionQuery(StrictSerializer):
    version = CountField(min_value=1, required=False, help_text="The newest unless one is named.")


class Interviews(Endpoint):
    @operation(
        summary="Interviews", query=LibraryQuery, out=Page[InterviewShape], scope="interviews:read", public=True,
        errors=("bad_cursor",),
    )  # fmt: skip
    def get(self, request: Request, call: Call) -> Page[InterviewShape]:
        """Interviews of a stage, newest first. The published ones are the library, the last published first."""
        if call.query["stage"] == "published":
            return _library(request, call)
        stage, limit = call.query["stage"], call.query["limit"]
        purpose = f"api-interviews:{stage}"
        before = Cursor.open(call.query["cursor"], purpose=purpose)["before"] if "cursor" in call.query else 0
        more = cases.interview_rows(STAGES[stage], before=before, limit=limit + 1)
        rows = more[:limit]
        cursor = Cursor.seal({"before": rows[-1].id}, purpose=purpose) if len(more) > limit else None
        return Page(results=[interview_shape(row) for row in rows], next=page_url(request, cursor))

    @operation(
        summary="Propose an interview", body=ProposeInput, out=InterviewShape, status=201, scope="interviews:write",
        limit="start", idempotent=True, also={202: SubmissionShape}, errors=("verified_only", "silenced"),
    )  # fmt: skip
    def post(self, request: Request, call: Call) -> Created[InterviewShape] | Accepted[SubmissionShape]:
        """Say whom you would ask, about what and why. You second it with that. What is held, or released with others, is a
        submission first: 202."""
        body = call.body
        made = proposing.propose_interview(
            actor=request.user, title=body["title"], subject=body["guest"], reasons=body["reasons"],
            deposits=body.get("deposits", ()), key=call.key,
        )  # fmt: skip
        if isinstance(made, UUID):
            return Accepted(
                submission_shape(submission(made, viewer=request.user)), location=f"/api/v1/me/submissions/{made}"
            )
        return Created(interview_shape(cases.interview_row(made)), location=f"/api/v1/interviews/{made}")


class InterviewById(Endpoint):
    @operation(
        summary="One interview", out=InterviewShape, scope="interviews:read", public=True, etag=True,
        errors=("not_found",),
    )  # fmt: skip
    def get(self, request: Request, call: Call, interview_id: int) -> Ok[InterviewShape]:
        """An interview as everybody sees it, you too."""
        row = cases.interview_row(interview_id)
        return Ok(interview_shape(row), etag=etag(row.version, row))


class InterviewSupport(Endpoint):
    @operation(
        summary="Second a proposal", status=204, scope="interviews:write", limit="react",
        errors=("not_found", "verified_only", "interview_wrong_state", "silenced"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, interview_id: int) -> NoContent:
        """Add your second; enough of them send it to the editors."""
        proposing.set_second(actor=request.user, interview_id=interview_id, wanted=True)
        return NoContent()

    @operation(
        summary="Take your second back", status=204, scope="interviews:write", limit="react",
        errors=("not_found", "verified_only", "interview_wrong_state", "silenced"),
    )  # fmt: skip
    def delete(self, request: Request, call: Call, interview_id: int) -> NoContent:
        """No longer second a proposal."""
        proposing.set_second(actor=request.user, interview_id=interview_id, wanted=False)
        return NoContent()


class InterviewTranscript(Endpoint):
    @operation(
        summary="The transcript", query=VersionQuery, out=TranscriptShape, scope="interviews:read", public=True, etag=True,
        errors=("not_found",),
    )  # fmt: skip
    def get(self, request: Request, call: Call, interview_id: int) -> Ok[TranscriptShape]:
        """The published transcript, with what verifies it. Before its time there is nothing here for anybody."""
        found = library.published(interview_id, version=call.query.get("version"))
        return Ok(transcript_shape(found), etag=etag(found.version.version, found))


def _library(request: Request, call: Call) -> Page[InterviewShape]:
    asked = {name: call.query[name] for name in ("guest", "role", "deposit", "year") if call.query.get(name)}
    purpose, limit = f"api-library:{sorted(asked.items())}", call.query["limit"]
    after = None
    if "cursor" in call.query:
        place = Cursor.open(call.query["cursor"], purpose=purpose)
        after = (datetime.fromisoformat(place["at"]), place["id"])
    more = library.library(**asked, after=after, limit=limit + 1)
    rows = more[:limit]
    cursor = None
    if len(more) > limit and rows[-1].published_at:
        cursor = Cursor.seal({"at": rows[-1].published_at.isoformat(), "id": rows[-1].id}, purpose=purpose)
    return Page(results=[interview_shape(row) for row in rows], next=page_url(request, cursor))
