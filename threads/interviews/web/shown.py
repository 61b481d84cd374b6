"""What the templates of interviews are given."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forum.http import pages
from threads.interviews.selectors.answers import AnswerRow
from threads.interviews.selectors.cases import InterviewRow
from threads.interviews.selectors.library import EntryRow
from threads.interviews.selectors.questions import UNSEEN, QuestionRow
from threads.interviews.states import Face

STEPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("Proposed"), (Face.PROPOSED,)),
    (_("With the editors"), (Face.WITH_EDITORS, Face.ACCEPTED)),
    (_("Questions"), (Face.COLLECTING,)),
    (_("Answers"), (Face.SELECTED, Face.ANSWERING, Face.EMBARGOED)),
    (_("Published"), (Face.PUBLISHED,)),
)
CAMPS = {
    "company": _("Company"),
    "state": _("State"),
    "ground": _("Local resident"),
    "armed group": _("Armed group"),
    "study": _("Geology and analysis"),
    "press": _("Press"),
}


def line_of_steps(face: str) -> list[dict[str, Any]]:
    """The five steps that readers see, each done, current or to come; none of them current once it has ended early."""
    place = next((number for number, (_word, faces) in enumerate(STEPS) if face in faces), -1)
    return [
        {"label": word, "done": number < place or face == Face.PUBLISHED, "current": number == place}
        for number, (word, _faces) in enumerate(STEPS)
    ]


def status_of(face: str) -> str:
    """The code of the status badge for a face."""
    return {"with_editors": "with-the-editors", "selected": "answering", "taken_down": "removed"}.get(face, face)


def interview(row: InterviewRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "url": row.url,
        "title": row.title,
        "name": row.name,
        "role": row.role,
        "status": status_of(row.face),
        "face": row.face,
        "face_label": row.face_label,
        "steps": line_of_steps(row.face),
        "proposer": row.proposer,
        "proposed_at": row.proposed_at,
        "second_count": row.second_count,
        "reasons_html": pages.stored_html(row.reasons_html),
        "public_reason": row.public_reason,
        "merged_url": f"/interviews/{row.merged_into}" if row.merged_into else None,
        "deposits": row.deposits,
        "report_url": reverse("report", args=["interview", row.id]),
        "live": row.live,
        "questions_until": row.questions_until,
        "answers_due": row.answers_due,
        "embargo_until": row.embargo_until,
        "published_at": row.published_at,
        "recording_url": row.recording_url,
    }


def question(row: QuestionRow, *, can_vote: bool = False) -> dict[str, Any]:
    return {
        "id": row.id,
        "url": row.url,
        "html": pages.stored_html(row.html),
        "asker": row.asker,
        "camp": CAMPS.get(row.camp, ""),
        "asked_at": row.asked_at,
        "state": row.state,
        "state_label": row.state_label,
        "reason": row.reason,
        "votes": row.votes,
        "voted": row.voted,
        "followed": row.followed,
        "merged_url": f"/interviews/{row.interview_id}/questions/{row.merged_into}" if row.merged_into else None,
        "vote_url": reverse("interview-vote", args=[row.interview_id, row.id])
        if can_vote and row.state == "open"
        else None,
        "report_url": reverse("report", args=["question", row.id]) if row.state not in UNSEEN else None,
    }


def answer(row: AnswerRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "question_id": row.question_id,
        "question_html": pages.stored_html(row.question_html),
        "asked_by": row.asked_by,
        "html": pages.stored_html(row.html),
        "state": row.state,
        "state_label": row.state_label,
        "attribution_label": row.attribution_label,
        "version": row.version,
        "consented": row.consented,
        "released_at": row.released_at,
    }


def entry(row: EntryRow, interview_id: int) -> dict[str, Any]:
    return {
        "number": row.number,
        "answer_id": row.answer_id,
        "question_html": pages.stored_html(row.question_html),
        "asked_by": row.asked_by,
        "camp": CAMPS.get(row.asked_camp, ""),
        "follow_up": row.follow_up,
        "html": pages.stored_html(row.answer_html),
        "speaker": row.speaker,
        "terms": row.attribution_label,
        "corrected_in": row.corrected_in,
        "url": f"/interviews/{interview_id}/answers/{row.answer_id}",
    }
