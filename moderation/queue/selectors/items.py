"""Which items a moderator may decide, as they stand in the list. Whoever has a part or an interest in one is not offered it:
here, in SQL, and nowhere else.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Case, Count, Exists, Func, OuterRef, Q, QuerySet, UUIDField, Value, When
from django.db.models.functions import Cast, Coalesce

from accounts.members.selectors import Person, Viewer
from forum.kernel import clock
from forum.kernel.errors import NotFound
from moderation.queue.models import Kind, Recusal, Report, ReviewItem, State, TargetKind
from moderation.rules.reasons import REASONS
from threads.deposits.models import Control
from threads.disclosures.models import Disclosure, Interest
from threads.discussion.models import Post, ThreadDeposit

PAGE = 40
KIND_LABELS = {kind.value: kind.label for kind in Kind}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a moderator wants to see of the queue; empty means everything."""

    kind: str = ""
    reason: str = ""
    board: int = 0
    overdue: bool = False


EVERYTHING = Filters()


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item in the list. `parts` are (code, value) of its score; `holder` is set while somebody is at it."""

    id: int
    kind: str
    target_kind: str
    target_id: str
    title: str
    excerpt: str
    author: Person | None
    reason: str
    score: float
    parts: tuple[tuple[str, float], ...]
    report_count: int
    opened_at: datetime
    due_at: datetime
    holder: Person | None
    leased_until: datetime | None
    version: int
    state: str
    outcome: str

    @property
    def url(self) -> str:
        return f"/moderation/queue/{self.id}"

    @property
    def kind_label(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def reason_label(self) -> str:
        return str(REASONS[self.reason].label) if self.reason in REASONS else ""

    @property
    def overdue(self) -> bool:
        return self.state == State.OPEN and self.due_at < clock.now()


def offered(*, viewer: Viewer) -> QuerySet[ReviewItem]:
    """The items `viewer` may decide: none they wrote, reported, talk in the thread of, had a hand in, recused from.

    Nor any on a deposit in which, or in whose operator or controlling party, they have stated an interest.
    """
    running = Control.objects.filter(deposit=OuterRef(OuterRef("deposit")), until="").values("party")
    held = Disclosure.objects.filter(
        Q(deposit=OuterRef("deposit")) | Q(party__in=running), member=viewer.pk, ended_on=None
    )
    return ReviewItem.objects.filter(
        ~Q(author=viewer.pk) | Q(author=None),
        ~Q(barred__contains=[viewer.pk]),
        ~Exists(Report.objects.filter(item=OuterRef("pk"), reporter=viewer.pk)),
        ~Exists(Recusal.objects.filter(item=OuterRef("pk"), member=viewer.pk)),
        ~Exists(Post.objects.filter(thread=OuterRef("thread_id"), author=viewer.pk)),
        ~Exists(
            ThreadDeposit.objects.filter(Exists(held.exclude(interest=Interest.NONE)), thread=OuterRef("thread_id"))
        ),
        ~Q(_has_interest(viewer)),
    )


def _has_interest(viewer: Viewer) -> Case:
    """Whether the database would refuse `viewer`'s vote on a request to be verified. Nothing else is asked."""
    asked = Func(
        Value(viewer.pk), Cast("target_id", UUIDField()), function="accounts_has_interest", output_field=BooleanField()
    )
    return Case(When(target_kind=TargetKind.VERIFICATION, then=asked), default=False, output_field=BooleanField())


def waiting(*, viewer: Viewer, filters: Filters = EVERYTHING) -> QuerySet[ReviewItem]:
    """The open items that `viewer` may decide, the most urgent first."""
    found = offered(viewer=viewer).filter(state=State.OPEN)
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.reason:
        found = found.filter(reason=filters.reason)
    if filters.board:
        found = found.filter(board_id=filters.board)
    if filters.overdue:
        found = found.filter(due_at__lt=clock.now())
    return found.order_by("-score", "id")


_ROW = (
    "id", "kind", "target_kind", "target_id", "title", "excerpt", "author_id", "author__handle", "author__role", "reason",
    "score", "parts", "report_count", "opened_at", "due_at", "holder_id", "holder__handle", "holder__role", "leased_until",
    "version", "state", "outcome",
)  # fmt: skip


