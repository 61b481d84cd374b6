"""Every read of the queue. Whoever has a part or an interest in an item is not offered it: here, in SQL, and nowhere else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from accounts.members.models import Member
from accounts.members.selectors import Person, Viewer
from forum.kernel import clock, ids
from forum.kernel.errors import NotFound
from moderation.queue.models import Kind, Note, Outcome, Recusal, Report, ReviewItem, SavedView, State, TargetKind
from moderation.queue.targets import Target, seen
from moderation.rules.reasons import REASONS
from moderation.rules.selectors import HitRow, hits_on
from threads.deposits.models import Control
from threads.disclosures.models import Disclosure, Interest
from threads.discussion import selectors as discussion
from threads.discussion.models import Post, ThreadDeposit

PAGE = 40
KIND_LABELS = {kind.value: kind.label for kind in Kind}
AROUND = 3
"""Posts of context before the one that is judged."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a moderator wants to see of the queue; empty means everything."""

    kind: str = ""
    reason: str = ""
    board: int = 0
    overdue: bool = False


EVERYTHING = Filters()


@dataclass(frozen=True, slots=True)
class ViewRow:
    """Filters under a name."""

    id: int
    name: str
    filters: Filters


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


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report as staff see it: with what weight, why, and the text as it was. `reporter` is set for whoever holds the item."""

    id: int
    reporter: Person | None
    by_guest: bool
    reason: str
    note: str
    weight: float
    title: str
    html: str
    target_version: int
    filed_at: datetime
    outcome: str

    @property
    def reason_label(self) -> str:
        return str(REASONS[self.reason].label)


@dataclass(frozen=True, slots=True)
class NoteRow:
    id: int
    author: Person
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    """An item with everything a decision needs: the thing as its readers see it, what came before it, and why it is here."""

    item: ItemRow
    target: Target | None
    before: Sequence[Any]
    reports: tuple[ReportRow, ...]
    notes: tuple[NoteRow, ...]
    hits: tuple[HitRow, ...]


@dataclass(frozen=True, slots=True)
class OwnReport:
    """What a reporter learns: what they reported, why, and what came of it. `outcome` is empty while it waits."""

    id: int
    title: str
    reason: str
    note: str
    filed_at: datetime
    outcome: str

    @property
    def outcome_label(self) -> str:
        return str(Outcome(self.outcome).label) if self.outcome else ""

    @property
    def reason_label(self) -> str:
        return str(REASONS[self.reason].label)


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


def desk(item_id: int, *, viewer: Viewer) -> Desk:
    """An item with everything a decision needs, or `NotFound`."""
    item = item_row(item_id, viewer=viewer)
    target = seen(item.target_kind, item.target_id, viewer=viewer)
    before: Sequence[Any] = ()
    if target is not None and target.number > 1 and target.thread_id is not None:
        first = max(1, target.number - AROUND)
        before = discussion.posts_of(target.thread_id, viewer=viewer, first=first, limit=min(AROUND, target.number - 1))
    held = item.holder is not None and item.holder.id == viewer.pk
    return Desk(
        item, target, before, tuple(reports_on(item_id, named=held)), tuple(notes_on(item_id)), tuple(_hits_on(item))
    )


def _hits_on(item: ItemRow) -> list[HitRow]:
    """What rules found about a post, or a text that waits."""
    if item.target_kind == TargetKind.POST:
        return hits_on(post_id=int(item.target_id))
    return hits_on(submission_id=UUID(item.target_id)) if item.target_kind == TargetKind.SUBMISSION else []


def reports_on(item_id: int, *, named: bool) -> list[ReportRow]:
    """The reports on an item. Who reported is told to whoever holds it and to nobody else: taking it is audited."""
    found = Report.objects.filter(item=item_id).select_related("reporter").order_by("id")
    return [
        ReportRow(
            id=one.pk, reporter=_person(one.reporter) if named else None, by_guest=one.token is not None, reason=one.reason,
            note=one.note, weight=one.weight, title=one.title, html=one.html, target_version=one.target_version,
            filed_at=one.filed_at, outcome=one.outcome,
        )
        for one in found
    ]  # fmt: skip


def notes_on(item_id: int) -> list[NoteRow]:
    found = Note.objects.filter(item=item_id).select_related("author").order_by("id")
    return [
        NoteRow(one.id, Person(one.author_id, one.author.handle, one.author.role), one.text, one.at) for one in found
    ]


def _person(member: Member | None) -> Person | None:
    return None if member is None else Person(member.pk, member.handle, member.role)


def record_of(member_id: int) -> tuple[int, int]:
    """How many of a member's reports were upheld, of how many that were decided on their merits."""
    decided = Report.objects.filter(reporter=member_id, outcome__in=(Outcome.UPHELD, Outcome.NOT_UPHELD))
    upheld = Count("id", filter=Q(outcome=Outcome.UPHELD))
    found = decided.aggregate(upheld=upheld, decided=Count("id"))
    return found["upheld"], found["decided"]


