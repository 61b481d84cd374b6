"""What a copy holds as a window: the interviews that moved last, and the member's newest notifications.

Neither can be followed in the log: reading marks publish nothing, and what the case of an interview knows stands there under a
name of its own. So the position keeps a mark of each thing that the copy holds. What differs now is sent, and what is no longer
in the window is taken out; a removal tells of nothing that the copy does not have.
"""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b

from accounts.members.models import Member
from forum.notifications import selectors as notifications
from forum.notifications.selectors import NotificationRow
from threads.interviews.selectors import answers, cases, library, questions
from threads.interviews.selectors.answers import AnswerRow
from threads.interviews.selectors.cases import InterviewRow
from threads.interviews.selectors.library import EntryRow, VersionRow
from threads.interviews.selectors.questions import QuestionRow
from threads.interviews.states import Face

NOTIFICATIONS = 50
INTERVIEWS = 40
QUESTIONS = 50
"""Questions of an interview, the newest, that stand in it while they are put and answered."""

_RUNNING = frozenset({Face.COLLECTING, Face.SELECTED, Face.ANSWERING})


@dataclass(frozen=True, slots=True)
class InterviewThing:
    """An interview with what everybody may read of it, and the viewer's own questions; never what only its case knows.

    `entries` are those of the newest of `versions`, read only for what is sent.
    """

    row: InterviewRow
    questions: tuple[QuestionRow, ...]
    released: tuple[AnswerRow, ...]
    versions: tuple[VersionRow, ...]
    entries: tuple[EntryRow, ...] = ()


def notification_window(*, viewer: Member) -> dict[int, NotificationRow]:
    """The newest notifications, by id. One query."""
    return {row.id: row for row in notifications.inbox(viewer=viewer, limit=NOTIFICATIONS)}


def interview_window(*, viewer: Member) -> dict[int, InterviewThing]:
    """The interviews that moved last, by id, without the words of transcripts. Six queries at most."""
    rows = cases.moved_last(limit=INTERVIEWS)
    running = [row.id for row in rows if row.face in _RUNNING]
    asked = questions.newest_of(running, viewer=viewer, limit=QUESTIONS)
    released = answers.released(rows)
    versions = library.versions_of([row.id for row in rows if row.face == Face.PUBLISHED])
    return {
        row.id: InterviewThing(
            row=row,
            questions=tuple(asked.get(row.id, ())),
            released=tuple(released.get(row.id, ())),
            versions=tuple(versions.get(row.id, ())),
        )
        for row in rows
    }


def with_entries(things: Iterable[InterviewThing]) -> list[InterviewThing]:
    """The same with the words of their transcripts. One query, none where nothing is published."""
    found = list(things)
    entries = library.entries_of([one.versions[0].id for one in found if one.versions])
    return [replace(one, entries=tuple(entries[one.versions[0].id])) if one.versions else one for one in found]


def marks(things: Mapping[int, object]) -> dict[int, str]:
    """Four letters for what each thing is now: another with any other content, but for one in sixteen million."""
    return {
        pk: b64encode(blake2b(repr(thing).encode(), digest_size=3).digest()).decode() for pk, thing in things.items()
    }
