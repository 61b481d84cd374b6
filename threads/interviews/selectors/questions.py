"""Questions as their readers see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value

from accounts.members.models import Member
from accounts.members.selectors import Person, Viewer
from forum.kernel.errors import NotFound
from threads.interviews.models import Interview, Question, QuestionFollow, QuestionOrder, QuestionState, QuestionVote
from threads.interviews.ordering import Standing
from threads.interviews.selectors.cases import Sight

PAGE = 25
NEWCOMERS = 3
FILTERS = ("order", "newest", "selected", "declined", "mine", "held")
OPEN = (QuestionState.OPEN, QuestionState.SELECTED)
UNSEEN = (
    QuestionState.WAITING, QuestionState.HELD, QuestionState.REFUSED, QuestionState.WITHDRAWN, QuestionState.HIDDEN,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question. `votes` may be seconds old; `voted` and `followed` are this viewer's own, as of now."""

    id: int
    interview_id: int
    asker: Person
    camp: str
    html: str
    text: str
    asked_at: datetime
    state: str
    merged_into: int | None
    follows_up: int | None
    reason: str
    version: int
    votes: int
    voted: bool
    followed: bool

    @property
    def url(self) -> str:
        return f"/interviews/{self.interview_id}/questions/{self.id}"

    @property
    def state_label(self) -> str:
        return str(QuestionState(self.state).label)


@dataclass(frozen=True, slots=True)
class Slice:
    """Some questions, and where to go on: `order` names the snapshot, `after` the place or the id; 0 at the end."""

    rows: list[QuestionRow]
    order: int
    after: int
    newcomers: list[QuestionRow]


_ROW = (
    "id", "interview_id", "asker_id", "asker__handle", "asker__role", "camp", "html", "text", "asked_at", "state",
    "merged_into_id", "follows_up_id", "reason", "version", "vote_count",
    "followed",
)  # fmt: skip


def visible(*, viewer: Viewer, sight: Sight) -> QuerySet[Any]:
    """The questions `viewer` may read: what is held, refused, hidden or was withdrawn, only its asker and the editors of the
    case; what waits, only its asker.

    A follow-up is for case and guest, since it tells of the draft it follows; others read it with its answer.
    """
    follows = Exists(QuestionFollow.objects.filter(question=OuterRef("pk"), member=viewer.pk))
    rows = Question.objects.annotate(followed=follows if viewer.pk else Value(value=False))
    if sight.editor:
        return rows.filter(~Q(state=QuestionState.WAITING) | Q(asker_id=viewer.pk))
    open_to_all = ~Q(state__in=UNSEEN)
    if not sight.guest:
        open_to_all &= Q(follows_up=None)
    return rows.filter(open_to_all | Q(asker_id=viewer.pk) if viewer.pk else open_to_all)


def _rows(found: Sequence[Sequence[Any]], viewer: Viewer) -> list[QuestionRow]:
    mine: set[int] = set()
    if isinstance(viewer, Member) and found:
        votes = QuestionVote.objects.filter(voter=viewer, question__in=[one[0] for one in found])
        mine = set(votes.values_list("question_id", flat=True))
    return [
        QuestionRow(
            id=pk, interview_id=interview_id, asker=Person(asker_id, handle, role), camp=camp, html=html, text=text,
            asked_at=asked_at, state=state, merged_into=merged, follows_up=follows, reason=reason, version=version,
            votes=votes, voted=pk in mine, followed=followed,
        )
        for pk, interview_id, asker_id, handle, role, camp, html, text, asked_at, state, merged, follows, reason, version,
        votes, followed in found
    ]  # fmt: skip


def question_rows(
    interview_id: int,
    *,
    viewer: Viewer,
    sight: Sight,
    which: str = "order",
    order: int = 0,
    after: int = 0,
    limit: int = PAGE,
) -> Slice:
    """Some questions of an interview. In `order` they come as one snapshot has them, otherwise newest first.

    Three queries, four for a member. `newcomers` (first page of `order` alone) are those asked since the snapshot.
    """
    of_this = visible(viewer=viewer, sight=sight).filter(interview=interview_id)
    if which == "order":
        return _in_order(of_this, interview_id, viewer=viewer, order=order, after=after, limit=limit)
    states = {"selected": [QuestionState.SELECTED], "declined": [QuestionState.DECLINED, QuestionState.MERGED]}
    if which == "mine":
        found = of_this.filter(asker_id=viewer.pk or 0)
    elif which == "held":
        found = of_this.filter(state=QuestionState.HELD)
    else:
        found = of_this.filter(state__in=states.get(which, list(OPEN)))
    found = found.order_by("-id")
    if after:
        found = found.filter(pk__lt=after)
    rows = _rows(list(found.values_list(*_ROW)[: limit + 1]), viewer)
    return Slice(rows[:limit], 0, rows[limit - 1].id if len(rows) > limit else 0, [])


