"""What can be watched: how each kind is found by its key, and named. A new kind is one more entry in `TARGETS`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from accounts.members.selectors import Viewer
from forum.kernel.errors import NotFound
from forum.notifications.models import Kind
from threads.discussion import selectors as discussion


@dataclass(frozen=True, slots=True)
class Target:
    """A thing that is watched: `key` is how addresses name it (a board's slug, a thread's number)."""

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


def _thread(key: str, viewer: Viewer) -> Target:
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        raise NotFound
    found = _threads([int(key)], viewer)
    if not found:
        raise NotFound
    return found[int(key)]


def _threads(ids: Iterable[int], viewer: Viewer) -> dict[int, Target]:
    rows = discussion.threads(viewer=viewer).filter(pk__in=list(ids)).values_list("id", "title")
    return {pk: Target(Kind.THREAD, pk, str(pk), title, f"/threads/{pk}") for pk, title in rows}


TARGETS: Mapping[Kind, TargetKind] = {
    Kind.BOARD: TargetKind(_board, _boards),
    Kind.THREAD: TargetKind(_thread, _threads),
}


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
