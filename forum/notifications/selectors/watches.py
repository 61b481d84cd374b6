"""What members watch. Boards, threads, interviews and members stand in our own table; who follows a deposit, in the
catalogue's; a saved search that tells, as an alert."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from accounts.members.models import Member
from forum.notifications import targets
from forum.notifications.models import Kind, SearchAlert, Watch, WatchLevel
from forum.notifications.selectors.inbox import PAGE
from forum.notifications.targets import Target
from threads.deposits.models import Follow
from threads.discussion import selectors as discussion

LEVEL_NAMES = {level: level.name.lower() for level in WatchLevel}
MOST_FOLLOWED = 500
"""Followed deposits that are listed; they and the searches stand before the rest."""


@dataclass(frozen=True, slots=True)
class WatchRow:
    """One thing that a member has set a level for."""

    target: Target
    level: WatchLevel


def watch_level(kind: Kind, target_id: int, *, viewer: Member) -> WatchLevel:
    """What holds for `viewer` here: their level for this thing, else for the board it stands on, else `NORMAL`. One query.

    A thread also has what was set for those merged into it, if it is louder, and nothing quieter than tracking for itself.
    """
    if kind in {Kind.DEPOSIT, Kind.SEARCH}:
        rows = (
            Follow.objects.filter(member=viewer, deposit=target_id)
            if kind == Kind.DEPOSIT
            else SearchAlert.objects.filter(member=viewer, search=target_id)
        )
        return WatchLevel.WATCHING if rows.exists() else WatchLevel.NORMAL
    own = Q(kind=kind, target_id=target_id)
    if kind == Kind.THREAD:
        board = discussion.threads(viewer=viewer).filter(pk=target_id).values("board_id")
        own |= came_along(target_id) | Q(kind=Kind.BOARD, target_id__in=board)
    found: dict[str, list[WatchLevel]] = {}
    for of, level in Watch.objects.filter(own, member=viewer).values_list("kind", "level"):
        found.setdefault(of, []).append(WatchLevel(level))
    return _louder(found.get(kind) or found.get(Kind.BOARD) or [WatchLevel.NORMAL])


def came_along(thread_id: int) -> Q:
    """What is set for threads that were merged into this one, as far as it comes along: tracking and watching."""
    return Q(kind=Kind.THREAD, target_id__in=discussion.joined_within(thread_id), level__gte=WatchLevel.TRACKING)


def _louder(levels: Sequence[WatchLevel]) -> WatchLevel:
    """Of what is set for a thread and for those merged into it; what is quieter than tracking stands."""
    return next((level for level in levels if level < WatchLevel.TRACKING), max(levels))


def watches(*, viewer: Member, before: int = 0, limit: int = PAGE) -> tuple[list[WatchRow], int]:
    """The viewer's watches, newest first, below row `before`; and where to go on, 0 at the end.

    Watches on what the viewer may not see now are passed over, so a page can be shorter than `limit`. The first page begins
    with the deposits followed and the searches that tell.
    """
    found = Watch.objects.filter(member=viewer).order_by("-id")
    if before:
        found = found.filter(pk__lt=before)
    rows = list(found.values_list("id", "kind", "target_id", "level")[: limit + 1])
    wanted = [(kind, target_id, level) for _, kind, target_id, level in rows[:limit]]
    if not before:
        wanted = _kept_elsewhere(viewer) + wanted
    named = targets.name([(kind, target_id) for kind, target_id, _ in wanted], viewer=viewer)
    shown: dict[Target, list[WatchLevel]] = {}
    for kind, target_id, level in wanted:
        target = named.get((kind, target_id))
        if target is not None and (target.id == target_id or level >= WatchLevel.TRACKING):
            shown.setdefault(target, []).append(WatchLevel(level))
    found_rows = [WatchRow(target, _louder(levels)) for target, levels in shown.items()]
    return found_rows, rows[limit - 1][0] if len(rows) > limit else 0


def _kept_elsewhere(viewer: Member) -> list[tuple[str, int, int]]:
    follows = Follow.objects.filter(member=viewer).order_by("-id").values_list("deposit_id", flat=True)
    alerts = SearchAlert.objects.filter(member=viewer).order_by("-pk").values_list("search_id", flat=True)
    return [
        *((Kind.SEARCH.value, pk, WatchLevel.WATCHING.value) for pk in alerts),
        *((Kind.DEPOSIT.value, pk, WatchLevel.WATCHING.value) for pk in follows[:MOST_FOLLOWED]),
    ]


def telling_searches(*, viewer: Member) -> frozenset[int]:
    """The viewer's saved searches that tell of what they find. One query."""
    return frozenset(SearchAlert.objects.filter(member=viewer).values_list("search_id", flat=True))
