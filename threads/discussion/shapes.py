"""How boards, threads and posts look over REST."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from accounts.members.selectors import LEVEL_NAMES, Viewer
from accounts.members.shapes import PersonShape, person_shape
from forum.http.api import etag
from threads.discussion import selectors
from threads.discussion.models import State, WatchDefault

STATES = {State.VISIBLE: "visible", State.DELETED: "removed", State.HIDDEN: "hidden"}
WATCHES = {level: level.name.lower() for level in WatchDefault}


@dataclass(frozen=True, slots=True)
class BoardShape:
    """A board, and from which level on one may read, start and reply: public, member, verified or staff.

    `parent` is the slug of the board it stands below, or empty. `slow_seconds` is the least time between two posts of one
    member in one thread, `archive_days` how long a thread may be silent; 0 is no limit. `default_watch` is how much members
    hear who have set nothing: muted, normal, tracking or watching.
    """

    slug: str
    title: str
    description: str
    colour: str
    parent: str
    position: int
    read_level: str
    start_level: str
    reply_level: str
    slow_seconds: int
    archive_days: int
    default_watch: str
    thread_count: int
    post_count: int
    version: int


@dataclass(frozen=True, slots=True)
class TemplateShape:
    """A form to start a thread with: a title and Markdown to fill in."""

    id: int
    name: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class ThreadShape:
    """A thread without its posts. `unread_count` stops at 100; `is_new` says that you have never opened it.

    `deposits` are the slugs of those that it is about.
    """

    id: int
    title: str
    board: str
    author: PersonShape
    created_at: datetime
    reply_count: int
    last_number: int
    last_at: datetime
    last_author: PersonShape
    closed: bool
    pinned: bool
    archived: bool
    tags: list[str]
    deposits: tuple[str, ...]
    unread_count: int
    is_new: bool
    version: int
    url: str


@dataclass(frozen=True, slots=True)
class ReactionCountShape:
    """How many reacted to a post in one way: thanks, agree, sourced or doubt."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class PostShape:
    """A post. `number` counts within its thread; `html` is safe to show as it is.

    `state` is visible, removed (by its author) or hidden (by moderators). What you may not read has no author and no text.
    `reply_to` is the number of the post in this thread that it answers. `reacted` is your own reaction, or empty.
    `interest` is what its author had stated when it was written, on a thread about deposits; it never changes.
    """

    id: int
    thread: int
    number: int
    author: PersonShape | None
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
class OwnPostShape:
    """A post with the Markdown it was written in."""

    id: int
    thread: int
    number: int
    author: PersonShape | None
    html: str
    source: str
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
class BranchShape:
    """A post and the answers to it. `more` says that some are left out: ask for the tree from this post's number."""

    post: PostShape
    answers: list["BranchShape"]
    more: bool


@dataclass(frozen=True, slots=True)
class RevisionShape:
    """A text that a post had before, who replaced it when, and why if they said."""

    version: int
    source: str
    reason: str
    replaced_by: PersonShape
    replaced_at: datetime


@dataclass(frozen=True, slots=True)
class ThreadChangeShape:
    """Something that was done to a thread. Threads and boards that you may not see are not named."""

    id: int
    kind: str
    by: PersonShape | None
    at: datetime
    after_number: int
    other: int | None
    from_board: str
    to_board: str
    undone: bool


@dataclass(frozen=True, slots=True)
class SummaryShape:
    """What an editor says a thread has come to. `html` is safe to show as it is."""

    by: PersonShape
    source: str
    html: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SubmissionShape:
    """A text of yours that is not a post yet, or was not one at first.

    `waits_for` is scheduled, held or batch; `state` is waiting, released, refused or withdrawn. `hour` is all that is kept
    of when it was written. `refusal` is the code of the rule that stood against it; `post` or `interview`, and `url`, are there
    once released. With a `subject`, whom to ask, it proposes an interview.
    """

    id: UUID
    board: str
    thread: int | None
    title: str
    subject: str
    source: str
    waits_for: str
    release_at: datetime | None
    hour: datetime
    state: str
    refusal: str
    post: int | None
    interview: int | None
    url: str


