"""Addresses of interviews."""

from django.urls import path

from threads.interviews.api import case, interviews, part, questions
from threads.interviews.web import asking, desk, quoting, reading

I = "interviews/<int:interview_id>"  # noqa: E741
pages = [
    path("interviews", reading.index, name="interviews"),
    path("interviews/new", asking.propose, name="interview-new"),
    path("interviews/feed.xml", reading.feed, name="interview-feed"),
    path("interviews/verification", reading.verification, name="interview-verification"),
    path(f"{I}", reading.interview, name="interview"),
    path(f"{I}/second", asking.second, name="interview-second"),
    path(f"{I}/withdrawal", asking.withdraw, name="interview-withdrawal"),
    path(f"{I}/triage", desk.take_up, name="interview-triage"),
    path(f"{I}/merger", desk.merge, name="interview-merger"),
    path(f"{I}/takedown", desk.take_down, name="interview-takedown"),
    path(f"{I}/desk", desk.desk, name="interview-desk"),
    path(f"{I}/questions", asking.ask, name="interview-questions"),
    path(f"{I}/questions/<int:question_id>", asking.question, name="interview-question"),
    path(f"{I}/questions/<int:question_id>/vote", asking.vote, name="interview-vote"),
    path(f"{I}/questions/<int:question_id>/answer", desk.write, name="interview-write"),
    path(f"{I}/answers/<int:answer_id>", reading.answer, name="interview-answer"),
    path(f"{I}/answers/<int:answer_id>/quote", quoting.quote, name="interview-quote"),
    path(f"{I}/answers/<int:answer_id>/step", desk.step, name="interview-answer-step"),
    path(f"{I}/transcript.json", reading.document, name="interview-document"),
    path(f"{I}/transcript.txt", reading.plain, name="interview-plain"),
    path(f"{I}/chapters.json", reading.chapters, name="interview-chapters"),
]

Q = "questions/<int:question_id>"
api = [
    path("interviews", interviews.Interviews.as_view(), name="api-interviews"),
    path(f"{I}", interviews.InterviewById.as_view(), name="api-interview"),
    path(f"{I}/support", interviews.InterviewSupport.as_view(), name="api-interview-support"),
    path(f"{I}/transcript", interviews.InterviewTranscript.as_view(), name="api-interview-transcript"),
    path(f"{I}/transitions", case.Transitions.as_view(), name="api-interview-transitions"),
    path(f"{I}/case", part.Case.as_view(), name="api-interview-case"),
    path(f"{I}/case/editors/<str:handle>", part.CaseEditors.as_view(), name="api-interview-case-editor"),
    path(f"{I}/guest-checks", part.GuestChecks.as_view(), name="api-interview-guest-checks"),
    path(f"{I}/recording", part.Recording.as_view(), name="api-interview-recording"),
    path(f"{I}/corrections", part.Corrections.as_view(), name="api-interview-corrections"),
    path(f"{I}/takedown", part.Takedown.as_view(), name="api-interview-takedown"),
    path("interviews/signing-key", part.SigningKey.as_view(), name="api-signing-key"),
    path("me/interviews", part.OwnCases.as_view(), name="api-own-cases"),
    path(f"{I}/approach", case.Approach.as_view(), name="api-interview-approach"),
    path(f"{I}/contacts", case.Contacts.as_view(), name="api-interview-contacts"),
    path(f"{I}/terms", case.Terms.as_view(), name="api-interview-terms"),
    path(f"{I}/risk", case.Risk.as_view(), name="api-interview-risk"),
    path(f"{I}/questions", questions.Questions.as_view(), name="api-interview-questions"),
    path(f"{I}/answers", questions.Answers.as_view(), name="api-interview-answers"),
    path(Q, questions.QuestionById.as_view(), name="api-question"),
    path(f"{Q}/vote", questions.Vote.as_view(), name="api-question-vote"),
    path(f"{Q}/following", questions.QuestionFollowing.as_view(), name="api-question-following"),
    path(f"{Q}/admission", questions.Admission.as_view(), name="api-question-admission"),
    path(f"{Q}/merger", questions.Merger.as_view(), name="api-question-merger"),
    path(f"{Q}/refusal", questions.Refusal.as_view(), name="api-question-refusal"),
    path(f"{Q}/selection", questions.Selection.as_view(), name="api-question-selection"),
    path(f"{Q}/follow-ups", questions.FollowUps.as_view(), name="api-question-follow-ups"),
    path(f"{Q}/answer", questions.QuestionAnswer.as_view(), name="api-question-answer"),
    path("answers/<int:answer_id>/quote", questions.AnswerQuote.as_view(), name="api-answer-quote"),
    path("answers/<int:answer_id>/state", questions.AnswerState.as_view(), name="api-answer-state"),
]
