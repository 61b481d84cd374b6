"""The REST door of sync."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from rest_framework.request import Request

from accounts.members.policies import check_member
from accounts.members.selectors import LEVEL_NAMES, Person
from forum.http.api import Call, Cursor, Endpoint, operation
from forum.http.fields import CursorField, StrictSerializer, WholeField
from forum.notifications.api import NotificationShape, notification_shape
from forum.notifications.selectors import NotificationRow
from forum.sync import selectors
from forum.sync.policies import parts_of
from forum.sync.positions import packed, unpacked
from forum.sync.selectors import InterviewThing
from threads.deposits.selectors import DepositVersion
from threads.discussion.selectors import BoardRow, PostRow, ThreadRow
from threads.discussion.shapes import STATES, ReactionCountShape
from threads.interviews.selectors.library import Published
from threads.interviews.shapes import (
    AnswerShape,
    InterviewShape,
    QuestionShape,
    TranscriptShape,
    answer_shape,
    interview_shape,
    question_shape,
    transcript_shape,
)


@dataclass(frozen=True, slots=True)
class SyncedMember:
    """Somebody whose words are in the copy. `handle` and `role` may change, `id` does not."""

    id: int
    handle: str
    role: str


@dataclass(frozen=True, slots=True)
class SyncedBoard:
    """A board as a copy keeps it. `parent` is the id of the board it stands below, if you may read that one."""

    id: int
    slug: str
    title: str
    description: str
    colour: str
    parent: int | None
    position: int
    read_level: str
    start_level: str
    reply_level: str
    slow_seconds: int
    version: int


@dataclass(frozen=True, slots=True)
class SyncedThread:
    """A thread as a copy keeps it. `last_number` is the number of its last post: what the copy lacks can be fetched."""

    id: int
    board: int
    title: str
    author: SyncedMember
    created_at: datetime
    reply_count: int
    last_number: int
    last_at: datetime
    last_author: SyncedMember
    closed: bool
    pinned: bool
    archived: bool
    hidden: bool
    tags: list[str]
    deposits: list[str]
    version: int
    url: str


@dataclass(frozen=True, slots=True)
class SyncedPost:
    """A post as a copy keeps it. `html` is safe to show as it is; `reacted` is your own reaction, or empty."""

    id: int
    thread: int
    number: int
    author: SyncedMember | None
    html: str
    created_at: datetime
    edited_at: datetime | None
    interest: str
    state: str
    whisper: bool
    reply_to: int | None
    reactions: list[ReactionCountShape]
    reacted: str
    version: int
    url: str


@dataclass(frozen=True, slots=True)
class SyncedDeposit:
    """A deposit as a copy keeps it. `version` moves with everything that is stated of it: what is older is fetched anew."""

    id: int
    slug: str
    name: str
    country: str
    version: int
    url: str


@dataclass(frozen=True, slots=True)
class SyncedInterview:
    """An interview with what everybody may read of it: while it runs its newest 50 questions, your own unseen ones among
    them, and what a live hour has let out; once it is published the transcript's newest version."""

    interview: InterviewShape
    questions: list[QuestionShape]
    answers: list[AnswerShape]
    transcript: TranscriptShape | None


@dataclass(frozen=True, slots=True)
class SyncChange:
    """One step: put the thing that stands under its `kind` into the copy, or take it out where `removed`.

    `kind` is board, thread, post, member, deposit, interview or notification. With a board go its threads, with a thread its
    posts.
    """

    kind: str
    id: int
    removed: bool
    board: SyncedBoard | None = None
    thread: SyncedThread | None = None
    post: SyncedPost | None = None
    member: SyncedMember | None = None
    deposit: SyncedDeposit | None = None
    interview: SyncedInterview | None = None
    notification: NotificationShape | None = None


@dataclass(frozen=True, slots=True)
class SyncShape:
    """What changed, in order. Keep `since` with the copy once all of it is in; while there is `more`, ask again at once."""

    changes: list[SyncChange]
    since: Annotated[str, "Send this the next time. It is yours alone, and good for 90 days."]
    more: bool


class SyncQuery(StrictSerializer):
    since = CursorField(help_text="From the last answer. Without it, a first copy begins.")
    limit = WholeField(min_value=1, max_value=100, default=100, help_text="About how many changes at once.")