def upheld_against(member_id: int) -> int:
    """How many items about what this member wrote were decided against them."""
    return ReviewItem.objects.filter(author=member_id, outcome=Outcome.UPHELD).count()


def reporters_of(item_id: int) -> list[int]:
    """The members who reported what an item is about. For telling them the outcome, and nobody else."""
    found = Report.objects.filter(item=item_id, reporter__isnull=False).order_by("reporter")
    return list(found.values_list("reporter_id", flat=True))


def own_reports(*, viewer: Member, before: int = 0, limit: int = PAGE) -> list[OwnReport]:
    """What `viewer` reported, the newest first, below report id `before`."""
    found = Report.objects.filter(reporter=viewer).order_by("-id")
    if before:
        found = found.filter(pk__lt=before)
    return [_own(one) for one in found[:limit]]


def own_report(report_id: int, *, viewer: Viewer) -> OwnReport:
    found = Report.objects.filter(pk=report_id, reporter=viewer.pk).first() if viewer.pk else None
    if found is None:
        raise NotFound
    return _own(found)


def guest_report(token: str) -> OwnReport:
    """What a guest reported, by what they were given to ask with."""
    found = Report.objects.filter(token=ids.digest(token)).first()
    if found is None:
        raise NotFound
    return _own(found)


def _own(one: Report) -> OwnReport:
    return OwnReport(one.pk, one.title, one.reason, one.note, one.filed_at, one.outcome)


def saved_views(*, viewer: Member) -> list[ViewRow]:
    """The filters that `viewer` has kept, by name. One query."""
    found = SavedView.objects.filter(member=viewer).order_by("name")
    return [ViewRow(one.pk, one.name, Filters(**one.filters)) for one in found]


def saved_view(view_id: int, *, viewer: Member) -> ViewRow:
    """One of them, or `NotFound`."""
    found = next((row for row in saved_views(viewer=viewer) if row.id == view_id), None)
    if found is None:
        raise NotFound
    return found


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


def decisions(*, limit: int = 20_000) -> list[tuple[str, bool]]:
    """Texts that staff have decided on, as they were then, and whether something was done; in the order of the decisions.

    What no reader reported is read from the post itself; of a removed one nothing is left to read.
    """
    kept = Report.objects.filter(item=OuterRef("pk")).order_by("id").values("source")[:1]
    now = Post.objects.annotate(key=Cast("pk", TextField())).filter(key=OuterRef("target_id")).values("source")[:1]
    found = ReviewItem.objects.filter(
        state=State.DECIDED, target_kind=TargetKind.POST, outcome__in=(Outcome.UPHELD, Outcome.NOT_UPHELD)
    ).annotate(said=Coalesce(Subquery(kept), Subquery(now)))
    rows = list(found.order_by("-decided_at", "-id").values_list("said", "outcome")[:limit])
    return [(said, outcome == Outcome.UPHELD) for said, outcome in reversed(rows) if said]


def item_about(target_kind: str, target_id: str, *, viewer: Viewer) -> ItemRow | None:
    """The open item about a thing, if `viewer` may decide it."""
    found = _rows(offered(viewer=viewer).filter(target_kind=target_kind, target_id=target_id, state=State.OPEN))
    return found[0] if found else None
