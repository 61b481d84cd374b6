"""The tables of interviews: the case, its questions, its answers, its transcripts."""

from threads.interviews.models.answers import Answer, AnswerState, AnswerVersion, Attribution
from threads.interviews.models.case import (
    CaseEditor,
    Interview,
    InterviewContact,
    InterviewDeposit,
    InterviewGuestCheck,
    InterviewRiskReview,
    InterviewSupport,
    InterviewTerms,
    InterviewTransition,
    Risk,
)
from threads.interviews.models.questions import (
    Question,
    QuestionFollow,
    QuestionOrder,
    QuestionState,
    QuestionVersion,
    QuestionVote,
)
from threads.interviews.models.transcripts import TakedownVote, Transcript, TranscriptChapter, TranscriptEntry

__all__ = [
    "Answer",
    "AnswerState",
    "AnswerVersion",
    "Attribution",
    "CaseEditor",
    "Interview",
    "InterviewContact",
    "InterviewDeposit",
    "InterviewGuestCheck",
    "InterviewRiskReview",
    "InterviewSupport",
    "InterviewTerms",
    "InterviewTransition",
    "Question",
    "QuestionFollow",
    "QuestionOrder",
    "QuestionState",
    "QuestionVersion",
    "QuestionVote",
    "Risk",
    "TakedownVote",
    "Transcript",
    "TranscriptChapter",
    "TranscriptEntry",
]
