"""What an item can be about: how each kind is found, and what its readers see of it. A new kind is one more line in `FINDERS`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from accounts.members.models import Member, Role
from accounts.members.selectors import Person, Viewer, person_of
from accounts.verification import selectors as verification
from accounts.verification.models import State as RequestState
from forum.kernel import text
from forum.kernel.errors import NotFound
from moderation.queue.models import TargetKind
from threads.discussion import selectors as discussion
from threads.discussion.models import State, Submission, SubmissionState, Thread
from threads.interviews.models import QuestionState
from threads.interviews.selectors import judged as interviews


@dataclass(frozen=True, slots=True)
class Target:
    """A thing that is judged, as its readers see it now. `html` is safe to show.

    `there` is False once it was removed, hidden, erased or settled. `version` changes with whatever there is to judge.
    `people` are those who have a part or an interest in it, besides its author and those who talk in its thread.
    """

    kind: TargetKind
    id: str
    title: str
    url: str
    author: Person | None
    board_id: int | None
    thread_id: int | None
    board_title: str
    html: str
    source: str
    version: int
    there: bool
    number: int = 0
    people: tuple[int, ...] = ()

    @property
    def excerpt(self) -> str:
        """The beginning of its own words, without marks. It is kept, so it holds none that it quotes."""
        own = text.without_quotes(self.source, origin=settings.ORIGIN, sign="")
        return text.render(text.parse(own, origin=settings.ORIGIN)).excerpt


MODERATORS = (Role.MODERATOR, Role.ADMIN)


def moderates(viewer: Viewer | None) -> bool:
    """Whether `viewer` is somebody who judges, and sees what others no longer do."""
    return getattr(viewer, "role", "") in MODERATORS and getattr(viewer, "standing", "") == "good"


type Finder = Callable[[str, Viewer], Target]


def _id(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 19):
        raise NotFound
    return int(value)


def _post(target_id: str, viewer: Viewer) -> Target:
    """A post without what it quotes of others that `viewer` may not see."""
    found = discussion.post(_id(target_id), viewer=viewer)
    thread = found.thread
    [(source, html)] = discussion.copies_of(found.pk, [(found.source, found.html)], viewer=viewer)
    return Target(
        kind=TargetKind.POST, id=str(found.pk), title=thread.title, url=f"/threads/{thread.pk}/{found.number}",
        author=person_of(found.author), board_id=thread.board_id, thread_id=thread.pk, board_title=thread.board.title,
        html=html, source=source, version=found.version, number=found.number,
        there=found.state == State.VISIBLE and thread.state == State.VISIBLE,
    )  # fmt: skip


def _thread(target_id: str, viewer: Viewer) -> Target:
    found: Thread = discussion.thread(_id(target_id), viewer=viewer)
    first = discussion.posts_of(found.pk, viewer=viewer, first=1, limit=1)
    return Target(
        kind=TargetKind.THREAD, id=str(found.pk), title=found.title, url=f"/threads/{found.pk}",
        author=person_of(found.author), board_id=found.board_id, thread_id=found.pk, board_title=found.board.title,
        html=first[0].html if first else "", source=found.title, version=found.version,
        there=found.state == State.VISIBLE,
    )  # fmt: skip


def _member(target_id: str, viewer: Viewer) -> Target:
    found = Member.objects.filter(pk=_id(target_id)).exclude(standing__in=("banned", "erased")).first()
    if found is None:
        raise NotFound
    person = person_of(found)
    return Target(
        kind=TargetKind.MEMBER, id=str(found.pk), title=found.handle, url=person.url, author=person, board_id=None,
        thread_id=None, board_title="", html=found.bio_html, source=found.bio, version=found.version, there=True,
    )  # fmt: skip


def _interview(target_id: str, viewer: Viewer) -> Target:
    """What somebody proposed. Moderators see it hidden, too. Once editors have it, it is theirs and is not hidden any more."""
    found = interviews.proposal(_id(target_id), hidden=moderates(viewer))
    return Target(
        kind=TargetKind.INTERVIEW, id=str(found.pk), title=found.title, url=f"/interviews/{found.pk}",
        author=person_of(found.proposer), board_id=None, thread_id=None, board_title="", html=found.reasons_html,
        source=f"{found.title}\n{found.subject}\n{found.reasons}", version=found.version,
        there=not found.hidden, people=interviews.people_of(found),
    )  # fmt: skip


def _question(target_id: str, viewer: Viewer) -> Target:
    """A question that everybody can read, or could until moderators hid it."""
    found = interviews.question_in_public(_id(target_id), hidden=moderates(viewer))
    return Target(
        kind=TargetKind.QUESTION, id=str(found.pk), title=found.interview.title,
        url=f"/interviews/{found.interview_id}/questions/{found.pk}", author=person_of(found.asker), board_id=None,
        thread_id=None, board_title="", html=found.html, source=found.source, version=found.version,
        there=found.state != QuestionState.HIDDEN, people=interviews.people_of(found.interview),
    )  # fmt: skip


def _submission(target_id: str, viewer: Viewer) -> Target:
    """A text that waits. Found for those who judge it: nobody else has its id but its author."""
    found = Submission.objects.select_related("author", "board", "thread__board").filter(pk=target_id).first()
    if found is None:
        raise NotFound
    thread = found.thread
    board = thread.board if thread is not None else found.board
    parsed = text.parse(found.source, origin="")
    return Target(
        kind=TargetKind.SUBMISSION, id=str(found.pk),
        title=f"{found.subject}: {found.title}"[:200] if found.subject else found.title or (thread.title if thread else ""),
        url=f"/threads/{thread.pk}" if thread else f"/boards/{board.slug}" if board else "/interviews",
        author=person_of(found.author), board_id=board.pk if board else None, thread_id=thread.pk if thread else None,
        board_title=board.title if board else "", html=text.render(parsed, prefix="s-").html, source=found.screened, version=1,
        there=found.state == SubmissionState.WAITING,
    )  # fmt: skip


def _verification(target_id: str, viewer: Viewer) -> Target:
    """A request to be verified. What it says is read on its own page, by those who take the case; who asks is not said here."""
    found = verification.case(UUID(target_id), viewer=viewer)
    return Target(
        kind=TargetKind.VERIFICATION, id=str(found.pk), title=found.get_position_display(), url=f"/staff/verification/{found.pk}",
        author=None, board_id=None, thread_id=None, board_title="", html="", source="", version=1,
        there=found.state == RequestState.OPEN,
    )  # fmt: skip


FINDERS: Mapping[str, Finder] = {
    TargetKind.POST: _post,
    TargetKind.THREAD: _thread,
    TargetKind.MEMBER: _member,
    TargetKind.INTERVIEW: _interview,
    TargetKind.QUESTION: _question,
    TargetKind.SUBMISSION: _submission,
    TargetKind.VERIFICATION: _verification,
}

REPORTED = (TargetKind.POST, TargetKind.THREAD, TargetKind.MEMBER, TargetKind.INTERVIEW, TargetKind.QUESTION)
"""What readers can report."""


def find(kind: str, target_id: str, *, viewer: Viewer) -> Target:
    """The thing as `viewer` sees it, or `NotFound`."""
    if kind not in FINDERS:
        raise NotFound
    return FINDERS[kind](target_id, viewer)


def seen(kind: str, target_id: str, *, viewer: Viewer) -> Target | None:
    """The same, and None for what is no longer there at all or has a page of its own."""
    try:
        return find(kind, target_id, viewer=viewer)
    except NotFound:
        return None