@dataclass(frozen=True, slots=True)
class DraftShape:
    """A text you have not sent. Name its `sequence` when you save it again."""

    place: str
    title: str
    text: str
    sequence: int
    kept_on: date


@dataclass(frozen=True, slots=True)
class BookmarkShape:
    """A post that you keep."""

    post: int
    thread: int
    number: int
    thread_title: str
    note: str
    remind_at: datetime | None
    url: str


@dataclass(frozen=True, slots=True)
class ReadingShape:
    """How far you have read: the highest number you have seen, and the first that you have not (null: none)."""

    number: int
    first_unread: int | None


def board_shape(board: selectors.BoardRow) -> BoardShape:
    return BoardShape(
        slug=board.slug,
        title=board.title,
        description=board.description,
        colour=board.colour,
        parent=board.parent,
        position=board.position,
        read_level=LEVEL_NAMES[board.read_level],
        start_level=LEVEL_NAMES[board.start_level],
        reply_level=LEVEL_NAMES[board.reply_level],
        slow_seconds=board.slow_seconds,
        archive_days=board.archive_days,
        default_watch=WATCHES[board.default_watch],
        thread_count=board.thread_count,
        post_count=board.post_count,
        version=board.version,
    )


def thread_shape(row: selectors.ThreadRow) -> ThreadShape:
    return ThreadShape(
        id=row.id,
        title=row.title,
        board=row.board_slug,
        author=person_shape(row.author),
        created_at=row.created_at,
        reply_count=row.reply_count,
        last_number=row.last_number,
        last_at=row.last_at,
        last_author=person_shape(row.last_author),
        closed=row.closed,
        pinned=row.pinned,
        archived=row.archived,
        tags=list(row.tags),
        deposits=tuple(subject.slug for subject in row.deposits),
        unread_count=row.unread_count,
        is_new=row.is_new,
        version=row.version,
        url=row.url,
    )


def thread_tag(row: selectors.ThreadRow) -> str:
    return etag(row.version, row)


def post_shape(row: selectors.PostRow) -> PostShape:
    return PostShape(
        id=row.id,
        thread=row.thread_id,
        number=row.number,
        author=person_shape(row.author) if row.author else None,
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


def own_post_shape(row: selectors.PostRow, source: str) -> OwnPostShape:
    shape = post_shape(row)
    values = {name: getattr(shape, name) for name in PostShape.__slots__}
    return OwnPostShape(**values, source=source)


def branch_shape(branch: selectors.Branch) -> BranchShape:
    return BranchShape(post_shape(branch.row), [branch_shape(one) for one in branch.answers], branch.more)


def change_shape(row: selectors.ChangeRow) -> ThreadChangeShape:
    return ThreadChangeShape(
        id=row.id,
        kind=str(row.kind),
        by=person_shape(row.actor) if row.actor else None,
        at=row.at,
        after_number=row.after_number,
        other=row.other_id,
        from_board=row.from_board,
        to_board=row.to_board,
        undone=row.undone,
    )


def submission_shape(row: selectors.SubmissionRow) -> SubmissionShape:
    return SubmissionShape(
        id=row.id,
        board=row.board,
        thread=row.thread_id,
        title=row.title,
        subject=row.subject,
        source=row.source,
        waits_for=str(row.waits_for),
        release_at=row.release_at,
        hour=row.hour,
        state=str(row.state),
        refusal=row.refusal,
        post=row.post_id,
        interview=row.interview_id,
        url=row.url,
    )


def draft_shape(row: selectors.DraftRow) -> DraftShape:
    return DraftShape(row.place, row.title, row.text, row.sequence, row.kept_on)


def bookmark_shape(row: selectors.BookmarkRow) -> BookmarkShape:
    return BookmarkShape(
        post=row.post_id, thread=row.thread_id, number=row.number, thread_title=row.thread_title, note=row.note,
        remind_at=row.remind_at, url=row.url,
    )  # fmt: skip


def reading_shape(thread_id: int, *, viewer: Viewer) -> ReadingShape:
    number, first = selectors.position_in(thread_id, viewer=viewer)
    return ReadingShape(number, first or None)
