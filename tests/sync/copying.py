"""A copy as an app keeps it, and what its member may read at this moment."""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from accounts.members.models import Member
from accounts.members.selectors import fresh
from forum.kernel.events.sequencer import sequence
from forum.sync import selectors
from forum.sync.api import SyncChange, change_shape
from forum.sync.positions import Position, packed, unpacked
from threads.discussion import selectors as discussion
from threads.discussion.models import Post

type Things = dict[int, Any]


def number_all(*, at_once: bool = True) -> None:
    """Let the sequencer number what has happened; coarse events as well, as if their hour had come."""
    if at_once:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE forum_outbox SET held_until = NULL")
    while sequence():
        pass


def readable(member: Member) -> dict[str, Things]:
    """What `member` may read by the ordinary selectors, in the shapes of sync."""
    viewer = fresh(member)
    boards = discussion.boards(viewer=viewer)
    threads = discussion.threads(viewer=viewer).values_list("pk", flat=True)
    posts = discussion.posts(viewer=viewer).filter(thread__in=threads)
    rows = {
        "board": boards,
        "thread": discussion.thread_rows(threads, viewer=viewer),
        "post": discussion.post_rows(posts, viewer=viewer, limit=100_000),
    }
    slugs = {row.slug: row.id for row in boards}
    return {
        kind: {
            row.id: getattr(change_shape(selectors.Changed(kind, row.id, row), slugs), kind)
            for row in found  # type: ignore[attr-defined]
        }
        for kind, found in rows.items()
    }


@dataclass
class Copy:
    """What an app holds: it does what the answers say and nothing else."""

    member: Member
    limit: int = 100
    since: Position | None = None
    things: dict[str, Things] = field(default_factory=lambda: {"board": {}, "thread": {}, "post": {}})
    members: Things = field(default_factory=dict)
    told_gone: list[tuple[str, int]] = field(default_factory=list)

    def ask(self) -> bool:
        """One request; whether there is more."""
        answer = selectors.changes(viewer=fresh(self.member), since=self.since, limit=self.limit)
        self.since = unpacked(packed(answer.position))
        now = readable(self.member)
        for one in answer.changes:
            shape = change_shape(one, answer.boards)
            if not shape.removed and shape.kind != "member":
                assert getattr(shape, shape.kind) == now[shape.kind].get(shape.id), "only what may be read is sent"
            self.take(shape)
        return answer.more

    def catch_up(self) -> None:
        while self.ask():
            pass

    def take(self, one: SyncChange) -> None:
        if one.kind == "member":
            self.members[one.id] = one.member
        elif not one.removed:
            self.things[one.kind][one.id] = getattr(one, one.kind)
        else:
            self.told_gone.append((one.kind, one.id))
            self.drop(one.kind, one.id)

    def drop(self, kind: str, gone: int) -> None:
        self.things[kind].pop(gone, None)
        within = {"board": "thread", "thread": "post"}.get(kind)
        for inner in [pk for pk, thing in self.things.get(within or "", {}).items() if getattr(thing, kind) == gone]:
            self.drop(str(within), inner)

    def stands(self) -> dict[str, Things]:
        """The copy, with its people as they were last told of."""
        return {kind: {pk: self.named(thing) for pk, thing in things.items()} for kind, things in self.things.items()}

    def named(self, thing: Any) -> Any:
        known = {
            name: self.members.get(getattr(thing, name).id, getattr(thing, name))
            for name in ("author", "last_author")
            if getattr(thing, name, None) is not None
        }
        return type(thing)(**{name: getattr(thing, name) for name in thing.__slots__} | known)


@dataclass
class Ever:
    """All that a member could ever see, by kind: nothing else may be told gone."""

    member: Member
    seen: dict[str, set[int]] = field(default_factory=lambda: {"board": set(), "thread": set(), "post": set()})

    def look(self) -> None:
        viewer = fresh(self.member)
        threads = list(discussion.threads(viewer=viewer).values_list("pk", flat=True))
        self.seen["board"].update(row.id for row in discussion.boards(viewer=viewer))
        self.seen["thread"].update(threads)
        # That a post stood here and was removed is shown to every reader of its thread.
        self.seen["post"].update(Post.objects.filter(thread__in=threads, whisper=False).values_list("pk", flat=True))
        self.seen["post"].update(discussion.posts(viewer=viewer).values_list("pk", flat=True))