def _rows(found: QuerySet[ReviewItem]) -> list[ItemRow]:
    now = clock.now()
    return [_row(row, now) for row in found.annotate(report_count=Coalesce(Count("reports"), 0)).values_list(*_ROW)]


def _row(row: tuple[Any, ...], now: datetime) -> ItemRow:
    (pk, kind, target_kind, target_id, title, excerpt, author_id, author, author_role, reason, score, parts, reports, opened_at,
     due_at, holder_id, holder, holder_role, leased_until, version, state, outcome) = row  # fmt: skip
    held = holder_id is not None and leased_until is not None and leased_until > now and state == State.OPEN
    return ItemRow(
        id=pk, kind=kind, target_kind=target_kind, target_id=target_id, title=title, excerpt=excerpt,
        author=Person(author_id, author, author_role) if author_id else None, reason=reason, score=score,
        parts=tuple((part["code"], part["value"]) for part in parts), report_count=reports, opened_at=opened_at, due_at=due_at,
        holder=Person(holder_id, holder, holder_role) if held else None, leased_until=leased_until if held else None,
        version=version, state=state, outcome=outcome,
    )  # fmt: skip


def rows(
    *, viewer: Viewer, filters: Filters = EVERYTHING, after: tuple[float, int] | None = None, limit: int = PAGE
) -> list[ItemRow]:
    """Open items behind (score, id) `after`. A score may change while somebody pages; an item then may show twice or move up."""
    found = waiting(viewer=viewer, filters=filters)
    if after is not None:
        score, pk = after
        found = found.filter(Q(score__lt=score) | Q(score=score, id__gt=pk))
    return _rows(found[:limit])


def item_row(item_id: int, *, viewer: Viewer) -> ItemRow:
    """One item, decided or not, or `NotFound` for whoever has a part in it."""
    found = _rows(offered(viewer=viewer).filter(pk=item_id))
    if not found:
        raise NotFound
    return found[0]


def counts(*, viewer: Viewer) -> dict[str, int]:
    """How many items wait, by kind."""
    found = waiting(viewer=viewer).order_by().values_list("kind").annotate(count=Count("id"))
    return dict(found)


def item_about(target_kind: str, target_id: str, *, viewer: Viewer) -> ItemRow | None:
    """The open item about a thing, if `viewer` may decide it."""
    found = _rows(offered(viewer=viewer).filter(target_kind=target_kind, target_id=target_id, state=State.OPEN))
    return found[0] if found else None


def newest_item(target_kind: str, target_id: str) -> int:
    """The id of the newest item about a thing, open or not; 0 where there never was one."""
    found = ReviewItem.objects.filter(target_kind=target_kind, target_id=target_id).order_by("-id")
    return found.values_list("id", flat=True).first() or 0


# --- for services ---------------------------------------------------------------------------------------------------


def item_for_update(item_id: int, *, viewer: Viewer) -> ReviewItem:
    """An item that `viewer` may decide; locks its row. `NotFound` for whoever has a part in it."""
    found = offered(viewer=viewer).select_for_update(of=("self",)).filter(pk=item_id).first()
    if found is None:
        raise NotFound
    return found


def next_for_update(*, viewer: Viewer, filters: Filters, skip: int = 0) -> ReviewItem | None:
    """The most urgent item that nobody is at; locks its row, passing over those that are being taken at this moment."""
    free = Q(holder=None) | Q(leased_until__lte=clock.now())
    found = waiting(viewer=viewer, filters=filters).filter(free).exclude(pk=skip)
    return found.select_for_update(of=("self",), skip_locked=True).first()


def open_item_for_update(target_kind: str, target_id: str) -> ReviewItem | None:
    """The item about a thing that is not decided yet; locks its row."""
    found = ReviewItem.objects.filter(target_kind=target_kind, target_id=target_id).exclude(state=State.DECIDED)
    return found.select_for_update().first()


def open_items_in_for_update(thread_id: int) -> list[ReviewItem]:
    """The items about a thread and about posts that stood in it; locks their rows in the order of their ids."""
    found = ReviewItem.objects.filter(thread_id=thread_id).exclude(state=State.DECIDED)
    return list(found.select_for_update().order_by("id"))
