"""Reports: those who filed them, how right they were, and what the model learns from."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast, Coalesce

from accounts.members.models import Member
from accounts.members.selectors import Viewer
from forum.kernel import ids
from forum.kernel.errors import NotFound
from moderation.queue.models import Outcome, Report, ReviewItem, State, TargetKind
from moderation.queue.selectors.items import PAGE
from moderation.rules.reasons import REASONS
from threads.discussion.models import Post


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
