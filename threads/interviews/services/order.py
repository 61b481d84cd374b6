"""What moderation does to what members write here. The caller has checked that this may be, and keeps the reason."""

from django.db import transaction
from django.db.models import F

from forum.kernel.events import publish
from threads.interviews.events import QuestionChanged
from threads.interviews.models import Interview, Question, QuestionState
from threads.interviews.selectors import questions
from threads.interviews.services.asking import share_asking
from threads.interviews.states import State

IN_THE_OPEN = (QuestionState.OPEN, QuestionState.DECLINED)
"""Questions that moderators hide. What is put to the guest, or merged, is part of the interview, and its editors' alone."""


@transaction.atomic
def hide_question(*, question_id: int, actor_id: int) -> str:
    """Take a question from its readers; the state that it had, "" where there was nothing to hide. Locks its row."""
    share_asking(questions.interview_of(question_id))
    question = questions.question_for_update(question_id)
    if question.state not in IN_THE_OPEN:
        return ""
    was = str(question.state)
    _set_state(question, QuestionState.HIDDEN, actor_id)
    return was


@transaction.atomic
def show_question(*, question_id: int, was: str, actor_id: int | None) -> None:
    """Undo `hide_question`: the question is again what it `was`. Locks its row."""
    share_asking(questions.interview_of(question_id))
    question = questions.question_for_update(question_id)
    if question.state == QuestionState.HIDDEN:
        _set_state(question, QuestionState(was), actor_id)


def _set_state(question: Question, state: QuestionState, actor_id: int | None) -> None:
    question.state, question.version = state, question.version + 1
    question.save(update_fields=["state", "version"])
    publish(QuestionChanged(interview_id=question.interview_id, question_id=question.pk), actor_id=actor_id)


@transaction.atomic
def set_proposal_hidden(*, interview_id: int, hidden: bool) -> bool:
    """Hide a proposal from everybody, or show it again; whether that changed anything. Once editors have it, it is theirs."""
    found = Interview.objects.filter(pk=interview_id, hidden=not hidden, state=State.PROPOSED)
    return bool(found.update(hidden=hidden, version=F("version") + 1))
