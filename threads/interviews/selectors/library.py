"""What is published: transcripts to read, to verify and to find again. An embargo is kept here, by the server's clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from forum.kernel.errors import NotFound
from threads.interviews.models import Attribution, Interview, Transcript, TranscriptChapter, TranscriptEntry
from threads.interviews.selectors import cases
from threads.interviews.selectors.cases import IS_OUT, InterviewRow
from threads.interviews.states import Face

PAGE = 25


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A question and its answer, as published."""

    number: int
    answer_id: int
    question_html: str
    question_text: str
    asked_by: str
    asked_camp: str
    follow_up: bool
    answer_html: str
    answer_source: str
    attribution: str
    speaker: str
    corrected_in: int | None

    @property
    def attribution_label(self) -> str:
        return "" if self.attribution == Attribution.ON_RECORD else str(Attribution(self.attribution).label)


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a transcript: what it was made for, and by what it can be verified."""

    id: int
    version: int
    note: str
    made_at: datetime
    sha256: str
    signature: str
    key_id: str


@dataclass(frozen=True, slots=True)
class ChapterRow:
    starts_at: int
    title: str

    @property
    def clock(self) -> str:
        """As 1:02:03 or 2:03."""
        minutes, seconds = divmod(self.starts_at, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@dataclass(frozen=True, slots=True)
class Published:
    """A transcript as it is read: one version with its entries, and all versions."""

    interview: InterviewRow
    version: VersionRow
    versions: list[VersionRow]
    entries: list[EntryRow]
    chapters: list[ChapterRow]


_ENTRY = (
    "number", "answer_id", "question_html", "question_text", "asked_by", "asked_camp", "follow_up", "answer_html",
    "answer_source", "attribution", "speaker", "corrected_in",
)  # fmt: skip
_VERSION = ("id", "version", "note", "made_at", "sha256", "signature", "key_id")


def out() -> QuerySet[Interview]:
    """Interviews whose transcript may be read at this moment."""
    return Interview.objects.filter(IS_OUT)


def transcripts() -> QuerySet[Transcript]:
    """The transcripts that may be read at this moment. Everything that shows a word of one begins here."""
    return Transcript.objects.filter(interview__in=out())


def versions_of(interview_ids: Sequence[int]) -> dict[int, list[VersionRow]]:
    """The versions of each transcript that is out, the newest first, by interview. One query, none for none."""
    found: dict[int, list[VersionRow]] = {}
    if interview_ids:
        rows = transcripts().filter(interview__in=interview_ids).order_by("-version")
        for interview_id, pk, version, note, at, sha256, signature, key_id in rows.values_list(
            "interview_id", *_VERSION
        ):
            row = VersionRow(pk, version, note, at, bytes(sha256).hex(), bytes(signature).hex(), key_id)
            found.setdefault(interview_id, []).append(row)
    return found


def entries_of(version_ids: Sequence[int]) -> dict[int, list[EntryRow]]:
    """What stands in these versions, those of which that are out, by version. One query, none for none."""
    found: dict[int, list[EntryRow]] = {pk: [] for pk in version_ids}
    if version_ids:
        rows = TranscriptEntry.objects.filter(transcript__in=transcripts().filter(pk__in=version_ids)).order_by(
            "number"
        )
        for version_id, *entry in rows.values_list("transcript_id", *_ENTRY):
            found[version_id].append(EntryRow(*entry))
    return found


def published(interview_id: int, *, version: int | None = None) -> Published:
    """A transcript, the newest version unless one is named. Four queries. Raises `NotFound` before it is out."""
    row = cases.interview_row(interview_id)
    versions = versions_of([interview_id]).get(interview_id, []) if row.face == Face.PUBLISHED else []
    chosen = next((one for one in versions if version in (None, one.version)), None)
    if chosen is None:
        raise NotFound
    chapters = TranscriptChapter.objects.filter(interview=interview_id).order_by("starts_at")
    return Published(
        interview=row,
        version=chosen,
        versions=versions,
        entries=entries_of([chosen.id])[chosen.id],
        chapters=[ChapterRow(*one) for one in chapters.values_list("starts_at", "title")],
    )


def document(interview_id: int, *, version: int | None = None) -> tuple[Transcript, bytes]:
    """A version's row and its bytes, exactly as signed. One query. Raises `NotFound` before it is out."""
    found = transcripts().filter(interview=interview_id).order_by("-version")
    if version is not None:
        found = found.filter(version=version)
    one = found.first()
    if one is None:
        raise NotFound
    return one, bytes(one.document)


def library(
    *, guest: str = "", deposit: str = "", year: int | None = None, role: str = "", after: tuple[datetime, int] | None = None,
    limit: int = PAGE,
) -> list[InterviewRow]:  # fmt: skip
    """Published interviews, the last published first, behind `after` (time and id of the row before). One query."""
    found = cases.interviews().filter(IS_OUT)
    if guest:
        found = found.filter(shown_as__icontains=guest)
    if role:
        found = found.filter(shown_role__icontains=role)
    if deposit:
        found = found.filter(deposit_links__deposit__slug=deposit)
    if year is not None:
        found = found.filter(published_at__year=year)
    if after is not None:
        found = found.filter(Q(published_at__lt=after[0]) | Q(published_at=after[0], pk__lt=after[1]))
    found = found.order_by("-published_at", "-id")
    return [cases.row_of(one) for one in found.values_list(*cases.ROW)[:limit]]


@dataclass(frozen=True, slots=True)
class FeedPart:
    """What a feed needs beside the interview: the beginning of the first answer, when it was last changed, chapters."""

    html: str
    changed_at: datetime
    has_chapters: bool


def feed_parts(interview_ids: Sequence[int]) -> dict[int, FeedPart]:
    """Of each published transcript's newest version what its item in a feed says. One query."""
    newest = transcripts().filter(interview=OuterRef("transcript__interview")).order_by("-version").values("id")[:1]
    found = TranscriptEntry.objects.filter(
        transcript__interview__in=list(interview_ids), number=1, transcript=Subquery(newest)
    )
    chapters = TranscriptChapter.objects.filter(interview=OuterRef("transcript__interview"))
    rows = found.annotate(chapters=Exists(chapters)).values_list(
        "transcript__interview_id", "answer_html", "transcript__made_at", "chapters"
    )
    return {pk: FeedPart(html, at, has) for pk, html, at, has in rows}


def years() -> list[int]:
    """The years in which something was published, newest first."""
    found = out().values_list("published_at__year", flat=True).distinct().order_by("-published_at__year")
    return [year for year in found if year is not None]


def entry_of_answer(answer_id: int) -> tuple[int, int]:
    """Where an answer stands that is out: the interview and the number of its entry in the newest version. One query."""
    found = (
        TranscriptEntry.objects.filter(answer_id=answer_id, transcript__in=transcripts())
        .order_by("-transcript__version")
        .values_list("transcript__interview_id", "number")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def all_documents(interview_id: int) -> list[Transcript]:
    """Every version kept of an interview, out or not, for the operator's own verification. One query."""
    return list(Transcript.objects.filter(interview=interview_id).order_by("version"))
