"""What the case keeps: for its editors alone, and what of it the guest may see."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.members.models import Member, Role
from accounts.members.selectors import Person, person_of
from threads.interviews.models import (
    CaseEditor,
    Interview,
    InterviewContact,
    InterviewGuestCheck,
    InterviewRiskReview,
    InterviewTerms,
    InterviewTransition,
    TakedownVote,
)
from threads.interviews.models.answers import Attribution
from threads.interviews.states import State


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One line of the contact log."""

    editor: Person
    channel: str
    contacted_on: date
    terms: str
    note: str


@dataclass(frozen=True, slots=True)
class TermsRow:
    """The wording on which the guest speaks."""

    id: int
    wording: str
    attribution: str
    attribution_label: str
    shown_as: str
    shown_role: str
    offered_on: date
    agreed_on: date | None


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step the interview took."""

    number: int
    to: str
    to_label: str
    actor: Person | None
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReviewRow:
    editor: Person
    proceed: bool
    measures: str
    reviewed_on: date


@dataclass(frozen=True, slots=True)
class CheckRow:
    """How somebody made sure who the guest is."""

    editor: Person
    method: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class TakedownRow:
    """An editor's word that the transcript must go."""

    editor: Person
    ground: str
    ground_label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Desk:
    """The whole case, for its editors."""

    editors: list[Person]
    contacts: list[ContactRow]
    reviews: list[ReviewRow]
    checks: list[CheckRow]
    steps: list[StepRow]
    takedown: list[TakedownRow]


def desk(interview_id: int) -> Desk:
    """What the editors of the case keep. Six queries. The caller has asked whether the viewer is one of them."""
    contacts = InterviewContact.objects.filter(interview=interview_id).select_related("editor").order_by("-id")
    reviews = InterviewRiskReview.objects.filter(interview=interview_id).select_related("editor").order_by("-id")
    return Desk(
        editors=editors_of(interview_id),
        contacts=[
            ContactRow(person_of(one.editor), one.get_channel_display(), one.contacted_on, one.terms, one.note)
            for one in contacts
        ],
        reviews=[ReviewRow(person_of(one.editor), one.proceed, one.measures, one.reviewed_on) for one in reviews],
        checks=guest_checks(interview_id),
        steps=steps(interview_id),
        takedown=takedown_rows(interview_id),
    )


def steps(interview_id: int) -> list[StepRow]:
    """Every step, oldest first. For editors of the case; the guest sees those from acceptance on."""
    found = InterviewTransition.objects.filter(interview=interview_id).select_related("actor").order_by("number")
    return [
        StepRow(
            one.number,
            one.to_state,
            str(State(one.to_state).label),
            person_of(one.actor) if one.actor else None,
            one.note,
            one.at,
        )
        for one in found
    ]


def guest_checks(interview_id: int) -> list[CheckRow]:
    """How it was made sure who the guest is, oldest first. For the editors of the case. One query."""
    found = InterviewGuestCheck.objects.filter(interview=interview_id).select_related("editor").order_by("id")
    return [CheckRow(person_of(one.editor), one.get_method_display(), one.checked_on) for one in found]


def terms_of(interview_id: int) -> TermsRow | None:
    """The terms agreed on, else the newest offer. For guest and case. One query."""
    found = InterviewTerms.objects.filter(interview=interview_id).order_by("agreed_on", "-id")
    one = found.first()
    if one is None:
        return None
    return TermsRow(
        one.pk, one.wording, one.attribution, str(Attribution(one.attribution).label), one.shown_as, one.shown_role,
        one.offered_on, one.agreed_on,
    )  # fmt: skip


def newest_terms(interview_id: int) -> InterviewTerms | None:
    """The newest offer; locks it."""
    return InterviewTerms.objects.select_for_update().filter(interview=interview_id).order_by("-id").first()


def editors_of(interview_id: int) -> list[Person]:
    found = CaseEditor.objects.filter(interview=interview_id).select_related("editor").order_by("id")
    return [person_of(one.editor) for one in found]


def has_editors(interview: Interview) -> bool:
    return CaseEditor.objects.filter(interview=interview).exists()


def is_case_editor(interview: Interview, member: Member) -> bool:
    return CaseEditor.objects.filter(interview=interview, editor=member).exists()


def may_go_on(interview: Interview) -> bool:
    """Whether the newest risk review lets the case go on. One query."""
    newest = InterviewRiskReview.objects.filter(interview=interview).order_by("-id").first()
    return newest is not None and newest.proceed


def editor_count() -> int:
    """How many editors there are in all, as the trigger on taking down counts them."""
    return Member.objects.filter(role__in=[Role.EDITOR, Role.ADMIN], standing="good").count()


def takedown_rows(interview_id: int) -> list[TakedownRow]:
    """Who wants a transcript taken down, and why. For editors. One query."""
    found = TakedownVote.objects.filter(interview=interview_id).select_related("editor").order_by("id")
    return [TakedownRow(person_of(one.editor), one.ground, one.get_ground_display(), one.reason) for one in found]


def takedown_votes(interview_id: int) -> int:
    return TakedownVote.objects.filter(interview=interview_id).count()


def takedown_vote(interview: Interview, member: Member) -> TakedownVote | None:
    return TakedownVote.objects.filter(interview=interview, editor=member).first()
