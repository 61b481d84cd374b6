"""The states of an interview, which may follow which, and what others see of them. Pure: knows no rows.

The database repeats `STEPS` as a constraint on each transition, and `face` as a trigger; `docs/interviews.md` has the table.
"""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where an interview really stands: for the editors of the case and, once there is one, its guest."""

    PROPOSED = "proposed", _("Proposed")
    TRIAGE = "triage", _("In triage")
    MERGED = "merged", _("Merged into another")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    APPROACHED = "approached", _("Guest approached")
    DECLINED = "declined", _("Declined")
    LAPSED = "lapsed", _("Lapsed")
    ACCEPTED = "accepted", _("Guest accepted")
    REFUSED = "refused", _("Guest refused")
    TERMS_AGREED = "terms_agreed", _("Terms agreed")
    COLLECTING = "collecting", _("Collecting questions")
    SELECTED = "selected", _("Questions selected")
    ANSWERING = "answering", _("Answering")
    GUEST_REVIEW = "guest_review", _("With the guest for review")
    FROZEN = "frozen", _("Frozen")
    EMBARGOED = "embargoed", _("Embargoed")
    PUBLISHED = "published", _("Published")
    CORRECTED = "corrected", _("Published, corrected")
    TAKEN_DOWN = "taken_down", _("Taken down")


class Face(models.TextChoices):
    """What everybody else may know of it."""

    PROPOSED = "proposed", _("Proposed")
    WITH_EDITORS = "with_editors", _("With the editors")
    ACCEPTED = "accepted", _("Accepted")
    MERGED = "merged", _("Merged into another")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DECLINED = "declined", _("Declined")
    CLOSED = "closed", _("Closed")
    COLLECTING = "collecting", _("Collecting questions")
    SELECTED = "selected", _("Questions selected")
    ANSWERING = "answering", _("Answering")
    EMBARGOED = "embargoed", _("Embargoed")
    PUBLISHED = "published", _("Published")
    TAKEN_DOWN = "taken_down", _("Taken down")


S = State
BEFORE_FREEZE: Final = (S.ACCEPTED, S.TERMS_AGREED, S.COLLECTING, S.SELECTED, S.ANSWERING, S.GUEST_REVIEW)
"""The states from which the guest may still withdraw."""

STEPS: Final[Mapping[State, tuple[State, ...]]] = {
    S.PROPOSED: (S.TRIAGE, S.MERGED, S.WITHDRAWN),
    S.TRIAGE: (S.APPROACHED, S.DECLINED, S.LAPSED),
    S.APPROACHED: (S.ACCEPTED, S.REFUSED, S.LAPSED),
    S.ACCEPTED: (S.TERMS_AGREED, S.WITHDRAWN),
    S.TERMS_AGREED: (S.COLLECTING, S.WITHDRAWN),
    S.COLLECTING: (S.SELECTED, S.WITHDRAWN),
    S.SELECTED: (S.ANSWERING, S.WITHDRAWN),
    S.ANSWERING: (S.GUEST_REVIEW, S.WITHDRAWN),
    S.GUEST_REVIEW: (S.FROZEN, S.ANSWERING, S.WITHDRAWN),
    S.FROZEN: (S.EMBARGOED, S.PUBLISHED),
    S.EMBARGOED: (S.PUBLISHED,),
    S.PUBLISHED: (S.CORRECTED, S.TAKEN_DOWN),
    S.CORRECTED: (S.CORRECTED, S.TAKEN_DOWN),
}

ENDED: Final = tuple(state for state in State if state not in STEPS)
OUT: Final = (S.PUBLISHED, S.CORRECTED)
WRITING: Final = (S.ANSWERING, S.GUEST_REVIEW)

_SAME: Final[Mapping[State, Face]] = {
    S.PROPOSED: Face.PROPOSED,
    S.TRIAGE: Face.WITH_EDITORS,
    S.APPROACHED: Face.WITH_EDITORS,
    S.MERGED: Face.MERGED,
    S.DECLINED: Face.DECLINED,
    S.LAPSED: Face.CLOSED,
    S.COLLECTING: Face.COLLECTING,
    S.SELECTED: Face.SELECTED,
    S.ANSWERING: Face.ANSWERING,
    S.GUEST_REVIEW: Face.ANSWERING,
    S.FROZEN: Face.ANSWERING,
    S.EMBARGOED: Face.EMBARGOED,
    S.PUBLISHED: Face.PUBLISHED,
    S.CORRECTED: Face.PUBLISHED,
    S.TAKEN_DOWN: Face.TAKEN_DOWN,
}


def takes_questions(face: str, *, live: bool) -> bool:
    """Whether questions and votes are taken where this is what everybody sees: in a live hour while answers come out, too."""
    return face == Face.COLLECTING or (live and face in {Face.SELECTED, Face.ANSWERING})


def may_follow(before: State, after: State) -> bool:
    """Whether `after` may come straight after `before`."""
    return after in STEPS.get(before, ())


def face(state: State, *, before: State | None = None, guest_shown: bool = False, refusal_shown: bool = False) -> Face:
    """What others see of `state`, which was reached from `before`.

    A guest shows only once they agreed to (`guest_shown`); a refusal only if they agreed to that (`refusal_shown`).
    """
    if state in _SAME:
        return _SAME[state]
    if state in {S.ACCEPTED, S.TERMS_AGREED}:
        return Face.ACCEPTED if guest_shown else Face.WITH_EDITORS
    if state == S.REFUSED:
        return Face.DECLINED if refusal_shown else Face.CLOSED
    hidden = before in {S.ACCEPTED, S.TERMS_AGREED} and not guest_shown
    return Face.CLOSED if hidden else Face.WITHDRAWN