def _in_order(
    of_this: QuerySet[Any], interview_id: int, *, viewer: Viewer, order: int, after: int, limit: int
) -> Slice:
    orders = QuestionOrder.objects.filter(interview=interview_id)
    snapshot = (orders.filter(pk=order) if order else orders.order_by("-id")).first()
    if snapshot is None and order:
        raise NotFound
    ids = list(snapshot.questions) if snapshot else []
    wanted = ids[after : after + limit]
    fresh = of_this.filter(state__in=OPEN)
    newest: list[int] = []
    if not after:
        newest = list(fresh.filter(pk__gt=max(ids, default=0)).order_by("-id").values_list("id", flat=True)[:NEWCOMERS])
    by_id = {row.id: row for row in _rows(list(fresh.filter(pk__in=[*wanted, *newest]).values_list(*_ROW)), viewer)}
    return Slice(
        rows=[by_id[pk] for pk in wanted if pk in by_id],
        order=snapshot.pk if snapshot else 0,
        after=after + limit if len(ids) > after + limit else 0,
        newcomers=[by_id[pk] for pk in newest if pk in by_id],
    )


def newest_of(interview_ids: Sequence[int], *, viewer: Viewer, limit: int) -> dict[int, list[QuestionRow]]:
    """Of each interview the newest questions that `viewer` may read, taking no part in it. Two queries, three for a member,
    none for none."""
    found: dict[int, list[QuestionRow]] = {}
    if interview_ids:
        seen = visible(viewer=viewer, sight=Sight())
        newest = seen.filter(interview=OuterRef("pk")).order_by("-id").values("pk")[:limit]
        of_each = Interview.objects.filter(pk__in=interview_ids).values_list(ArraySubquery(newest), flat=True)
        ids = [pk for some in of_each for pk in some]
        for row in _rows(list(seen.filter(pk__in=ids).order_by("-id").values_list(*_ROW)), viewer):
            found.setdefault(row.interview_id, []).append(row)
    return found


def question_row(question_id: int, *, viewer: Viewer, sight: Sight) -> QuestionRow:
    found = _rows(list(visible(viewer=viewer, sight=sight).filter(pk=question_id).values_list(*_ROW)), viewer)
    if not found:
        raise NotFound
    return found[0]


def question(question_id: int) -> Question:
    """A question with its interview, for services that ask next who may. One query. Raises `NotFound`."""
    found = Question.objects.select_related("interview", "asker").filter(pk=question_id).first()
    if found is None:
        raise NotFound
    return found


def question_for_update(question_id: int) -> Question:
    """Locks the question's row. Raises `NotFound`."""
    found = Question.objects.select_for_update(of=("self",)).select_related("asker").filter(pk=question_id).first()
    if found is None:
        raise NotFound
    return found


def interview_of(question_id: int) -> int:
    """Which interview a question belongs to. Raises `NotFound`."""
    found = Question.objects.filter(pk=question_id).values_list("interview_id", flat=True).first()
    if found is None:
        raise NotFound
    return found


def counts(interview_id: int) -> dict[str, int]:
    """How many questions stand open, were put to the guest, were declined or merged. One query."""
    of_all = Question.objects.filter(interview=interview_id, follows_up=None).order_by()
    found = of_all.values_list("state").annotate(number=Count("id"))
    states = dict(found)
    return {
        "order": sum(states.get(state, 0) for state in OPEN),
        "selected": states.get(QuestionState.SELECTED, 0),
        "declined": states.get(QuestionState.DECLINED, 0) + states.get(QuestionState.MERGED, 0),
        "held": states.get(QuestionState.HELD, 0),
    }


def standings(interview_id: int) -> list[Standing]:
    """The open questions of an interview with their votes by camp, for the order. Two queries."""
    found = Question.objects.filter(interview=interview_id, state__in=OPEN, follows_up=None)
    votes: dict[int, dict[str, int]] = {}
    cast = QuestionVote.objects.filter(question__interview=interview_id, question__state__in=OPEN).order_by()
    for question_id, camp, count in cast.values_list("question_id", "camp").annotate(number=Count("id")):
        votes.setdefault(question_id, {})[camp] = count
    return [Standing(pk, asked_at, votes.get(pk, {})) for pk, asked_at in found.values_list("id", "asked_at")]


def words(question_ids: Sequence[int]) -> list[tuple[int, str]]:
    """What these questions ask, in the order of support. One query."""
    found = Question.objects.filter(pk__in=list(question_ids)).order_by("-support", "id")
    return list(found.values_list("id", "text"))