class Sync(Endpoint):
    @operation(
        summary="What changed for you", query=SyncQuery, out=SyncShape, scope="threads:read",
        errors=("bad_cursor", "sync_too_old"), name="sync_retrieve",
    )  # fmt: skip
    def get(self, request: Request, call: Call) -> SyncShape:
        """For apps that keep a copy of what their member may read.

        Without `since` the copy begins: all boards, the 50 liveliest threads of each with their newest 20 posts; the
        newest 500 deposits, the 40 interviews that moved last, your newest 50 notifications. With it come the things
        that changed, and those that you may no longer see, in order. What the copy does not have comes with its next
        change, or from the ordinary lists; interviews and notifications are taken out as newer ones come. A token is
        told of deposits, interviews and notifications if it may read them (`deposits:read`, `interviews:read`,
        `me:read`). 410 `sync_too_old`: throw the copy away and begin anew.
        """
        me = check_member(request.user)
        purpose = f"sync:{me.pk}"
        since = unpacked(Cursor.open(call.query["since"], purpose=purpose)) if "since" in call.query else None
        answer = selectors.changes(viewer=me, since=since, limit=call.query["limit"], parts=parts_of(request.auth))
        return SyncShape(
            changes=[change_shape(one, answer.boards) for one in answer.changes],
            since=Cursor.seal(packed(answer.position), purpose=purpose),
            more=answer.more,
        )


def change_shape(one: selectors.Changed, boards: Mapping[str, int]) -> SyncChange:
    """A change as it goes out; `boards` are ids by slug."""
    thing = one.thing
    return SyncChange(
        kind=one.kind,
        id=one.id,
        removed=thing is None,
        board=_board(thing) if isinstance(thing, BoardRow) else None,
        thread=_thread(thing, boards[thing.board_slug]) if isinstance(thing, ThreadRow) else None,
        post=_post(thing) if isinstance(thing, PostRow) else None,
        member=_member(thing) if isinstance(thing, Person) else None,
        deposit=_deposit(thing) if isinstance(thing, DepositVersion) else None,
        interview=_interview(thing) if isinstance(thing, InterviewThing) else None,
        notification=notification_shape(thing) if isinstance(thing, NotificationRow) else None,
    )


def _member(one: Person) -> SyncedMember:
    return SyncedMember(one.id, one.handle, one.role)


def _deposit(row: DepositVersion) -> SyncedDeposit:
    return SyncedDeposit(row.id, row.slug, row.name, row.country, row.version, row.url)


def _interview(thing: InterviewThing) -> SyncedInterview:
    versions = list(thing.versions)
    out = Published(thing.row, versions[0], versions, list(thing.entries), chapters=[]) if versions else None
    return SyncedInterview(
        interview=interview_shape(thing.row),
        questions=[question_shape(row) for row in thing.questions],
        answers=[answer_shape(row) for row in thing.released],
        transcript=transcript_shape(out) if out else None,
    )


def _board(row: BoardRow) -> SyncedBoard:
    return SyncedBoard(
        id=row.id,
        slug=row.slug,
        title=row.title,
        description=row.description,
        colour=row.colour,
        parent=row.parent_id if row.parent else None,
        position=row.position,
        read_level=LEVEL_NAMES[row.read_level],
        start_level=LEVEL_NAMES[row.start_level],
        reply_level=LEVEL_NAMES[row.reply_level],
        slow_seconds=row.slow_seconds,
        version=row.version,
    )


def _thread(row: ThreadRow, board: int) -> SyncedThread:
    return SyncedThread(
        id=row.id,
        board=board,
        title=row.title,
        author=_member(row.author),
        created_at=row.created_at,
        reply_count=row.reply_count,
        last_number=row.last_number,
        last_at=row.last_at,
        last_author=_member(row.last_author),
        closed=row.closed,
        pinned=row.pinned,
        archived=row.archived,
        hidden=row.hidden,
        tags=list(row.tags),
        deposits=[subject.slug for subject in row.deposits],
        version=row.version,
        url=row.url,
    )


def _post(row: PostRow) -> SyncedPost:
    return SyncedPost(
        id=row.id,
        thread=row.thread_id,
        number=row.number,
        author=_member(row.author) if row.author else None,
        html=row.html,
        created_at=row.created_at,
        edited_at=row.edited_at,
        interest=row.interest,
        state=STATES[row.state],
        whisper=row.whisper,
        reply_to=row.reply_to,
        reactions=[ReactionCountShape(kind, count) for kind, count in row.reactions],
        reacted=row.reacted,
        version=row.version,
        url=row.url,
    )
