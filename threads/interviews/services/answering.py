"""Answers: drafted between guest and editor, cleared by the guest, released in a live hour, frozen."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member
from accounts.members.selectors import Viewer
from forum.kernel import clock
from forum.kernel.errors import EditConflict, FieldError, Invalid
from forum.kernel.events import publish
from threads.interviews import policies
from threads.interviews.events import AnswerReleased, AnswerStruck, QuestionSettled
from threads.interviews.models import Answer, AnswerState, AnswerVersion, Attribution, Interview, QuestionState
from threads.interviews.models.answers import ANSWER_LONGEST
from threads.interviews.selectors import answers, cases, questions
from threads.interviews.services.moving import move, tell, touch
from threads.interviews.states import State
from threads.interviews.texts import written


@transaction.atomic
def start_answering(*, actor: Viewer, interview_id: int) -> None:
    """Let the guest begin. Locks the interview's row. Raises `EditorsOnly`, `WrongState`."""
    interview = cases.interview_for_update(interview_id)
    member = policies.check_case(actor, interview)
    policies.check_step(interview, State.ANSWERING, start=State.SELECTED)
    move(interview, State.ANSWERING, actor=member)


@transaction.atomic
def write_answer(*, actor: Viewer, question_id: int, source: str, attribution: str, version: int) -> int:
    """Write or rewrite the answer to a question, as guest or editor; its id. Each text before it is kept.

    `version` is that of the answer one has read, 0 for a first draft. What the guest had cleared is a draft again as soon
    as a word changes. Locks the interview's row, then the answer's. Raises `Frozen`, `WrongState`, `EditConflict`, `Invalid`.
    """
    interview = cases.interview_for_update(questions.interview_of(question_id))
    member = policies.check_writing(actor, interview)
    if attribution not in Attribution.values:
        detail = _("Choose one of the terms.")
        raise Invalid(detail, errors=[FieldError("attribution", "unknown_terms", detail)])
    words = written(source, longest=ANSWER_LONGEST, kind="interview_answer", author_id=member.pk)
    question = questions.question_for_update(question_id)
    if question.state != QuestionState.SELECTED:
        raise policies.QuestionClosed
    found = Answer.objects.select_for_update().filter(question=question).first()
    if found is None:
        if version != 0:
            raise EditConflict
        found = Answer.objects.create(
            interview=interview, question=question, source=words.source, html=words.html, attribution=attribution
        )
    else:
        policies.check_not_out(found)
        if found.version != version:
            raise EditConflict
        if (found.source, found.attribution) == (words.source, attribution):
            return found.pk
        AnswerVersion.objects.create(
            answer=found, version=version, source=found.source, attribution=found.attribution, editor=member
        )
        found.source, found.html, found.attribution = words.source, words.html, attribution
        found.state, found.consented, found.version = AnswerState.DRAFT, None, version + 1
        found.save()
    touch(interview, member)
    return found.pk


@transaction.atomic
def submit_answer(*, actor: Viewer, answer_id: int, version: int) -> None:
    """Hand a draft to the guest to be cleared. Locks the interview's row, then the answer's."""
    interview, answer, member = _for_writing(actor, answer_id, version)
    policies.check_not_out(answer)
    answer.state = AnswerState.SUBMITTED
    answer.consented = None
    answer.save()
    touch(interview, member)


@transaction.atomic
def clear_answer(*, actor: Viewer, answer_id: int, version: int) -> None:
    """The guest consents to this answer in exactly these words and on these terms. Locks the interview, then the answer."""
    interview, answer, _member = _for_writing(actor, answer_id, version)
    member = policies.check_guest(actor, interview)
    policies.check_not_out(answer)
    answer.state, answer.consented = AnswerState.CLEARED, answer.version
    answer.save()
    touch(interview, member)


@transaction.atomic
def strike_answer(*, actor: Viewer, answer_id: int, version: int) -> None:
    """Strike an answer: it will not be published; one that was released shows as struck. Locks interview, then answer."""
    interview, answer, member = _for_writing(actor, answer_id, version)
    was_out = answer.released_at is not None
    answer.state = AnswerState.STRUCK
    answer.save()
    if was_out:
        tell(AnswerStruck(interview_id=interview.pk, answer_id=answer.pk), interview, member)
    else:
        touch(interview, member)


@transaction.atomic
def release_answer(*, actor: Viewer, answer_id: int, version: int) -> None:
    """In a live hour, let out an answer that the guest has cleared. Locks the interview's row, then the answer's.

    Raises `EditorsOnly`, `WrongState` outside a live hour, `ConsentFirst`.
    """
    interview, answer, _member = _for_writing(actor, answer_id, version)
    member = policies.check_case(actor, interview)
    if not interview.live:
        raise policies.WrongState
    if answer.state != AnswerState.CLEARED or answer.attribution == Attribution.OFF_RECORD:
        raise policies.ConsentFirst
    answer.state, answer.released_at = AnswerState.RELEASED, clock.now()
    answer.save()
    publish(AnswerReleased(interview_id=interview.pk, answer_id=answer.pk), actor_id=member.pk)
    if answer.question.follows_up_id is None:
        publish(QuestionSettled(interview_id=interview.pk, question_id=answer.question_id), actor_id=member.pk)


@transaction.atomic
def send_for_review(*, actor: Viewer, interview_id: int) -> None:
    """Hand all answers to the guest for review. Locks the interview's row. Raises `EditorsOnly`, `WrongState`, `ConsentFirst`."""
    interview = cases.interview_for_update(interview_id)
    member = policies.check_case(actor, interview)
    policies.check_step(interview, State.GUEST_REVIEW)
    if not answers.for_review(interview_id):
        raise policies.ConsentFirst(_("There is no answer to review yet."))
    Answer.objects.filter(interview=interview, state=AnswerState.DRAFT).update(state=AnswerState.SUBMITTED)
    move(interview, State.GUEST_REVIEW, actor=member)


@transaction.atomic
def send_back(*, actor: Viewer, interview_id: int) -> None:
    """The guest wants more work on the answers. Locks the interview's row."""
    interview = cases.interview_for_update(interview_id)
    member = policies.check_guest(actor, interview)
    policies.check_step(interview, State.ANSWERING, start=State.GUEST_REVIEW)
    move(interview, State.ANSWERING, actor=member)


@transaction.atomic
def freeze_answers(*, actor: Viewer, interview_id: int) -> None:
    """The guest freezes the answers: from here on nobody changes a word, and the guest no longer withdraws.

    Locks the interview's row. Raises `NotFound`, `WrongState`, `ConsentFirst`.
    """
    interview = cases.interview_for_update(interview_id)
    member = policies.check_guest(actor, interview)
    policies.check_step(interview, State.FROZEN)
    if answers.uncleared(interview_id) or not answers.for_transcript(interview_id):
        raise policies.ConsentFirst
    move(interview, State.FROZEN, actor=member)


def _for_writing(actor: Viewer, answer_id: int, version: int) -> tuple[Interview, Answer, Member]:
    interview = cases.interview_for_update(answers.interview_of(answer_id))
    member = policies.check_writing(actor, interview)
    answer = answers.answer_for_update(answer_id)
    if answer.version != version:
        raise EditConflict
    return interview, answer, member
