"""Who is waited for in a case, and on which days they are reminded. Pure: knows no rows."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from threads.interviews.states import State

LAPSES_SOON = timedelta(days=14)
DUE_SOON = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Case:
    """What the answer depends on. `offered`: terms lie there; `unanswered`: a question put to the guest has no answer."""

    state: str
    lapse_on: date | None
    answers_due: datetime | None
    offered: bool
    checked: bool
    held: bool
    unanswered: bool


def waits_for(case: Case, *, today: date) -> Literal["guest", "editors", ""]:
    """Whose turn it is, if they have to be told: nobody is reminded of what has time."""
    if case.state in {State.TRIAGE, State.APPROACHED}:
        return "editors" if case.lapse_on is not None and case.lapse_on - today <= LAPSES_SOON else ""
    if case.state == State.ACCEPTED:
        return "guest" if case.offered and case.checked else "editors"
    if case.state == State.COLLECTING:
        return "editors" if case.held else ""
    if case.state == State.ANSWERING:
        if not case.unanswered:
            return "editors"
        due = case.answers_due is None or case.answers_due.date() - today <= DUE_SOON
        return "guest" if due else ""
    if case.state == State.GUEST_REVIEW:
        return "guest"
    return "editors" if case.state in {State.TERMS_AGREED, State.SELECTED, State.FROZEN} else ""


def reminds(*, waited: timedelta) -> bool:
    """Whether somebody who has been waited for so long is reminded on this day: the next, the third, then weekly."""
    return waited.days in {1, 3} or (waited.days > 0 and waited.days % 7 == 0)
