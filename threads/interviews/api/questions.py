"""Questions and answers over REST."""

from rest_framework.request import Request
from rest_framework.serializers import ChoiceField

from forum.http.api import Call, Created, Cursor, Endpoint, NoContent, Ok, Page, etag, operation, page_url
from forum.http.fields import CountField, IdField, PageQuery, StrictSerializer, TextField
from forum.kernel.errors import NotFound
from threads.interviews.models.answers import ANSWER_LONGEST, Attribution
from threads.interviews.models.case import REASON_LONGEST
from threads.interviews.models.questions import QUESTION_LONGEST
from threads.interviews.selectors import answers, cases, library, questions
from threads.interviews.selectors.quotes import quote_of
from threads.interviews.services import answering, asking, following
from threads.interviews.services.refusing import noting
from threads.interviews.shapes import AnswerQuoteShape, AnswerShape, QuestionShape, answer_shape, question_shape

ASKING = ("not_found", "verified_only", "asking_over", "question_closed", "silenced")
WRITING = ("not_found", "editors_only", "interview_wrong_state", "interview_frozen", "edit_conflict", "silenced")


class QuestionsQuery(PageQuery):
    which = ChoiceField(
        choices=questions.FILTERS, default="order", help_text="By support, or a part of them newest first."
    )


class QuestionInput(StrictSerializer):
    text = TextField(max_length=QUESTION_LONGEST, help_text="Markdown.")


class DeclineInput(StrictSerializer):
    reason = TextField(max_length=REASON_LONGEST)


class IntoInput(StrictSerializer):
    into = IdField()


class AnswerInput(StrictSerializer):
    text = TextField(max_length=ANSWER_LONGEST, help_text="Markdown.")
    attribution = ChoiceField(choices=Attribution.values)
    version = CountField(default=0, help_text="Of the answer you have read; 0 for the first draft.")


class AnswerStateInput(StrictSerializer):
    state = ChoiceField(choices=["submitted", "cleared", "released", "struck"])


SERVICES = {
    "submitted": answering.submit_answer,
    "cleared": answering.clear_answer,
    "released": answering.release_answer,
    "struck": answering.strike_answer,
}


class Questions(Endpoint):
    @operation(
        summary="Questions of an interview", query=QuestionsQuery, out=Page[QuestionShape], scope="interviews:read",
        public=True, errors=("not_found", "bad_cursor"),
    )  # fmt: skip
    def get(self, request: Request, call: Call, interview_id: int) -> Page[QuestionShape]:
        """Questions in one snapshot of their order. The first page begins with those asked since."""
        viewer, query = request.user, call.query
        cases.interview_row(interview_id)
        sight = cases.sight(interview_id, viewer=viewer)
        if query["which"] == "held" and not sight.editor:
            raise NotFound
        purpose = f"api-questions:{interview_id}:{query['which']}"
        place = Cursor.open(query["cursor"], purpose=purpose) if "cursor" in query else {}
        found = questions.question_rows(
            interview_id, viewer=viewer, sight=sight, which=query["which"], limit=query["limit"], **place
        )
        cursor = Cursor.seal({"order": found.order, "after": found.after}, purpose=purpose) if found.after else None
        rows = [*found.newcomers, *found.rows]
        return Page(results=[question_shape(row) for row in rows], next=page_url(request, cursor))

    @operation(
        summary="Ask", body=QuestionInput, out=QuestionShape, status=201, scope="interviews:write", limit="post",
        idempotent=True, errors=ASKING,
    )  # fmt: skip
    def post(self, request: Request, call: Call, interview_id: int) -> Created[QuestionShape]:
        """Ask a question. It may be held for the editors first: `state` says so."""
        cases.interview_row(interview_id)
        made = asking.ask_question(
            actor=request.user, interview_id=interview_id, source=call.body["text"], key=call.key
        )
        row = questions.question_row(made, viewer=request.user, sight=cases.Sight())
        return Created(question_shape(row), location=f"/api/v1/questions/{made}", etag=etag(row.version, row))


