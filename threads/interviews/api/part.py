"""The parts of a case over REST: what one takes part in, the case itself, its editors, the guest's check, the recording."""

import base64

from rest_framework.request import Request
from rest_framework.serializers import ChoiceField, ListField

from accounts.members.shapes import person_shape
from forum.http.api import Call, Created, Cursor, Endpoint, NoContent, Page, etag, operation, page_url
from forum.http.fields import CountField, IdField, PageQuery, StrictSerializer, TextField
from forum.kernel.errors import NotFound
from threads.interviews import documents
from threads.interviews.models.answers import ANSWER_LONGEST
from threads.interviews.models.case import REASON_LONGEST, InterviewGuestCheck
from threads.interviews.policies import check_editor
from threads.interviews.selectors import answers, cases, desk, library
from threads.interviews.services import approach, publishing, requests
from threads.interviews.services.refusing import noting
from threads.interviews.shapes import (
    InterviewCaseShape,
    OwnCaseShape,
    SigningKeyShape,
    TakedownVoteShape,
    TranscriptShape,
    case_shape,
    transcript_shape,
)

REFUSALS = ("not_found", "editors_only", "interview_wrong_state", "silenced")


class GuestCheckInput(StrictSerializer):
    method = ChoiceField(choices=InterviewGuestCheck.Method.values)


class ChapterInput(StrictSerializer):
    starts_at = CountField(max_value=publishing.LONGEST, help_text="Seconds from the beginning.")
    title = TextField(max_length=120, lines=False)


class RecordingInput(StrictSerializer):
    url = TextField(max_length=500, lines=False, help_text="An https address.")
    media_type = ChoiceField(choices=publishing.MEDIA_TYPES)
    size = CountField(min_value=1, max_value=publishing.LARGEST, help_text="Bytes.")
    seconds = CountField(min_value=1, max_value=publishing.LONGEST)
    chapters = ListField(child=ChapterInput(), required=False, max_length=publishing.CHAPTERS)


class CorrectionInput(StrictSerializer):
    answer = IdField()
    text = TextField(max_length=ANSWER_LONGEST, help_text="What the answer reads from now on. Markdown.")
    note = TextField(max_length=REASON_LONGEST, help_text="What was wrong, in public.")


class OwnCases(Endpoint):
    @operation(
        summary="Interviews you take part in", query=PageQuery, out=Page[OwnCaseShape], scope="interviews:read",
        errors=("bad_cursor",),
    )  # fmt: skip
    def get(self, request: Request, call: Call) -> Page[OwnCaseShape]:
        """As an editor of the case, as its guest, or as whom it invited; newest first."""
        purpose, limit = f"own-cases:{request.user.pk}", call.query["limit"]
        before = Cursor.open(call.query["cursor"], purpose=purpose)["before"] if "cursor" in call.query else 0
        more = cases.own_cases(viewer=request.user, before=before, limit=limit + 1)
        rows = more[:limit]
        cursor = Cursor.seal({"before": rows[-1].row.id}, purpose=purpose) if len(more) > limit else None
        results = [OwnCaseShape(one.row.id, one.row.title, one.state, one.part) for one in rows]
        return Page(results=results, next=page_url(request, cursor))


class Case(Endpoint):
    @operation(summary="The case", out=InterviewCaseShape, scope="interviews:read", errors=("not_found",))
    def get(self, request: Request, call: Call, interview_id: int) -> InterviewCaseShape:
        """Where the interview truly stands, for its editors and its guest. For everybody else there is nothing here."""
        sight = cases.sight(interview_id, viewer=request.user)
        if not sight.inside:
            raise NotFound
        kept = desk.desk(interview_id) if sight.editor else None
        waiting = [] if sight.invited else [pk for pk, _words in answers.unanswered(interview_id)]
        return case_shape(cases.interview(interview_id), sight.part, kept, waiting)


class CaseEditors(Endpoint):
    @operation(
        summary="Let another editor into the case", status=204, scope="interviews:write", limit="write", errors=REFUSALS
    )
    def put(self, request: Request, call: Call, interview_id: int, handle: str) -> NoContent:
        """For the editors of the case."""
        with noting(interview_id, request.user):
            requests.add_case_editor(actor=request.user, interview_id=interview_id, handle=handle)
        return NoContent()


class GuestChecks(Endpoint):
    @operation(
        summary="Say how you made sure who the guest is", body=GuestCheckInput, status=204, scope="interviews:write",
        limit="write", idempotent=True, errors=REFUSALS,
    )  # fmt: skip
    def post(self, request: Request, call: Call, interview_id: int) -> NoContent:
        """Before terms are agreed on, by an editor of the case."""
        with noting(interview_id, request.user):
            call.once(
                lambda: approach.check_guest(actor=request.user, interview_id=interview_id, method=call.body["method"])
            )
        return NoContent()


class Takedown(Endpoint):
    @operation(
        summary="Who wants a transcript taken down", out=Page[TakedownVoteShape], scope="interviews:read",
        errors=("not_found", "editors_only", "silenced"),
    )  # fmt: skip
    def get(self, request: Request, call: Call, interview_id: int) -> Page[TakedownVoteShape]:
        """For every editor: it takes the word of two, which each gives by the step `taken_down`."""
        cases.interview_row(interview_id)
        check_editor(request.user)
        rows = desk.takedown_rows(interview_id)
        return Page(results=[TakedownVoteShape(person_shape(one.editor), one.ground, one.reason) for one in rows])


class SigningKey(Endpoint):
    @operation(summary="The key that signs transcripts", out=SigningKeyShape, scope="interviews:read", public=True)
    def get(self, request: Request, call: Call) -> SigningKeyShape:
        """The public half, for verifying a document and its signature."""
        key = documents.public_key()
        return SigningKeyShape(key=documents.key_id(key), public_key=base64.b64encode(key).decode())


class Recording(Endpoint):
    @operation(
        summary="Set the recording", body=RecordingInput, status=204, scope="interviews:write", limit="write",
        errors=REFUSALS,
    )  # fmt: skip
    def put(self, request: Request, call: Call, interview_id: int) -> NoContent:
        """Where the recording is, and its chapters. It shows with the transcript. For the editors of the case."""
        chapters = [(one["starts_at"], one["title"]) for one in call.body.get("chapters", ())]
        with noting(interview_id, request.user):
            publishing.set_recording(
                actor=request.user, interview_id=interview_id, **{**call.body, "chapters": chapters}
            )
        return NoContent()


class Corrections(Endpoint):
    @operation(
        summary="Correct an answer", body=CorrectionInput, out=TranscriptShape, status=201, scope="interviews:write",
        limit="write", idempotent=True, errors=(*REFUSALS, "text_empty"),
    )  # fmt: skip
    def post(self, request: Request, call: Call, interview_id: int) -> Created[TranscriptShape]:
        """A new version in which one answer reads otherwise; those before stay. For the editors of the case."""
        body = call.body
        with noting(interview_id, request.user):
            made = call.once(lambda: publishing.correct_answer(
                actor=request.user, interview_id=interview_id, answer_id=body["answer"], source=body["text"],
                note=body["note"],
            ))  # fmt: skip
        found = library.published(interview_id, version=made)
        return Created(
            transcript_shape(found), location=f"/api/v1/interviews/{interview_id}/transcript?version={made}",
            etag=etag(made, found),
        )  # fmt: skip
