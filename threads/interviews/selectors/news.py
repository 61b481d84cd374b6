"""What is told of interviews, and to whom: words and addresses as of now, for whoever tells."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from forum.kernel import clock
from threads.interviews.models import (
    Answer,
    AnswerState,
    CaseEditor,
    Interview,
    InterviewGuestCheck,
    InterviewTerms,
    InterviewTransition,
    Question,
    QuestionState,
)
from threads.interviews.selectors.cases import interviews
from threads.interviews.states import Face, State
from threads.interviews.waiting import Case, reminds, waits_for

CLOSES_SOON = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class DigestRow:
    """One line of a digest: `what` is opened, closing or published."""

    title: str
    url: str
    what: str


def titles(interview_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Title and address of each that is there; everybody may see all of them. One query."""
    found = Interview.objects.filter(pk__in=list(interview_ids), hidden=False).values_list("id", "title")
    return {pk: (title, f"/interviews/{pk}") for pk, title in found}


def told(interview_ids: Iterable[int]) -> dict[int, str]:
    """What everybody may know of each at this moment, in words. One query."""
    found = interviews().filter(pk__in=list(interview_ids)).values_list("id", "shown")
    return {pk: str(Face(shown).label) for pk, shown in found}


def askers(question_id: int) -> list[int]:
    """Who is told what became of a question."""
    return list(Question.objects.filter(pk=question_id).values_list("asker_id", flat=True))


def called(case_id: UUID, *, today: date | None = None) -> list[int]:
    """Whom something waits for at the desk of a case, as of now: its guest, its editors, or nobody. Two queries."""
    found = _cases().filter(case_id=case_id).values_list("pk", "guest_id", *_COLUMNS).first()
    if found is None:
        return []
    pk, guest_id, *rest = found
    who = waits_for(Case(*rest), today=today or clock.today())
    if who == "guest":
        return [guest_id] if guest_id else []
    return list(CaseEditor.objects.filter(interview=pk).values_list("editor_id", flat=True)) if who else []


def waiting(*, today: date) -> list[UUID]:
    """The cases at whose desk something waits for somebody who is reminded of it today. One query."""
    found = _cases().values_list("case_id", "stepped_at", *_COLUMNS)
    return [
        case_id
        for case_id, at, *rest in found
        if waits_for(Case(*rest), today=today) and (at is None or reminds(waited=today - at.date()))
    ]


_COLUMNS = ("state", "lapse_on", "answers_due", "is_offered", "is_checked", "is_held", "is_unanswered")
_OPEN: Collection[State] = (
    State.TRIAGE, State.APPROACHED, State.ACCEPTED, State.TERMS_AGREED, State.COLLECTING, State.SELECTED, State.ANSWERING,
    State.GUEST_REVIEW, State.FROZEN,
)  # fmt: skip


def _cases() -> QuerySet[Any]:
    of_case = {"interview": OuterRef("pk")}
    steps = InterviewTransition.objects.filter(**of_case).order_by("-number")
    answered = Answer.objects.filter(question=OuterRef("pk")).exclude(state=AnswerState.DRAFT)
    asked = Question.objects.filter(**of_case, state=QuestionState.SELECTED)
    return Interview.objects.filter(state__in=_OPEN).annotate(
        stepped_at=Subquery(steps.values("at")[:1]),
        is_offered=Exists(InterviewTerms.objects.filter(**of_case)),
        is_checked=Exists(InterviewGuestCheck.objects.filter(**of_case)),
        is_held=Exists(Question.objects.filter(**of_case, state=QuestionState.HELD)),
        is_unanswered=Exists(asked.exclude(Exists(answered))),
    )


def digest(*, since: datetime, until: datetime) -> list[DigestRow]:
    """What opened for questions, what closes within two days of `until`, what was published: all of it public. One query."""
    opened = Q(shown=Face.COLLECTING, face_at__gte=since, face_at__lt=until)
    closing = Q(shown=Face.COLLECTING, questions_until__gte=until, questions_until__lt=until + CLOSES_SOON)
    published = Q(shown=Face.PUBLISHED, published_at__gte=since, published_at__lt=until)
    found = interviews().filter(opened | closing | published).order_by("-face_at", "-id")
    return [
        DigestRow(title, f"/interviews/{pk}", _what(shown, ends, until))
        for pk, title, shown, ends in found.values_list("id", "title", "shown", "questions_until")
    ]


def _what(shown: str, ends: datetime | None, until: datetime) -> str:
    if shown == Face.PUBLISHED:
        return "published"
    return "closing" if ends is not None and ends < until + CLOSES_SOON else "opened"
