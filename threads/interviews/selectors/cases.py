"""Interviews in lists and one by one, as everybody sees them: by their `face`, never by their state."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.fetch_modes import FETCH_RAISE
from django.db.models.functions import Now

from accounts.members.models import Invitation, Member, Pass, Role
from accounts.members.selectors import Person, Viewer
from forum.kernel.errors import NotFound
from threads.interviews.models import CaseEditor, Interview, InterviewDeposit, InterviewSupport
from threads.interviews.states import Face, State

PAGE = 25
TABS: dict[str, tuple[str, ...]] = {
    "asking": (Face.COLLECTING,),
    "proposals": (Face.PROPOSED, Face.WITH_EDITORS, Face.ACCEPTED),
    "answering": (Face.SELECTED, Face.ANSWERING, Face.EMBARGOED),
    "ended": (Face.DECLINED, Face.CLOSED, Face.WITHDRAWN, Face.MERGED, Face.TAKEN_DOWN),
}


@dataclass(frozen=True, slots=True)
class InterviewRow:
    """An interview as everybody may see it. `name` is whom it is with: as agreed once the guest shows, as proposed before."""

    id: int
    title: str
    name: str
    role: str
    face: str
    face_at: datetime
    proposer: Person
    proposed_at: datetime
    second_count: int
    reasons_html: str
    public_reason: str
    merged_into: int | None
    deposits: tuple[str, ...]
    live: bool
    questions_until: datetime | None
    answers_due: datetime | None
    embargo_until: datetime | None
    published_at: datetime | None
    recording_url: str
    recording_type: str
    recording_bytes: int | None
    recording_seconds: int | None
    version: int

    @property
    def url(self) -> str:
        return f"/interviews/{self.id}"

    @property
    def face_label(self) -> str:
        return str(Face(self.face).label)


@dataclass(frozen=True, slots=True)
class Sight:
    """What a viewer is to one interview: of its case, its guest, invited to be, its proposer, or none of these."""

    editor: bool = False
    guest: bool = False
    invited: bool = False
    proposer: bool = False
    seconded: bool = False

    @property
    def part(self) -> str:
        """What the viewer is to it, as the API says it; empty for none of its people."""
        return "editor" if self.editor else "guest" if self.guest else "invited" if self.invited else ""

    @property
    def inside(self) -> bool:
        """Whether the viewer takes part in it and may know its true state."""
        return self.editor or self.guest or self.invited


# Time is the server's, to the second: an embargo ends when it ends, whether or not the job has run.
EMBARGO_OVER = Q(state=State.EMBARGOED, embargo_until__lte=Now())
IS_OUT = Q(state__in=[State.PUBLISHED, State.CORRECTED]) | EMBARGO_OVER


def _slugs(interview: int | OuterRef) -> QuerySet[Any]:
    found = InterviewDeposit.objects.filter(interview=interview).order_by("deposit__slug")
    return found.values_list("deposit__slug", flat=True)


DEPOSITS = ArraySubquery(_slugs(OuterRef("pk")))
"""The slugs of what an interview is about, in their order."""


def interviews() -> QuerySet[Any]:
    """All interviews but proposals that moderators have hidden; everybody may know that they are there.

    `shown` is the face as of this moment.
    """
    return Interview.objects.filter(hidden=False).annotate(
        shown=Case(When(EMBARGO_OVER, then=Value(Face.PUBLISHED.value)), default=F("face"), output_field=CharField()),
        deposits=DEPOSITS,
    )


ROW = (
    "id", "title", "subject", "shown_as", "shown_role", "guest_shown", "shown", "face_at", "proposer_id",
    "proposer__handle", "proposer__role", "proposed_at", "second_count", "reasons_html", "public_reason",
    "merged_into_id", "deposits", "live", "questions_until", "answers_due", "embargo_until", "published_at",
    "recording_url", "recording_type", "recording_bytes", "recording_seconds", "version",
)  # fmt: skip


def row_of(one: Sequence[Any]) -> InterviewRow:
    (pk, title, subject, shown_as, shown_role, guest_shown, shown, face_at, proposer_id, handle, role, proposed_at,
     seconds, reasons, reason, merged, deposits, live, until, due, embargo, published, url, kind, size, length,
     version) = one  # fmt: skip
    out = shown == Face.PUBLISHED
    named = guest_shown and bool(shown_as)
    running = shown in {Face.COLLECTING, Face.SELECTED, Face.ANSWERING}
    told = shown in {Face.DECLINED, Face.TAKEN_DOWN}
    return InterviewRow(
        id=pk, title=title, name=shown_as if named else subject, role=shown_role if named else "", face=shown,
        face_at=embargo if out and embargo else face_at, proposer=Person(proposer_id, handle, role),
        proposed_at=proposed_at, second_count=seconds, reasons_html=reasons, public_reason=reason if told else "",
        merged_into=merged, deposits=tuple(deposits), live=live, questions_until=until if running else None,
        answers_due=due if running else None, embargo_until=embargo if shown == Face.EMBARGOED else None,
        published_at=published if out else None, recording_url=url if out else "", recording_type=kind if out else "",
        recording_bytes=size if out else None, recording_seconds=length if out else None, version=version,
    )  # fmt: skip


def interview_rows(faces: Sequence[str], *, before: int = 0, limit: int = PAGE) -> list[InterviewRow]:
    """Interviews of these faces, newest first, below id `before`. One query."""
    found = interviews().filter(shown__in=faces).order_by("-id")
    if before:
        found = found.filter(pk__lt=before)
    return [row_of(one) for one in found.values_list(*ROW)[:limit]]


def moved_last(*, limit: int) -> list[InterviewRow]:
    """The interviews whose face changed last, the last first. One query."""
    found = interviews().order_by("-face_at", "-id")
    return [row_of(one) for one in found.values_list(*ROW)[:limit]]


def interview_row(interview_id: int) -> InterviewRow:
    """One interview as everybody sees it, or `NotFound`. One query."""
    found = interviews().filter(pk=interview_id).values_list(*ROW).first()
    if found is None:
        raise NotFound
    return row_of(found)


def sight(interview_id: int, *, viewer: Viewer) -> Sight:
    """What `viewer` is to an interview. One query, none for strangers."""
    if not isinstance(viewer, Member) or not viewer.is_active:
        return Sight()
    asked: QuerySet[Any] = Interview.objects.filter(pk=interview_id).annotate(**_sights(viewer))
    found = asked.values_list("sees_case", "sees_invited", "guest_id", "proposer_id", "has_seconded").first()
    if found is None:
        return Sight()
    case, invited, guest_id, proposer_id, seconded = found
    return Sight(
        editor=case and viewer.role in {Role.EDITOR, Role.ADMIN},
        guest=guest_id == viewer.pk,
        invited=invited,
        proposer=proposer_id == viewer.pk,
        seconded=seconded,
    )


def _sights(viewer: Member) -> dict[str, Any]:
    """What a member is to each interview of a query.

    A pass counts only if it came by the very invitation that this case sent, while the guest has not answered it.
    """
    passes = Pass.objects.filter(
        member=viewer, purpose=Invitation.Purpose.INTERVIEW, invitation=OuterRef("invitation_id")
    )
    return {
        "sees_case": Exists(CaseEditor.objects.filter(interview=OuterRef("pk"), editor=viewer)),
        "sees_invited": Exists(passes) & Q(state=State.APPROACHED),
        "has_seconded": Exists(InterviewSupport.objects.filter(interview=OuterRef("pk"), member=viewer)),
    }


@dataclass(frozen=True, slots=True)
class OwnCase:
    """An interview in which the viewer takes part, with its true state."""

    row: InterviewRow
    state: State
    part: str


def own_cases(*, viewer: Viewer, before: int = 0, limit: int = 50) -> list[OwnCase]:
    """Where `viewer` takes part as an editor or a guest, newest first, below id `before`. One query."""
    if not isinstance(viewer, Member) or not viewer.is_active:
        return []
    mine = interviews().annotate(**_sights(viewer))
    staff = viewer.role in {Role.EDITOR, Role.ADMIN}
    own = Q(guest=viewer) | Q(sees_invited=True) | (Q(sees_case=True) if staff else Q(pk__in=[]))
    if before:
        own &= Q(pk__lt=before)
    found = mine.filter(own).order_by("-id").values_list(*ROW, "guest_id", "sees_invited", "state")[:limit]
    return [
        OwnCase(row_of(one), State(state), Sight(guest=guest == viewer.pk, invited=invited).part or "editor")
        for *one, guest, invited, state in found
    ]


def interview(interview_id: int) -> Interview:
    """The interview itself, for those who have already been asked what they are to it. One query."""
    found = (
        Interview.objects.select_related("proposer")
        .fetch_mode(FETCH_RAISE)
        .filter(pk=interview_id, hidden=False)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def interview_for_update(interview_id: int) -> Interview:
    """Locks the interview's row. Raises `NotFound`."""
    found = Interview.objects.select_for_update().filter(pk=interview_id, hidden=False).first()
    if found is None:
        raise NotFound
    return found


def due_at(state: State, *, by: str, now: datetime, after: datetime | None = None, limit: int = 100) -> list[int]:
    """Interviews in `state` whose time `by` (a column) has come, or comes behind `after` and up to `now`. One query."""
    behind = {f"{by}__gt": after} if after is not None else {}
    return list(
        Interview.objects.filter(state=state, **{f"{by}__lte": now}, **behind)
        .order_by(by, "id")
        .values_list("id", flat=True)[:limit]
    )


def deposits_of(interview_id: int) -> list[str]:
    """The slugs of what an interview is about, in their order. One query."""
    return list(_slugs(interview_id))


def case_of(interview_id: int) -> UUID:
    """The random id under which what only the case knows is told."""
    found: UUID = Interview.objects.values_list("case_id", flat=True).get(pk=interview_id)
    return found
