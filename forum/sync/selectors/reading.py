"""What changed for a viewer since a position of the log, and what they may no longer keep.

The log says what to look at; whether and how it is sent is asked of the selectors, as things stand now. So nothing is sent that
the viewer could not read at this moment, and a change that comes meanwhile is behind the position and comes again.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef

from accounts.members.models import Level, Member
from accounts.members.selectors import Person, level_of, person_of
from forum.kernel.events import Entry, latest_seq, oldest_seq, tail
from forum.notifications.selectors import NotificationRow
from forum.sync.policies import SyncTooOld
from forum.sync.positions import Position, Quoters
from forum.sync.selectors import windows
from forum.sync.selectors.windows import InterviewThing
from threads.deposits import selectors as deposits
from threads.deposits.selectors import DepositVersion
from threads.discussion import selectors as discussion
from threads.discussion.models import BoardModerator, Post, PostQuote, Thread
from threads.discussion.selectors import BoardRow, PostRow, ThreadRow

LIVELY = 50
"""Threads of a board, the liveliest first, that a first sync brings."""

NEWEST = 20
"""Posts of a thread, the newest, that come with a thread that the copy does not have."""

THREADS_AT_ONCE = 5
STEPS = 40
"""Looks at the database for one answer, at most: who has been away long, or may see little of much, asks again."""

REMOVALS_AT_ONCE = 20
INTERVIEWS_AT_ONCE = 5
DEPOSITS = 500
"""Deposits, the newest, that a first sync brings."""

BOARDS = frozenset({"board_created", "board_changed"})
PEOPLE = frozenset({"role_changed", "member_erased"})
CATALOGUE = frozenset({"deposit_added", "deposit_changed"})
# After these a thread may have other readers, or other posts.
UPHEAVALS = frozenset({"thread_moved", "thread_state_changed", "posts_moved"})
TOLD = frozenset({
    "thread_started", "reply_posted", "whisper_posted", "post_edited", "post_state_changed", "post_reacted", "quote_taken_back",
    "thread_renamed",
    "thread_closed", "thread_reopened", "thread_pinned", "thread_archived", "thread_tagged",
    *BOARDS, *PEOPLE, *CATALOGUE, *UPHEAVALS,
})  # fmt: skip

type Thing = BoardRow | ThreadRow | PostRow | Person | DepositVersion | InterviewThing | NotificationRow


@dataclass(frozen=True, slots=True)
class Changed:
    """One step for a copy: the thing as it is now, or None where it must go, and everything in it."""

    kind: str
    id: int
    thing: Thing | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Changes in order, the position behind them, whether there is more right now, and the ids of boards by slug."""

    changes: list[Changed]
    position: Position
    more: bool
    boards: Mapping[str, int]


def changes(*, viewer: Member, since: Position | None, limit: int, parts: Collection[str]) -> Answer:
    """About `limit` changes behind `since`; without it, the beginning of a first copy.

    `parts` are what is told beside boards, threads and posts, of deposit, interview and notification: a copy that hears
    no more of deposits is told of all of them when it asks again. The number of queries depends on `limit` and `STEPS`,
    never on how much there is. Raises `SyncTooOld`.
    """
    head = latest_seq()
    cover = _cover(viewer)
    boards = {row.id: row for row in discussion.boards(viewer=viewer)}
    found: list[Changed] = []
    if since is None:
        position = Position(seq=head, cover=cover, fill=frozenset(cover))
        found += [Changed("board", row.id, row) for row in boards.values()]
    else:
        if not oldest_seq() - 1 <= since.seq <= head:
            raise SyncTooOld
        position, found = _covered(since, cover, boards, head)
    if "deposit" not in parts:
        position = replace(position, deposits=0)
    reading = _Reading(viewer, boards, limit, head, position, found, frozenset(parts))
    for _ in range(STEPS):
        if len(reading.found) >= limit or not reading.step():
            break
    slugs = {row.slug: row.id for row in boards.values()}
    return Answer(reading.found, reading.position, more=reading.waits, boards=slugs)


