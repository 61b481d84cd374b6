"""Answers: drafts for guest and case, released ones of a live hour for all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forum.kernel.errors import NotFound
from threads.interviews.models import Answer, AnswerState, Attribution, Question, QuestionState
from threads.interviews.selectors.cases import InterviewRow, Sight
from threads.interviews.states import Face


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer with its question, in the order in which they were put. `source` is empty for those outside."""

    id: int
    question_id: int
    question_html: str
    asked_by: str
    html: str
    source: str
    state: str
    attribution: str
    version: int
    consented: bool
    released_at: datetime | None

    @property
    def state_label(self) -> str:
        return str(AnswerState(self.state).label)

    @property
    def attribution_label(self) -> str:
        return str(Attribution(self.attribution).label)


_ROW = (
    "id", "question_id", "question__html", "question__asker__handle", "html", "source", "state", "attribution", "version",
    "consented", "released_at",
)  # fmt: skip


def _row(one: Sequence[Any], *, inside: bool) -> AnswerRow:
    pk, question_id, question_html, asker, html, source, state, attribution, version, consented, released_at = one
    struck = state == AnswerState.STRUCK and not inside
    return AnswerRow(
        id=pk, question_id=question_id, question_html=question_html, asked_by=asker, html="" if struck else html,
        source=source if inside else "", state=state, attribution=attribution, version=version,
        consented=consented == version, released_at=released_at,
    )  # fmt: skip


def answer_rows(row: InterviewRow, *, sight: Sight) -> list[AnswerRow]:
    """The answers `sight` may read: all for guest and case; for others those released while a live hour runs.

    One query, none where there can be nothing.
    """
    if not (sight.editor or sight.guest):
        return released([row]).get(row.id, [])
    found = Answer.objects.filter(interview=row.id).order_by("question_id")
    return [_row(one, inside=True) for one in found.values_list(*_ROW)]


def released(rows: Iterable[InterviewRow]) -> dict[int, list[AnswerRow]]:
    """What everybody may read of the answers while live hours run, by interview. One query, none without a live hour."""
    running = [row.id for row in rows if row.live and row.face == Face.ANSWERING]
    found: dict[int, list[AnswerRow]] = {}
    if running:
        out = Answer.objects.filter(
            interview__in=running, state__in=[AnswerState.RELEASED, AnswerState.STRUCK], released_at__isnull=False
        )
        for interview_id, *one in out.order_by("question_id").values_list("interview_id", *_ROW):
            found.setdefault(interview_id, []).append(_row(one, inside=False))
    return found


def answer_row(answer_id: int, *, inside: bool) -> AnswerRow:
    """One answer, for those of whom is known what they are to it. Raises `NotFound`. One query."""
    found = Answer.objects.filter(pk=answer_id).values_list(*_ROW).first()
    if found is None:
        raise NotFound
    return _row(found, inside=inside)


def interview_of(answer_id: int) -> int:
    found = Answer.objects.filter(pk=answer_id).values_list("interview_id", flat=True).first()
    if found is None:
        raise NotFound
    return found


def answer_for_update(answer_id: int) -> Answer:
    """Locks the answer's row. Raises `NotFound`."""
    found = Answer.objects.select_for_update(of=("self",)).select_related("question").filter(pk=answer_id).first()
    if found is None:
        raise NotFound
    return found


def unanswered(interview_id: int) -> list[tuple[int, str]]:
    """Questions put to the guest that have no answer yet: id and words. One query."""
    found = Question.objects.filter(interview=interview_id, state=QuestionState.SELECTED, answer=None).order_by("id")
    return list(found.values_list("id", "text"))


def uncleared(interview_id: int) -> int:
    """How many answers the guest has not cleared yet."""
    return Answer.objects.filter(interview=interview_id, state__in=[AnswerState.DRAFT, AnswerState.SUBMITTED]).count()


def for_transcript(interview_id: int) -> list[Answer]:
    """The answers that go into the transcript, each with its question and asker. One query."""
    found = Answer.objects.filter(interview=interview_id, state__in=[AnswerState.CLEARED, AnswerState.RELEASED])
    return list(
        found.exclude(attribution=Attribution.OFF_RECORD).select_related("question__asker").order_by("question_id")
    )


def for_review(interview_id: int) -> bool:
    """Whether there is anything for the guest to review."""
    return Answer.objects.filter(interview=interview_id).exclude(state=AnswerState.STRUCK).exists()


def to_clear(interview_id: int) -> list[tuple[int, int]]:
    """The answers that wait for the guest: id and version. One query."""
    found = Answer.objects.filter(interview=interview_id, state=AnswerState.SUBMITTED).order_by("id")
    return list(found.values_list("id", "version"))
