"""Every read that live makes; all run in its small pool of threads."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import orjson

from accounts.members.models import AccessToken, Member, Session
from accounts.members.selectors import NOBODY, Viewer
from forum.kernel import clock
from forum.kernel.events import Entry, latest_seq, oldest_seq, tail
from forum.live import topics
from forum.notifications.selectors import told_of
from moderation.queue.policies import moderates
from threads.discussion import selectors as discussion
from threads.interviews.selectors.cases import interviews

BATCH = 1000
FARTHEST = 20_000
"""How far back a stream can be resumed, in numbers of the log; beyond, the reader starts anew."""


@dataclass(frozen=True, slots=True)
class News:
    """One event as it goes out: to the followers of `topic`, as `frame`, the bytes of a server-sent event."""

    seq: int
    topic: str
    frame: bytes


# --- the log --------------------------------------------------------------------------------------------------------


def newest() -> int:
    """The newest number of the log."""
    return latest_seq()


def news(after: int, followed: Collection[str] | None = None) -> tuple[list[News], int]:
    """What happened behind `after`, on the topics `followed` or all, and the number up to which that is everything."""
    head = latest_seq()
    if head <= after:
        return [], head
    entries = tail(after, BATCH, up_to=head, names=list(topics.EVENTS))
    reached = entries[-1].seq if len(entries) == BATCH else head
    if followed is not None:
        entries = [entry for entry in entries if _topic(entry) in followed]
    numbers = discussion.post_numbers(
        [int(entry.payload["post_id"] or 0) for entry in entries if "post_id" in entry.payload]
    )
    return [News(entry.seq, _topic(entry), _frame(entry, numbers)) for entry in entries], reached


def can_resume(after: int) -> bool:
    """Whether the log still holds all that came behind `after`, and it is not too much."""
    return oldest_seq() - 1 <= after <= latest_seq() <= after + FARTHEST


def _topic(entry: Entry) -> str:
    return topics.QUEUE if entry.name in topics.QUEUE_EVENTS else entry.aggregate


def _frame(entry: Entry, numbers: Mapping[int, int]) -> bytes:
    data = {name: entry.payload[field] for field, name in topics.EVENTS[entry.name].items()}
    if "post" in data:
        data["number"] = numbers.get(int(data["post"] or 0))
    name = "queue_changed" if entry.name in topics.QUEUE_EVENTS else entry.name
    return frame(name, data, seq=entry.seq)


def frame(event: str, data: Mapping[str, object], *, seq: int | None = None) -> bytes:
    """A server-sent event (WHATWG HTML, 9.2) with `data` as JSON in one line."""
    number = b"" if seq is None else b"id: %d\n" % seq
    return number + b"event: %b\ndata: %b\n\n" % (event.encode(), orjson.dumps(data))


def told(seq: int, members: list[int]) -> list[int]:
    """Those of `members` whose inbox has event `seq`."""
    return told_of(seq, members)


# --- who follows ----------------------------------------------------------------------------------------------------


def allowed(viewer: Viewer, wanted: frozenset[str]) -> dict[str, int]:
    """Those of the topics that `viewer` may follow, each with where it stands: a thread's newest post, 0 for the rest."""
    ids = topics.ids_of("thread", wanted)
    rows = discussion.threads(viewer=viewer).filter(pk__in=list(ids)).values_list("id", "last_number") if ids else ()
    found = {ids[pk]: number for pk, number in rows}
    if talked := topics.ids_of("interview", wanted):
        found |= {talked[pk]: 0 for pk in interviews().filter(pk__in=list(talked)).values_list("pk", flat=True)}
    if topics.QUEUE in wanted and moderates(viewer):
        found[topics.QUEUE] = 0
    if topics.INBOX in wanted and isinstance(viewer, Member) and viewer.is_active:
        found[topics.INBOX] = 0
    return found


def mark_of(member: Member | None) -> int:
    """A number that changes whenever what the member may see could have: role, standing, password."""
    return 0 if member is None else hash((member.role, member.standing, member.password))


def marks(members: list[int]) -> dict[int, int]:
    """`mark_of` each of `members`; who is gone is missing."""
    found = Member.objects.filter(pk__in=members).only("role", "standing", "password")
    return {member.pk: mark_of(member) for member in found}


def alive(credentials: Collection[str | int]) -> set[str | int]:
    """Those of the credentials (digests of sessions, ids of access tokens) that still open something. Two queries at most."""
    digests = [one for one in credentials if isinstance(one, str)]
    tokens = [one for one in credentials if isinstance(one, int)]
    found: set[str | int] = set()
    if digests:
        living = Session.objects.living().filter(session_key__in=digests)
        found.update(living.values_list("session_key", flat=True))
    if tokens:
        good = AccessToken.objects.filter(pk__in=tokens, revoked_on=None, expires_on__gte=clock.today())
        found.update(good.values_list("pk", flat=True))
    return found


def still_allowed(followers: Mapping[int, frozenset[str]]) -> dict[int, frozenset[str]]:
    """What each member (0 for anybody without an account) may still follow of what they do. One query a member."""
    people = Member.objects.in_bulk([pk for pk in followers if pk])
    return {
        pk: frozenset(allowed(people.get(pk, NOBODY) if pk else NOBODY, wanted)) for pk, wanted in followers.items()
    }