def _cover(viewer: Member) -> dict[int, bool]:
    """The boards that the viewer reads, and whether they see what is hidden there. Up to two queries."""
    seen = list(discussion.boards_seen(viewer=viewer).order_by("pk").values_list("pk", flat=True))
    level = level_of(viewer)
    if level == Level.STAFF:
        return dict.fromkeys(seen, True)
    kept: set[int] = set()
    if level > Level.PUBLIC:
        kept = set(BoardModerator.objects.filter(member=viewer).values_list("board_id", flat=True))
    return {board: board in kept for board in seen}


def _covered(
    since: Position, cover: Mapping[int, bool], boards: Mapping[int, BoardRow], head: int
) -> tuple[Position, list[Changed]]:
    """The position with the boards that the viewer reads now, and what that means for the copy."""
    if since.cover == cover:
        return since, []
    other = {board for board in since.cover.keys() | cover.keys() if since.cover.get(board) != cover.get(board)}
    gone = [board for board in since.cover if board in other]
    come = frozenset(board for board in cover if board in other)
    found = [Changed("board", board) for board in gone]
    found += [Changed("board", row.id, row) for row in boards.values()]
    begun = min(since.fill, default=0)
    fill = (since.fill & cover.keys()) | come
    same_place = bool(fill) and min(fill) == begun and begun not in come
    # Of two gains one after the other only the first is known for fresh: sooner one removal too many than one too few.
    settled = since.seq >= since.fresh_until
    position = replace(
        since,
        cover=cover,
        fill=fill,
        floor=since.floor if same_place else -1,
        after=since.after if same_place else 0,
        quoters=(*since.quoters, Quoters("board", sorted(other))),
        fresh=come - since.cover.keys() if settled else since.fresh - other,
        fresh_until=head if settled else since.fresh_until,
    )
    return position, found


