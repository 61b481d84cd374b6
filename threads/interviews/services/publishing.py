"""Publication: embargo, release, corrections, and the tombstone."""

import re
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.members.selectors import Viewer
from forum.kernel import clock, text
from forum.kernel.errors import FieldError, Invalid, NotFound
from forum.kernel.events import publish
from threads.discussion.services.rendering import take_back_answers
from threads.interviews import documents, policies
from threads.interviews.events import QuestionSettled, TranscriptPublished
from threads.interviews.models import (
    Answer,
    Attribution,
    Interview,
    TakedownVote,
    Transcript,
    TranscriptChapter,
    TranscriptEntry,
)
from threads.interviews.models.answers import ANSWER_LONGEST
from threads.interviews.models.case import REASON_LONGEST
from threads.interviews.selectors import answers, cases, desk
from threads.interviews.services.moving import move, touch
from threads.interviews.states import OUT, State
from threads.interviews.texts import line, written

CHAPTERS = 100
MEDIA_TYPES = ("audio/mpeg", "audio/mp4", "audio/x-m4a", "audio/ogg", "audio/opus", "video/mp4", "video/webm")
LARGEST = 2**40
LONGEST = 24 * 3600
"""A recording's size in bytes and length in seconds, at most."""

_RECORDING = re.compile(r"https://[a-z0-9.-]+(:[0-9]{1,5})?/[^\s\\<>\"]*", re.IGNORECASE)


@transaction.atomic
def publish_transcript(*, actor: Viewer, interview_id: int, embargo_until: datetime | None = None) -> None:
    """Publish the frozen answers as version 1, at once or at `embargo_until` to the second. Locks the interview's row.

    Raises `EditorsOnly`, `WrongState`, `EmbargoHolds`, `Invalid` for an embargo that has ended.
    """
    interview = cases.interview_for_update(interview_id)
    member = policies.check_case(actor, interview)
    if interview.state == State.EMBARGOED:
        raise policies.EmbargoHolds
    policies.check_step(interview, State.PUBLISHED if embargo_until is None else State.EMBARGOED, start=State.FROZEN)
    now = clock.now()
    if embargo_until is not None and embargo_until <= now:
        detail = _("The embargo ends in the future.")
        raise Invalid(detail, errors=[FieldError("embargo_until", "past", detail)])
    interview.published_at, interview.embargo_until = embargo_until or now, embargo_until
    _make_version(interview, 1, "", now, [_entry_of(one, interview) for one in answers.for_transcript(interview_id)])
    move(interview, State.PUBLISHED if embargo_until is None else State.EMBARGOED, actor=member)
    if embargo_until is None:
        _tell_out(interview, member.pk)


@transaction.atomic
def release_embargo(*, interview_id: int) -> bool:
    """Note that an embargo has ended and tell of it; False where it has not. Readers did not wait for this: see `IS_OUT`."""
    interview = cases.interview_for_update(interview_id)
    over = interview.embargo_until is not None and interview.embargo_until <= clock.now()
    if interview.state != State.EMBARGOED or not over:
        return False
    move(interview, State.PUBLISHED, actor=None)
    _tell_out(interview, None)
    return True


def _tell_out(interview: Interview, actor_id: int | None) -> None:
    """Tell that the first version is out, and each asker that their question was answered."""
    publish(TranscriptPublished(interview_id=interview.pk, version=1), actor_id=actor_id)
    for one in answers.for_transcript(interview.pk):
        if one.question.follows_up_id is None:
            publish(QuestionSettled(interview_id=interview.pk, question_id=one.question_id), actor_id=actor_id)


@transaction.atomic
def correct_answer(*, actor: Viewer, interview_id: int, answer_id: int, source: str, note: str) -> int:
    """Publish a new version in which one answer reads otherwise; the versions before stay readable. Its number.

    Locks the interview's row. Raises `EditorsOnly`, `WrongState`, `NotFound`, `Invalid`.
    """
    author_id = policies.check_editor(actor).pk
    words = written(source, longest=ANSWER_LONGEST, kind="interview_answer", author_id=author_id)
    cleaned = line(note, longest=REASON_LONGEST, kind="interview_reason", author_id=author_id, lines=True)
    if not cleaned:
        raise text.TextEmpty
    interview = cases.interview_for_update(interview_id)
    member = policies.check_case(actor, interview)
    policies.check_step(interview, State.CORRECTED)
    newest = Transcript.objects.filter(interview=interview).order_by("-version")[0]
    version = newest.version + 1
    entries = list(TranscriptEntry.objects.filter(transcript=newest).order_by("number"))
    if all(one.answer_id != answer_id for one in entries):
        raise NotFound
    for one in entries:
        one.pk = None
        if one.answer_id == answer_id:
            one.answer_source, one.answer_html, one.corrected_in = words.source, words.html, version
    _make_version(interview, version, cleaned, clock.now(), entries)
    move(interview, State.CORRECTED, actor=member, note=cleaned)
    publish(TranscriptPublished(interview_id=interview.pk, version=version), actor_id=member.pk)
    return version