class QuestionById(Endpoint):
    @operation(
        summary="One question",
        out=QuestionShape,
        scope="interviews:read",
        public=True,
        etag=True,
        errors=("not_found",),
    )
    def get(self, request: Request, call: Call, question_id: int) -> Ok[QuestionShape]:
        """A question under its own address."""
        return _shown(request, question_id)

    @operation(
        summary="Change your question", body=QuestionInput, out=QuestionShape, scope="interviews:write", limit="write",
        if_match=True, etag=True, errors=(*ASKING, "not_your_question", "question_has_votes", "edit_conflict"),
    )  # fmt: skip
    def patch(self, request: Request, call: Call, question_id: int) -> Ok[QuestionShape]:
        """Change your own question while nobody else has voted for it."""
        asking.edit_question(
            actor=request.user, question_id=question_id, source=call.body["text"], version=call.version
        )
        return _shown(request, question_id)

    @operation(
        summary="Withdraw your question", status=204, scope="interviews:write", limit="write",
        errors=("not_found", "not_your_question", "question_closed", "silenced"),
    )  # fmt: skip
    def delete(self, request: Request, call: Call, question_id: int) -> NoContent:
        """Take back your own question."""
        asking.withdraw_question(actor=request.user, question_id=question_id)
        return NoContent()


class Vote(Endpoint):
    @operation(summary="Vote for a question", status=204, scope="interviews:write", limit="react", errors=ASKING)
    def put(self, request: Request, call: Call, question_id: int) -> NoContent:
        """Add your vote; it is counted within seconds."""
        asking.set_vote(actor=request.user, question_id=question_id, wanted=True)
        return NoContent()

    @operation(summary="Take your vote back", status=204, scope="interviews:write", limit="react", errors=ASKING)
    def delete(self, request: Request, call: Call, question_id: int) -> NoContent:
        """No longer vote for a question."""
        asking.set_vote(actor=request.user, question_id=question_id, wanted=False)
        return NoContent()


class QuestionFollowing(Endpoint):
    @operation(summary="Follow a question", status=204, scope="interviews:write", limit="react", errors=("not_found",))
    def put(self, request: Request, call: Call, question_id: int) -> NoContent:
        """Hear what becomes of it."""
        following.follow_question(actor=request.user, question_id=question_id, wanted=True)
        return NoContent()

    @operation(
        summary="No longer follow a question",
        status=204,
        scope="interviews:write",
        limit="react",
        errors=("not_found",),
    )
    def delete(self, request: Request, call: Call, question_id: int) -> NoContent:
        """Hear no more of it."""
        following.follow_question(actor=request.user, question_id=question_id, wanted=False)
        return NoContent()


