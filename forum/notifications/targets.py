"""What can be watched: how each kind is found by its key, and named. A new kind is one more entry in `TARGETS`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from accounts.members import selectors as members
from accounts.members.models import Member
from accounts.members.selectors import Viewer
from forum.kernel.errors import NotFound
from forum.notifications.models import Kind, WatchLevel
from forum.search.models import SavedSearch
from threads.deposits import selectors as deposits
from threads.deposits.models import Deposit
from threads.discussion import selectors as discussion
from threads.interviews.models import Interview


@dataclass(frozen=True, slots=True)
class Target:
    """A thing that is watched: `key` is how addresses name it (a board's or deposit's slug, a member's handle, else a number)."""

    kind: Kind
    id: int
    key: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class TargetKind:
    """`find` one by its key, or raise `NotFound`; `name` many by id, leaving out what the viewer may not see."""

    find: Callable[[str, Viewer], Target]
    name: Callable[[Iterable[int], Viewer], Mapping[int, Target]]


def _board(key: str, viewer: Viewer) -> Target:
    return _board_target(discussion.board(key, viewer=viewer))


def _boards(ids: Iterable[int], viewer: Viewer) -> dict[int, Target]:
    wanted = set(ids)
    return {row.id: _board_target(row) for row in discussion.boards(viewer=viewer) if row.id in wanted}


def _board_target(row: discussion.BoardRow) -> Target:
    return Target(Kind.BOARD, row.id, row.slug, row.title, row.url)


def _by_number(named: Callable[[Iterable[int], Viewer], Mapping[int, Target]]) -> Callable[[str, Viewer], Target]:
    """How a kind is found whose keys are ids."""

    def find(key: str, viewer: Viewer) -> Target:
        if not (key.isascii() and key.isdigit() and len(key) < 19):
            raise NotFound
        found = named([int(key)], viewer)
        if not found:
            raise NotFound
        return found[int(key)]

    return find


def _threads(ids: Iterable[int], viewer: Viewer) -> dict[int, Target]:
    """A thread that was merged away goes by the name of the one where its posts are."""
    wanted = set(ids)
    found = dict(discussion.threads(viewer=viewer).filter(pk__in=wanted).values_list("id", "title"))
    gone = discussion.gone_into(wanted - found.keys()) if wanted - found.keys() else {}
    if gone:
        found |= discussion.threads(viewer=viewer).filter(pk__in=gone.values()).values_list("id", "title")
    now = {pk: gone.get(pk, pk) for pk in wanted}
    return {
        pk: Target(Kind.THREAD, into, str(into), found[into], f"/threads/{into}")
        for pk, into in now.items()
        if into in found
    }


def _deposit(key: str, viewer: Viewer) -> Target:
    found = deposits.deposit_id(key)
    return _deposits([found], viewer)[found]


def _deposits(ids: Iterable[int], viewer: Viewer) -> dict[int, Target]:
    rows = Deposit.objects.filter(pk__in=list(ids)).values_list("id", "slug", "name")
    return {pk: Target(Kind.DEPOSIT, pk, slug, name, f"/deposits/{slug}") for pk, slug, name in rows}


def _interviews(ids: Iterable[int], viewer: Viewer) -> dict[int, Target]:
    rows = Interview.objects.filter(pk__in=list(ids), hidden=False).values_list("id", "title")
    return {pk: Target(Kind.INTERVIEW, pk, str(pk), title, f"/interviews/{pk}") for pk, title in rows}


def _member(key: str, viewer: Viewer) -> Target:
    found = members.named(key)
    if found.pk == viewer.pk:
        raise NotFound
    return _member_target(found)


def _members(ids: Iterable[int], viewer: Viewer) -> dict[int, Target]:
    found = Member.objects.filter(pk__in=list(ids)).exclude(standing__in=members.HIDDEN)
    return {one.pk: _member_target(one) for one in found}


def _member_target(found: Member) -> Target:
    return Target(Kind.MEMBER, found.pk, found.handle, found.handle, f"/members/{found.handle}")


def _searches(ids: Iterable[int], viewer: Viewer) -> dict[int, Target]:
    rows = SavedSearch.objects.filter(member=viewer.pk, pk__in=list(ids)).values_list("id", "name", "query")
    return {
        pk: Target(Kind.SEARCH, pk, str(pk), name, f"/search?{urlencode({'q': query})}") for pk, name, query in rows
    }


TARGETS: Mapping[Kind, TargetKind] = {
    Kind.BOARD: TargetKind(_board, _boards),
    Kind.THREAD: TargetKind(_by_number(_threads), _threads),
    Kind.DEPOSIT: TargetKind(_deposit, _deposits),
    Kind.INTERVIEW: TargetKind(_by_number(_interviews), _interviews),
    Kind.MEMBER: TargetKind(_member, _members),
    Kind.SEARCH: TargetKind(_by_number(_searches), _searches),
}

LEVELS: Mapping[Kind, tuple[WatchLevel, ...]] = {
    kind: tuple(WatchLevel) if kind in {Kind.BOARD, Kind.THREAD} else (WatchLevel.NORMAL, WatchLevel.WATCHING)
    for kind in Kind
}
"""What can be set for each kind: boards and threads have levels, the others are followed or not."""


def find(kind: str, key: str, *, viewer: Viewer) -> Target:
    """The thing of `kind` under `key`, or `NotFound` as for anything this viewer may not see."""
    if kind not in Kind:
        raise NotFound
    return TARGETS[Kind(kind)].find(key, viewer)


def name(found: Iterable[tuple[str, int]], *, viewer: Viewer) -> dict[tuple[str, int], Target]:
    """Those of the (kind, id) that `viewer` may see. One query a kind."""
    wanted: dict[Kind, list[int]] = {}
    for kind, target_id in found:
        wanted.setdefault(Kind(kind), []).append(target_id)
    return {
        (kind.value, pk): target
        for kind, ids in wanted.items()
        for pk, target in TARGETS[kind].name(ids, viewer).items()
    }
