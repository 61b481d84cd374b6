"""The REST door of sync."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from rest_framework.request import Request

from accounts.members.policies import check_member
from accounts.members.selectors import Person
from forum.http.api import Call, Cursor, Endpoint, operation, shaped
from forum.http.fields import CursorField, StrictSerializer, WholeField
from forum.sync import selectors
from forum.sync.positions import packed, unpacked
from threads.discussion.selectors import BoardRow, PostRow, ThreadRow
from threads.discussion.shapes import ReactionCountShape, board_shape, post_shape, thread_shape


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
class SyncChange:
    """One step: put the thing that stands under its `kind` into the copy, or take it out where `removed`.

    `kind` is board, thread, post or member. With a board go its threads, with a thread its posts.
    """

    kind: str
    id: int
    removed: bool
    board: SyncedBoard | None = None
    thread: SyncedThread | None = None
    post: SyncedPost | None = None
    member: SyncedMember | None = None


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

        Without `since` the copy begins: all boards, the 50 liveliest threads of each with their newest 20 posts. With it come the
        things that changed, and those that you may no longer see, in order. What the copy does not have comes with its next
        change, or from the ordinary lists. 410 `sync_too_old`: throw the copy away and begin anew.
        """
        me = check_member(request.user)
        purpose = f"sync:{me.pk}"
        since = unpacked(Cursor.open(call.query["since"], purpose=purpose)) if "since" in call.query else None
        answer = selectors.changes(viewer=me, since=since, limit=call.query["limit"])
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
    )


def _member(one: Person) -> SyncedMember:
    return SyncedMember(one.id, one.handle, one.role)


def _board(row: BoardRow) -> SyncedBoard:
    return shaped(SyncedBoard, board_shape(row), id=row.id, parent=row.parent_id if row.parent else None)


def _thread(row: ThreadRow, board: int) -> SyncedThread:
    people = {"author": _member(row.author), "last_author": _member(row.last_author)}
    return shaped(SyncedThread, thread_shape(row), board=board, hidden=row.hidden, **people)


def _post(row: PostRow) -> SyncedPost:
    return shaped(SyncedPost, post_shape(row), author=_member(row.author) if row.author else None)