@dataclass(slots=True)
class _Reading:
    """One answer being put together."""

    viewer: Member
    boards: Mapping[int, BoardRow]
    limit: int
    head: int
    position: Position
    found: list[Changed]
    parts: frozenset[str]
    slugs: frozenset[str] = field(init=False)
    looked: bool = False
    """Whether the windows were looked at, and all of them is told."""

    def __post_init__(self) -> None:
        self.slugs = frozenset(row.slug for row in self.boards.values())

    @property
    def waits(self) -> bool:
        """Whether there is more to read right now."""
        return bool(self.position.fill or self.position.quoters or not self.looked) or self.position.seq < self.head

    def step(self) -> bool:
        """Read the next piece; False when there is none."""
        if self.position.fill:
            self._fill()
        elif self.position.quoters:
            self._quoters()
        elif self.position.deposits is not None and "deposit" in self.parts:
            self._deposits(self.position.deposits)
        elif self.position.seq < self.head:
            self._follow()
        elif not self.looked:
            self.looked = True
            self._windows()
            return False
        else:
            return False
        return True

    # --- a board that is not in the copy ----------------------------------------------------------------------------

    def _fill(self) -> None:
        """The next threads of the board at hand. Threads that move up meanwhile stay among those to come."""
        board = min(self.position.fill)
        here = discussion.threads(viewer=self.viewer).filter(board=board)
        floor = self.position.floor
        if floor < 0:
            lively = here.order_by("-last_post_id").values_list("last_post_id", flat=True)
            floor = next(iter(lively[LIVELY - 1 : LIVELY]), 0)
        following = here.filter(last_post_id__gte=floor, pk__gt=self.position.after).order_by("pk")
        ids = list(following.values_list("pk", flat=True)[:THREADS_AT_ONCE])
        self._show(ids, self._newest_posts(ids))
        if len(ids) < THREADS_AT_ONCE:
            self.position = replace(self.position, fill=self.position.fill - {board}, floor=-1, after=0)
        else:
            self.position = replace(self.position, floor=floor, after=ids[-1])

    def _newest_posts(self, threads: Collection[int]) -> list[int]:
        seen = discussion.posts(viewer=self.viewer).filter(thread=OuterRef("pk")).order_by("-id").values("pk")
        rows = Thread.objects.filter(pk__in=threads).values_list(ArraySubquery(seen[:NEWEST]), flat=True)
        return [post for posts in rows for post in posts]

    # --- posts that quote what has other readers now ------------------------------------------------------------------

    def _quoters(self) -> None:
        first, *rest = self.position.quoters
        path = {"board": "quoted__thread__board__in", "thread": "quoted__thread__in", "post": "quoted__in"}[first.what]
        rows = PostQuote.objects.filter(**{path: list(first.ids)}, post_id__gt=self.position.quoted_after)
        ids = list(rows.order_by("post_id").values_list("post_id", flat=True).distinct()[: self.limit])
        self._show((), ids)
        if len(ids) < self.limit:
            self.position = replace(self.position, quoters=tuple(rest), quoted_after=0)
        else:
            self.position = replace(self.position, quoted_after=ids[-1])

    # --- the catalogue that is not in the copy ------------------------------------------------------------------------

    def _deposits(self, after: int) -> None:
        """The next deposits behind id `after`; those that come meanwhile stand in the log."""
        rows = deposits.newest_versions(after=after, most=DEPOSITS, limit=self.limit)
        self.found += [Changed("deposit", row.id, row) for row in rows]
        self.position = replace(self.position, deposits=rows[-1].id if len(rows) == self.limit else None)

    # --- the log ------------------------------------------------------------------------------------------------------

    def _follow(self) -> None:
        """The next events: one upheaval, or some up to the next one."""
        entries = tail(self.position.seq, self.limit, up_to=self.head, names=list(TOLD))
        if not entries:
            self.position = replace(self.position, seq=self.head)
            return
        if entries[0].name in UPHEAVALS:
            taken = entries[:1]
            self._upheaval(taken[0])
        else:
            taken = list(_quiet(entries))
            self._ordinary(taken)
        last = taken[-1].seq if len(taken) < len(entries) or len(entries) == self.limit else self.head
        self.position = replace(self.position, seq=last)

    def _ordinary(self, entries: list[Entry]) -> None:
        boards = _ids(entries, "board_id")
        self.found += [Changed("board", pk, self.boards[pk]) for pk in boards if pk in self.boards]
        if "deposit" in self.parts:
            changed = _ids(entries, "deposit_id")
            self.found += [Changed("deposit", row.id, row) for row in deposits.versions(changed)] if changed else []
        self._people(_ids([entry for entry in entries if entry.name in PEOPLE], "member_id"))
        threads, posts = _ids(entries, "thread_id"), _ids(entries, "post_id")
        removals = [entry for entry in entries if entry.name == "post_state_changed"]
        shown, read = self._show(threads, posts)
        unseen = [pk for pk in posts if pk not in read]
        if unseen:
            # That a post was here and is no longer, every reader of its thread can see; a whisper was never here for them.
            left = Post.objects.filter(pk__in=unseen, whisper=False, thread__in=shown).values_list("pk", flat=True)
            self.found += [Changed("post", pk) for pk in left]
        if removals:
            self._emptied(removals, shown)
            self._later(Quoters("post", _ids(removals, "post_id")))

    def _emptied(self, removals: list[Entry], shown: Collection[int]) -> None:
        """Threads that are gone because their last post is."""
        for entry in removals:
            thread, board = int(entry.payload["thread_id"] or 0), int(entry.payload.get("left_board_id") or 0)
            if thread not in shown and self.position.told(board, hidden=False, seq=entry.seq):
                self.found.append(Changed("thread", thread))

    def _upheaval(self, entry: Entry) -> None:
        """Threads are dropped with their posts, and those that the viewer still sees come anew."""
        ids = _ids([entry], "thread_id") or _ids([entry], "from_thread_id", "to_thread_id")
        shown = set(discussion.threads(viewer=self.viewer).filter(pk__in=ids).values_list("pk", flat=True))
        left = [pk for pk in ids if pk in shown or self._left(entry, pk)]
        self.found += [Changed("thread", pk) for pk in left]
        self._show([pk for pk in ids if pk in shown], self._newest_posts(shown))
        self._later(Quoters("thread", ids))

    def _left(self, entry: Entry, thread_id: int) -> bool:
        """Whether a thread that the viewer may not see now can be in the copy, because of this event."""
        told, seq = entry.payload, entry.seq
        if entry.name == "thread_moved":
            return self.position.told(int(told["from_board_id"] or 0), hidden=bool(told.get("hidden")), seq=seq)
        if entry.name == "thread_state_changed":
            return self.position.told(int(told.get("left_board_id") or 0), hidden=False, seq=seq)
        hidden = bool(told.get("from_hidden" if thread_id == told["from_thread_id"] else "to_hidden"))
        stands = Thread.objects.filter(pk=thread_id).values_list("board_id", flat=True)
        return any(self.position.told(board, hidden=hidden, seq=seq) for board in stands)

    def _people(self, ids: Collection[int]) -> None:
        """Those of the members whose words the viewer may have."""
        if ids:
            wrote = Exists(discussion.posts(viewer=self.viewer).filter(author=OuterRef("pk")))
            self.found += [
                Changed("member", one.pk, person_of(one)) for one in Member.objects.filter(wrote, pk__in=ids)
            ]

    # --- things as they are now -----------------------------------------------------------------------------------------

    def _show(self, threads: Iterable[int], posts: Iterable[int]) -> tuple[set[int], set[int]]:
        """Add these threads and posts, and the posts' threads before them; the ids of those that the viewer may see."""
        wanted = sorted(set(posts))
        seen = discussion.posts(viewer=self.viewer).filter(pk__in=wanted).order_by("pk")
        rows = discussion.post_rows(seen, viewer=self.viewer, limit=len(wanted)) if wanted else []
        around = sorted({*threads, *(row.thread_id for row in rows)})
        lines = discussion.thread_rows(around, viewer=self.viewer) if around else []
        # A board that became theirs since the cover was read is filled the next time.
        lines = [row for row in lines if row.board_slug in self.slugs]
        shown = {row.id for row in lines}
        rows = [row for row in rows if row.thread_id in shown]
        self.found += [Changed("thread", row.id, row) for row in lines]
        self.found += [Changed("post", row.id, row) for row in rows]
        return shown, {row.id for row in rows}

    # --- what is held as a window: see `windows` --------------------------------------------------------------------------

    def _windows(self) -> None:
        if "interview" in self.parts:
            now = windows.interview_window(viewer=self.viewer)
            sent = self._differing("interview", now, INTERVIEWS_AT_ONCE)
            self.found += [
                Changed("interview", one.row.id, one) for one in windows.with_entries(now[pk] for pk in sent)
            ]
        if "notification" in self.parts:
            told = windows.notification_window(viewer=self.viewer)
            sent = self._differing("notification", told, max(self.limit - len(self.found), 1))
            self.found += [Changed("notification", pk, told[pk]) for pk in sent]

    def _differing(self, kind: str, things: Mapping[int, object], limit: int) -> list[int]:
        """Take out what has left a window; of what is otherwise than in the copy, the first `limit` by id."""
        now = windows.marks(things)
        held = {pk: mark for pk, mark in self.position.held.get(kind, {}).items() if pk in now}
        self.found += [Changed(kind, pk) for pk in self.position.held.get(kind, {}) if pk not in now]
        other = sorted(pk for pk, mark in now.items() if held.get(pk) != mark)
        held |= {pk: now[pk] for pk in other[:limit]}
        self.position = replace(self.position, held={**self.position.held, kind: held})
        self.looked &= len(other) <= limit
        return other[:limit]

    def _later(self, quoters: Quoters) -> None:
        if quoters.ids:
            self.position = replace(self.position, quoters=(*self.position.quoters, quoters))


def _quiet(entries: Iterable[Entry]) -> Iterable[Entry]:
    """Events up to the next upheaval, and with no more removals than a cursor has room for."""
    removals = 0
    for entry in entries:
        removals += entry.name == "post_state_changed"
        if entry.name in UPHEAVALS or removals > REMOVALS_AT_ONCE:
            return
        yield entry


def _ids(entries: Iterable[Entry], *names: str) -> list[int]:
    """The ids under these names, each once, in the order of the events."""
    return list(
        dict.fromkeys(int(entry.payload[name] or 0) for entry in entries for name in names if name in entry.payload)
    )
