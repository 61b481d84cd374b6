"""How interviews look over REST."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from accounts.members.shapes import PersonShape, person_shape
from threads.interviews.models import Interview
from threads.interviews.selectors.answers import AnswerRow
from threads.interviews.selectors.cases import InterviewRow
from threads.interviews.selectors.desk import ContactRow, Desk, StepRow, TermsRow
from threads.interviews.selectors.library import EntryRow, Published
from threads.interviews.selectors.questions import QuestionRow


@dataclass(frozen=True, slots=True)
class InterviewShape:
    """An interview as everybody sees it. `stage` is proposed, with_editors, accepted, collecting, selected, answering,
    embargoed, published, merged, withdrawn, declined, closed or taken_down."""

    id: int
    title: str
    guest: Annotated[str, "As agreed in the terms once the guest shows; as proposed before."]
    guest_role: str
    stage: str
    stage_since: datetime
    proposer: PersonShape
    proposed_at: datetime
    reasons_html: str
    seconds: int
    public_reason: str
    merged_into: int | None
    deposits: list[str]
    live: bool
    questions_until: datetime | None
    answers_due: datetime | None
    embargo_until: datetime | None
    published_at: datetime | None
    recording_url: str
    recording_type: str
    version: int
    url: str


@dataclass(frozen=True, slots=True)
class QuestionShape:
    """A question. `votes` may be seconds old, `voted` and `followed` are yours as of now."""

    id: int
    interview: int
    asker: PersonShape
    camp: str
    html: str
    text: str
    asked_at: datetime
    state: str
    merged_into: int | None
    follows_up: int | None
    reason: str
    votes: int
    voted: bool
    followed: bool
    version: int
    url: str


@dataclass(frozen=True, slots=True)
class AnswerShape:
    """An answer. Before publication only guest and case see one, but for those released in a live hour."""

    id: int
    question: int
    html: str
    source: str
    state: str
    attribution: str
    consented: bool
    released_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class EntryShape:
    """A question and its answer in a published transcript."""

    number: int
    answer: int
    question_text: str
    asked_by: str
    follow_up: bool
    html: str
    source: str
    attribution: str
    speaker: str
    corrected_in: int | None
    url: str


@dataclass(frozen=True, slots=True)
class TranscriptChapterShape:
    """Where in the recording something begins."""

    starts_at: Annotated[int, "Seconds from the beginning."]
    title: str


@dataclass(frozen=True, slots=True)
class TranscriptShape:
    """A version of a transcript. `sha256` and `signature` (hexadecimal) are over the document at `document_url`."""

    interview: int
    version: int
    versions: list[int]
    correction: str
    made_at: datetime
    sha256: str
    signature: str
    key: str
    document_url: str
    chapters: list[TranscriptChapterShape]
    entries: list[EntryShape]


@dataclass(frozen=True, slots=True)
class StepShape:
    """One step the interview took, for the editors of the case."""

    number: int
    state: Annotated[str, "The true state, as the table of states names it."]
    by: PersonShape | None
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ContactShape:
    """One line of the contact log."""

    editor: PersonShape
    channel: str
    contacted_on: date
    terms: str
    note: str


@dataclass(frozen=True, slots=True)
class TermsShape:
    """The wording on which the guest speaks; `agreed_on` is null for an offer."""

    id: int
    wording: str
    attribution: str
    shown_as: str
    shown_role: str
    offered_on: date
    agreed_on: date | None


@dataclass(frozen=True, slots=True)
class OwnCaseShape:
    """An interview in which you take part."""

    interview: int
    title: str
    state: Annotated[str, "The true state, as the table of states names it."]
    part: Annotated[str, "editor, guest or invited."]


@dataclass(frozen=True, slots=True)
class RiskReviewShape:
    """What could happen to the guest, and what is done about it."""

    editor: PersonShape
    proceed: bool
    measures: str
    reviewed_on: date


@dataclass(frozen=True, slots=True)
class GuestCheckShape:
    """How an editor made sure who the guest is."""

    editor: PersonShape
    method: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class InterviewCaseShape:
    """The case for those who take part in it. What its editors alone keep is empty for the guest."""

    interview: int
    part: Annotated[str, "editor, guest or invited."]
    state: Annotated[str, "The true state, as the table of states names it."]
    live: bool
    holds_questions: bool
    questions_until: datetime | None
    answers_due: datetime | None
    unanswered: Annotated[list[int], "Questions put to the guest that have no answer yet."]
    risk: Annotated[str, "unknown, low or danger; empty for the guest."]
    lapses_on: date | None
    editors: list[PersonShape]
    reviews: list[RiskReviewShape]
    checks: list[GuestCheckShape]


@dataclass(frozen=True, slots=True)
class TakedownVoteShape:
    """An editor's word that a transcript must go."""

    editor: PersonShape
    ground: Annotated[str, "safety or law."]
    reason: str