class Admission(Endpoint):
    @operation(
        summary="Let a held question out", status=204, scope="interviews:write", limit="write",
        errors=("not_found", "editors_only", "question_closed", "silenced"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, question_id: int) -> NoContent:
        """For the editors of the case."""
        with noting(questions.interview_of(question_id), request.user):
            asking.admit_question(actor=request.user, question_id=question_id)
        return NoContent()


class Merger(Endpoint):
    @operation(
        summary="Merge a question", body=IntoInput, status=204, scope="interviews:write", limit="write",
        errors=("not_found", "editors_only", "question_closed", "silenced"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, question_id: int) -> NoContent:
        """Merge into a like question with all votes, each voter once. For the editors of the case."""
        with noting(questions.interview_of(question_id), request.user):
            asking.merge_question(actor=request.user, question_id=question_id, into_id=call.body["into"])
        return NoContent()


class Refusal(Endpoint):
    @operation(
        summary="Decline a question", body=DeclineInput, status=204, scope="interviews:write", limit="write",
        errors=("not_found", "editors_only", "question_closed", "silenced"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, question_id: int) -> NoContent:
        """Decline in public, with the reason. For the editors of the case."""
        with noting(questions.interview_of(question_id), request.user):
            asking.decline_question(actor=request.user, question_id=question_id, reason=call.body["reason"])
        return NoContent()


class Selection(Endpoint):
    @operation(
        summary="Put a question to the guest", status=204, scope="interviews:write", limit="write",
        errors=("not_found", "editors_only", "interview_wrong_state", "interview_frozen", "question_closed", "silenced"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, question_id: int) -> NoContent:
        """One more, in a live hour while answers come out. For the editors of the case."""
        with noting(questions.interview_of(question_id), request.user):
            asking.put_question(actor=request.user, question_id=question_id)
        return NoContent()


class FollowUps(Endpoint):
    @operation(
        summary="Follow up", body=QuestionInput, out=QuestionShape, status=201, scope="interviews:write", limit="write",
        idempotent=True, errors=(*WRITING, "question_closed"),
    )  # fmt: skip
    def post(self, request: Request, call: Call, question_id: int) -> Created[QuestionShape]:
        """Put a follow-up to the guest while answers are written. For the editors of the case."""
        with noting(questions.interview_of(question_id), request.user):
            made = call.once(
                lambda: asking.follow_up(actor=request.user, question_id=question_id, source=call.body["text"])
            )
        row = questions.question_row(made, viewer=request.user, sight=cases.Sight(editor=True))
        return Created(question_shape(row), location=f"/api/v1/questions/{made}")


class QuestionAnswer(Endpoint):
    @operation(
        summary="Write the answer", body=AnswerInput, out=AnswerShape, scope="interviews:write", limit="write",
        errors=(*WRITING, "question_closed"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, question_id: int) -> Ok[AnswerShape]:
        """Write or rewrite the answer, as guest or editor; what was cleared before needs the guest's consent anew."""
        body = call.body
        with noting(questions.interview_of(question_id), request.user):
            made = answering.write_answer(
                actor=request.user, question_id=question_id, source=body["text"], attribution=body["attribution"],
                version=body["version"],
            )  # fmt: skip
        return Ok(answer_shape(answers.answer_row(made, inside=True)))


class Answers(Endpoint):
    @operation(summary="Answers", out=Page[AnswerShape], scope="interviews:read", public=True, errors=("not_found",))
    def get(self, request: Request, call: Call, interview_id: int) -> Page[AnswerShape]:
        """Drafts for guest and case; for others what a live hour has released. The published ones are in the transcript."""
        row = cases.interview_row(interview_id)
        sight = cases.sight(interview_id, viewer=request.user)
        return Page(results=[answer_shape(one) for one in answers.answer_rows(row, sight=sight)])


class AnswerQuote(Endpoint):
    @operation(
        summary="Quote an answer", out=AnswerQuoteShape, scope="interviews:read", public=True, errors=("not_found",)
    )
    def get(self, request: Request, call: Call, answer_id: int) -> AnswerQuoteShape:
        """A published answer as Markdown to put into a post; it names its source, and goes from there if that is taken down."""
        interview_id, _number = library.entry_of_answer(answer_id)
        url = f"/interviews/{interview_id}/answers/{answer_id}"
        return AnswerQuoteShape(answer=answer_id, interview=interview_id, text=quote_of(answer_id), url=url)


class AnswerState(Endpoint):
    @operation(
        summary="Take an answer further", body=AnswerStateInput, out=AnswerShape, scope="interviews:write", limit="write",
        if_match=True, errors=(*WRITING, "consent_first"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, answer_id: int) -> Ok[AnswerShape]:
        """To the guest (submitted), consented to (cleared, by the guest), released in a live hour, or struck."""
        with noting(answers.interview_of(answer_id), request.user):
            SERVICES[call.body["state"]](actor=request.user, answer_id=answer_id, version=call.version)
        return Ok(answer_shape(answers.answer_row(answer_id, inside=True)))


def _shown(request: Request, question_id: int) -> Ok[QuestionShape]:
    sight = cases.sight(questions.interview_of(question_id), viewer=request.user)
    row = questions.question_row(question_id, viewer=request.user, sight=sight)
    return Ok(question_shape(row), etag=etag(row.version, row))