@transaction.atomic
def vote_takedown(*, actor: Viewer, interview_id: int, ground: str, reason: str) -> bool:
    """Say that a transcript must go, for safety or law; True when it went, with the second editor's word.

    Any editor may, not only those of the case: safety does not wait. With one editor in all it goes with that one's word,
    and the step says so. Locks the interview's row. Raises `EditorsOnly`, `WrongState`, `SecondEditorNeeded`, `Invalid`.
    """
    interview = cases.interview_for_update(interview_id)
    member = policies.check_editor(actor)
    policies.check_step(interview, State.TAKEN_DOWN)
    if ground not in TakedownVote.Ground.values:
        detail = _("Only for safety or law.")
        raise Invalid(detail, errors=[FieldError("ground", "unknown_ground", detail)])
    cleaned = line(reason, longest=REASON_LONGEST, kind="interview_reason", author_id=member.pk, lines=True)
    if not cleaned:
        raise text.TextEmpty
    if desk.takedown_vote(interview, member) is not None:
        raise policies.SecondEditorNeeded
    TakedownVote.objects.create(interview=interview, editor=member, ground=ground, reason=cleaned, voted_at=clock.now())
    votes, editors = desk.takedown_votes(interview_id), desk.editor_count()
    if votes < min(2, editors):
        touch(interview, member)
        return False
    interview.public_reason = cleaned
    take_back_answers(interview_id=interview_id)
    alone = "" if votes > 1 else str(_("By one editor, because there was no second."))
    move(interview, State.TAKEN_DOWN, actor=member, note=alone)
    return True


@transaction.atomic
def set_recording(
    *, actor: Viewer, interview_id: int, url: str, media_type: str, size: int, seconds: int,
    chapters: Sequence[tuple[int, str]] = (),
) -> None:  # fmt: skip
    """Where the recording is, and where in it what begins. Locks the interview's row.

    It shows with the transcript, and not before. Raises `EditorsOnly`, `Invalid` for an address that is not https, or
    chapters beyond the end.
    """
    titles = {at: line(title, longest=120, kind="interview_title", author_id=actor.pk or 0) for at, title in chapters}
    interview = cases.interview_for_update(interview_id)
    member = policies.check_case(actor, interview)
    if not _RECORDING.fullmatch(url) or media_type not in MEDIA_TYPES or not 0 < seconds <= LONGEST:
        detail = _("A recording is audio or video under an https address, at most a day long.")
        raise Invalid(detail, errors=[FieldError("url", "bad_recording", detail)])
    if len(chapters) > CHAPTERS or any(not 0 <= at < seconds for at in titles) or not all(titles.values()):
        detail = _("Chapters begin within the recording; at most 100.")
        raise Invalid(detail, errors=[FieldError("chapters", "bad_chapters", detail)])
    interview.recording_url, interview.recording_type = url, media_type
    interview.recording_bytes, interview.recording_seconds = size, seconds
    interview.version += int(interview.state in OUT)
    interview.save()
    TranscriptChapter.objects.filter(interview=interview).delete()
    TranscriptChapter.objects.bulk_create(
        TranscriptChapter(interview=interview, starts_at=at, title=title) for at, title in sorted(titles.items())
    )
    touch(interview, member)


def _entry_of(answer: Answer, interview: Interview) -> TranscriptEntry:
    """How an answer is published: who asked, and who speaks as far as its terms let that be said."""
    question = answer.question
    speakers = {
        Attribution.ON_RECORD: interview.shown_as,
        Attribution.BACKGROUND: interview.shown_role or str(_("A person with knowledge of the matter")),
        Attribution.CHATHAM_HOUSE: str(_("A participant")),
    }
    return TranscriptEntry(
        answer_id=answer.pk, question_html=question.html, question_text=question.text, asked_by=question.asker.handle,
        asked_camp=question.camp, follow_up=question.follows_up_id is not None, answer_html=answer.html,
        answer_source=answer.source, attribution=answer.attribution,
        speaker=speakers.get(Attribution(answer.attribution), ""),
    )  # fmt: skip


def _make_version(
    interview: Interview, version: int, note: str, at: datetime, entries: Sequence[TranscriptEntry]
) -> None:
    published = interview.published_at.isoformat(timespec="seconds") if interview.published_at else None
    about = {
        "id": interview.pk, "title": interview.title, "guest": interview.shown_as, "role": interview.shown_role,
        "deposits": cases.deposits_of(interview.pk), "published_at": published,
    }  # fmt: skip
    spoken = [
        {
            "number": number, "answer": one.answer_id, "question": one.question_text, "asked_by": one.asked_by,
            "text": one.answer_source, "terms": one.attribution, "speaker": one.speaker, "corrected_in": one.corrected_in,
        }
        for number, one in enumerate(entries, start=1)
    ]  # fmt: skip
    signed = documents.sign(
        documents.canonical(interview=about, version=version, note=note, made_at=at, entries=spoken)
    )
    made = Transcript.objects.create(
        interview=interview, version=version, document=signed.document, sha256=signed.sha256,
        signature=signed.signature, key_id=signed.key_id, note=note, made_at=at,
    )  # fmt: skip
    for number, one in enumerate(entries, start=1):
        one.transcript, one.number = made, number
    TranscriptEntry.objects.bulk_create(entries)