@dataclass(frozen=True, slots=True)
class SigningKeyShape:
    """With what transcripts are signed: Ed25519 (RFC 8032), 32 bytes in base64."""

    key: Annotated[str, "Its short name, as each version of a transcript gives it."]
    public_key: str


@dataclass(frozen=True, slots=True)
class AnswerQuoteShape:
    """A published answer as it goes into a post: a quote that names its source."""

    answer: int
    interview: int
    text: Annotated[str, "Markdown."]
    url: str


@dataclass(frozen=True, slots=True)
class InvitationShape:
    """The single-use link for the guest, shown this once."""

    path: str


def interview_shape(row: InterviewRow) -> InterviewShape:
    return InterviewShape(
        id=row.id, title=row.title, guest=row.name, guest_role=row.role, stage=row.face, stage_since=row.face_at,
        proposer=person_shape(row.proposer), proposed_at=row.proposed_at, reasons_html=row.reasons_html,
        seconds=row.second_count, public_reason=row.public_reason, merged_into=row.merged_into,
        deposits=list(row.deposits), live=row.live, questions_until=row.questions_until, answers_due=row.answers_due,
        embargo_until=row.embargo_until, published_at=row.published_at, recording_url=row.recording_url,
        recording_type=row.recording_type, version=row.version, url=row.url,
    )  # fmt: skip


def question_shape(row: QuestionRow) -> QuestionShape:
    return QuestionShape(
        id=row.id, interview=row.interview_id, asker=person_shape(row.asker), camp=row.camp, html=row.html, text=row.text,
        asked_at=row.asked_at, state=row.state, merged_into=row.merged_into, follows_up=row.follows_up, reason=row.reason,
        votes=row.votes, voted=row.voted, followed=row.followed, version=row.version, url=row.url,
    )  # fmt: skip


def answer_shape(row: AnswerRow) -> AnswerShape:
    return AnswerShape(
        id=row.id, question=row.question_id, html=row.html, source=row.source, state=row.state,
        attribution=row.attribution, consented=row.consented, released_at=row.released_at, version=row.version,
    )  # fmt: skip


def transcript_shape(found: Published) -> TranscriptShape:
    url = found.interview.url
    return TranscriptShape(
        interview=found.interview.id, version=found.version.version, versions=[one.version for one in found.versions],
        correction=found.version.note, made_at=found.version.made_at, sha256=found.version.sha256,
        signature=found.version.signature, key=found.version.key_id,
        document_url=f"{url}/transcript.json?version={found.version.version}",
        chapters=[TranscriptChapterShape(one.starts_at, one.title) for one in found.chapters],
        entries=[_entry_shape(one, url) for one in found.entries],
    )  # fmt: skip


def _entry_shape(one: EntryRow, url: str) -> EntryShape:
    return EntryShape(
        number=one.number, answer=one.answer_id, question_text=one.question_text, asked_by=one.asked_by,
        follow_up=one.follow_up, html=one.answer_html, source=one.answer_source, attribution=one.attribution,
        speaker=one.speaker, corrected_in=one.corrected_in, url=f"{url}/answers/{one.answer_id}",
    )  # fmt: skip


def step_shape(row: StepRow) -> StepShape:
    by = person_shape(row.actor) if row.actor else None
    return StepShape(number=row.number, state=row.to, by=by, note=row.note, at=row.at)


def case_shape(interview: Interview, part: str, kept: Desk | None, unanswered: list[int]) -> InterviewCaseShape:
    return InterviewCaseShape(
        interview=interview.pk, part=part, state=interview.state, live=interview.live,
        holds_questions=interview.hold_questions, questions_until=interview.questions_until,
        answers_due=interview.answers_due, unanswered=unanswered, risk=interview.risk if kept else "",
        lapses_on=interview.lapse_on if kept else None,
        editors=[person_shape(one) for one in kept.editors] if kept else [],
        reviews=[RiskReviewShape(person_shape(one.editor), one.proceed, one.measures, one.reviewed_on)
                 for one in kept.reviews] if kept else [],
        checks=[GuestCheckShape(person_shape(one.editor), one.method, one.checked_on)
                for one in kept.checks] if kept else [],
    )  # fmt: skip


def contact_shape(row: ContactRow) -> ContactShape:
    return ContactShape(person_shape(row.editor), row.channel, row.contacted_on, row.terms, row.note)


def terms_shape(row: TermsRow) -> TermsShape:
    return TermsShape(row.id, row.wording, row.attribution, row.shown_as, row.shown_role, row.offered_on, row.agreed_on)
