"""A copy as an app keeps it, and what its member may read at this moment."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from accounts.members.models import Member
from accounts.members.selectors import fresh
from forum.kernel import clock
from forum.kernel.errors import NotFound
from forum.kernel.events.sequencer import sequence
from forum.notifications import selectors as notifications
from forum.sync import selectors
from forum.sync.api import SyncChange, SyncedDeposit, SyncedInterview, change_shape
from forum.sync.policies import PARTS
from forum.sync.positions import Position, packed, unpacked
from threads.deposits import selectors as deposits
from threads.discussion import selectors as discussion
from threads.discussion.models import Post
from threads.interviews.models import Interview
from threads.interviews.selectors import answers, cases, library, questions
from threads.interviews.shapes import answer_shape, interview_shape, question_shape, transcript_shape
from threads.interviews.states import Face

type Things = dict[int, Any]
KINDS = ("board", "thread", "post", *PARTS)


def number_all(*, at_once: bool = True) -> None:
    """Let the sequencer number what has happened; coarse events as well, as if their hour had come."""
    if at_once:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE forum_outbox SET held_until = NULL")
    while sequence():
        pass


def end_embargo(interview_id: int) -> None:
    """Let an hour pass: the database keeps an announced end as it was announced, so its triggers look away meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        Interview.objects.filter(pk=interview_id).update(embargo_until=clock.now())
        cursor.execute("SET LOCAL session_replication_role = origin")


def readable(member: Member, kinds: Collection[str] = KINDS) -> dict[str, Things]:
    """What `member` may read by the ordinary selectors, in the shapes of sync."""
    viewer = fresh(member)
    boards = discussion.boards(viewer=viewer)
    threads = discussion.threads(viewer=viewer).values_list("pk", flat=True)
    slugs = {row.slug: row.id for row in boards}
    read: dict[str, Callable[[], Iterable[Any]]] = {
        "board": lambda: boards,
        "thread": lambda: discussion.thread_rows(threads, viewer=viewer),
        "post": lambda: discussion.post_rows(
            discussion.posts(viewer=viewer).filter(thread__in=threads), viewer=viewer, limit=100_000
        ),
        "notification": lambda: notifications.inbox(viewer=viewer, limit=1000),
        "deposit": lambda: deposits.all_deposits(viewer=viewer),
        "interview": lambda: [interview(pk, viewer) for pk in Interview.objects.values_list("pk", flat=True)],
    }

    def shaped(kind: str, row: Any) -> Any:
        if kind == "deposit":
            return SyncedDeposit(row.id, row.slug, row.name, row.country, row.version, row.url)
        return row if kind == "interview" else getattr(change_shape(selectors.Changed(kind, row.id, row), slugs), kind)

    return {
        kind: {row.interview.id if kind == "interview" else row.id: shaped(kind, row) for row in read[kind]()}
        for kind in kinds
    }


def interview(interview_id: int, viewer: Member) -> SyncedInterview:
    """An interview as its own pages show it to whoever takes no part in it."""
    row, nobody = cases.interview_row(interview_id), cases.Sight()
    asked: list[int] = []
    if row.face in {Face.COLLECTING, Face.SELECTED, Face.ANSWERING}:
        seen = questions.visible(viewer=viewer, sight=nobody).filter(interview=interview_id)
        asked = list(seen.order_by("-id").values_list("id", flat=True))
    try:
        transcript = transcript_shape(library.published(interview_id))
    except NotFound:
        transcript = None
    return SyncedInterview(
        interview=interview_shape(row),
        questions=[question_shape(questions.question_row(pk, viewer=viewer, sight=nobody)) for pk in asked],
        answers=[answer_shape(one) for one in answers.answer_rows(row, sight=nobody)],
        transcript=transcript,
    )


@dataclass
class Copy:
    """What an app holds: it does what the answers say and nothing else."""

    member: Member
    limit: int = 100
    since: Position | None = None
    things: dict[str, Things] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    members: Things = field(default_factory=dict)
    told_gone: list[tuple[str, int]] = field(default_factory=list)

    def ask(self) -> bool:
        """One request; whether there is more."""
        answer = selectors.changes(viewer=fresh(self.member), since=self.since, limit=self.limit, parts=PARTS)
        self.since = unpacked(packed(answer.position))
        now = readable(self.member, {one.kind for one in answer.changes} & set(KINDS))
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
            assert one.kind not in PARTS or one.id in self.things[one.kind], "only what is held is taken out"
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
    """All boards, threads and posts that a member could ever see: nothing else may be told gone."""

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
