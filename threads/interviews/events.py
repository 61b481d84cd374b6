"""What happens in interviews.

What is for the editors of a case alone happens to the *case*, under its random id: nobody who reads the log can tell from it
which interview moved, or that anything but routine did. What everybody may know happens to the *interview*.
"""

from dataclasses import dataclass
from uuid import UUID

from forum.kernel.events import event


@event("interview_case_touched", aggregate="case_id")
@dataclass(frozen=True, slots=True)
class CaseTouched:
    """An editor did something in a case that others are not told of. Audited: which thing, and to whom, it does not say."""

    case_id: UUID


@event("interview_case_moved", aggregate="case_id")
@dataclass(frozen=True, slots=True)
class CaseMoved:
    """A guest or the clock did something in a case that others are not told of. Without an actor, and not audited."""

    case_id: UUID


@event("interview_case_refused", aggregate="case_id")
@dataclass(frozen=True, slots=True)
class CaseRefused:
    """Somebody tried in a case what they may not, or what cannot be done now."""

    case_id: UUID
    code: str


@event("interview_desk_calls", aggregate="case_id")
@dataclass(frozen=True, slots=True)
class DeskCalls:
    """Something waits at the desk of a case; `selectors.news.called` says for whom, as of now."""

    case_id: UUID


@event("interview_questions_closing", aggregate="interview_id")
@dataclass(frozen=True, slots=True)
class QuestionsClosing:
    """Questions and votes are taken for one more day."""

    interview_id: int


@event("interview_question_settled", aggregate="interview_id")
@dataclass(frozen=True, slots=True)
class QuestionSettled:
    """A question was put to the guest, merged, declined or answered: for its asker."""

    interview_id: int
    question_id: int


@event("interview_proposed", aggregate="interview_id")
@dataclass(frozen=True, slots=True)
class InterviewProposed:
    """A member proposed an interview."""

    interview_id: int


@event("interview_seconded", aggregate="interview_id")
@dataclass(frozen=True, slots=True)
class InterviewSeconded:
    """A member supports a proposal, or no longer does."""

    interview_id: int
    added: bool


@event("interview_moved", aggregate="interview_id")
@dataclass(frozen=True, slots=True)
class InterviewMoved:
    """What everybody sees of an interview is now `face`."""

    interview_id: int
    face: str


@event("interview_question_asked", aggregate="interview_id")
@dataclass(frozen=True, slots=True)
class QuestionAsked:
    """A question stands in the open."""

    interview_id: int
    question_id: int


@event("interview_question_held", aggregate="case_id")
@dataclass(frozen=True, slots=True)
class QuestionHeld:
    """A question waits for the editors of the case."""

    case_id: UUID
    question_id: int


@event("interview_question_changed", aggregate="interview_id")
@dataclass(frozen=True, slots=True)
class QuestionChanged:
    """A question was edited, merged, selected, declined or withdrawn."""

    interview_id: int
    question_id: int


@event("interview_question_voted", aggregate="interview_id")
@dataclass(frozen=True, slots=True)
class QuestionVoted:
    """Support for a question came or went."""

    interview_id: int
    question_id: int


@event("interview_answer_released", aggregate="interview_id")
@dataclass(frozen=True, slots=True)
class AnswerReleased:
    """In a live hour, an answer came out."""

    interview_id: int
    answer_id: int


@event("interview_answer_struck", aggregate="interview_id")
@dataclass(frozen=True, slots=True)
class AnswerStruck:
    """In a live hour, an answer that was out was struck."""

    interview_id: int
    answer_id: int


@event("interview_transcript_published", aggregate="interview_id")
@dataclass(frozen=True, slots=True)
class TranscriptPublished:
    """A version of the transcript is out; the first, or one with a correction."""

    interview_id: int
    version: int
