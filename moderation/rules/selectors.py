"""Every read of rules, hits and sketches; and the facts that conditions ask about."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

import py3langid
from django.db.models import Count, F, OuterRef, Q, Subquery

from accounts.members.models import Member
from accounts.members.selectors import Viewer
from forum.kernel import clock
from forum.kernel.errors import NotFound
from forum.kernel.screening import Draft
from moderation.rules import conditions
from moderation.rules.conditions import Facts
from moderation.rules.models import ModelVersion, RemovedSketch, Rule, RuleHit, RuleState, RuleVersion
from threads.disclosures.models import Disclosure
from threads.discussion.models import Board, Post, State

REMOVED_KEPT = 300
"""Sketches of removed texts that a new one is compared with, the newest."""


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in its current version, in words and as stored."""

    id: int
    name: str
    state: str
    version: int
    conditions: tuple[dict[str, Any], ...]
    sentences: tuple[str, ...]
    effect: str
    score: float
    label: str
    reason: str
    why: str
    at: datetime
    hits: int

    @property
    def url(self) -> str:
        return f"/moderation/rules/{self.id}"


@dataclass(frozen=True, slots=True)
class HitRow:
    """Why a rule held for a text, for who decides on it."""

    rule: str
    version: int
    sentences: tuple[str, ...]
    inputs: tuple[dict[str, Any], ...]
    effect: str
    score: float
    label: str


@dataclass(frozen=True, slots=True)
class LiveRule:
    """What screening needs of a rule."""

    id: int
    version: int
    conditions: tuple[Mapping[str, Any], ...]
    effect: str
    score: float
    label: str


def sees_rules(viewer: Viewer) -> bool:
    """Rules are read by moderators and administrators: who knows them can write around them."""
    return getattr(viewer, "role", "") in {"moderator", "admin"} and getattr(viewer, "standing", "") == "good"


def rules(*, viewer: Viewer) -> list[RuleRow]:
    """All rules, those that are live first. Two queries."""
    if not sees_rules(viewer):
        raise NotFound
    found = _current().annotate(hits=Count("rule__hits")).order_by("rule__state", "rule__name")
    order = {RuleState.LIVE: 0, RuleState.DRAFT: 1, RuleState.RETIRED: 2}
    return sorted((_row(one) for one in found), key=lambda row: order[RuleState(row.state)])


def rule(rule_id: int, *, viewer: Viewer) -> RuleRow:
    found = _current().annotate(hits=Count("rule__hits")).filter(rule=rule_id).first() if sees_rules(viewer) else None
    if found is None:
        raise NotFound
    return _row(found)


def _current() -> Any:
    return RuleVersion.objects.select_related("rule").filter(version=F("rule__version"))


def _row(one: Any) -> RuleRow:
    return RuleRow(
        id=one.rule_id, name=one.rule.name, state=one.rule.state, version=one.version, conditions=tuple(one.conditions),
        sentences=tuple(conditions.sentences(one.conditions)), effect=one.effect, score=one.score, label=one.label,
        reason=one.reason, why=one.why, at=one.at, hits=one.hits,
    )  # fmt: skip


def names() -> frozenset[str]:
    """The names of all rules there are."""
    return frozenset(Rule.objects.values_list("name", flat=True))


def rule_for_update(rule_id: int) -> Rule:
    """Locks the rule's row."""
    found = Rule.objects.select_for_update().filter(pk=rule_id).first()
    if found is None:
        raise NotFound
    return found


# --- hits -----------------------------------------------------------------------------------------------------------


def digest_of(author_id: int, text: str) -> bytes:
    """By what a text is known before it has an id: 32 bytes."""
    return hashlib.sha256(f"{author_id}\0{text}".encode()).digest()


def hits_on(*, post_id: int | None = None, submission_id: UUID | None = None) -> list[HitRow]:
    """The hits on one text, the weightiest first. One query."""
    said = RuleVersion.objects.filter(rule=OuterRef("rule"), version=OuterRef("version")).values("conditions")[:1]
    found = RuleHit.objects.select_related("rule").annotate(asked=Subquery(said)).order_by("-score", "id")
    found = found.filter(post_id=post_id) if post_id is not None else found.filter(submission_id=submission_id)
    return [
        HitRow(
            one.rule.name, one.version, tuple(conditions.sentences(one.asked or [])), tuple(one.inputs), one.effect, one.score,
            one.label,
        )
        for one in found
    ]  # fmt: skip


# --- facts ----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def _version(rule_id: int, version: int) -> LiveRule:
    """Versions never change, so each is read once a process."""
    one = RuleVersion.objects.get(rule=rule_id, version=version)
    return LiveRule(
        rule_id, version, tuple(conditions.cheapest_first(one.conditions)), one.effect, one.score, one.label
    )


def live_rules() -> list[LiveRule]:
    """The rules that judge now. One query while nothing has changed."""
    found = Rule.objects.filter(state=RuleState.LIVE).order_by("id").values_list("id", "version")
    return [_version(pk, version) for pk, version in found]


def facts_of(draft: Draft) -> Facts:
    """What there is to ask about a text on its way in. What costs a query is asked only by a rule that needs it."""
    needs = Needs(draft.author_id)
    return Facts(
        text=draft.text, links=draft.links, board=_board_slug(draft.board_id), kind=draft.kind,
        author=needs.author, written=needs.written, recent=needs.recent, interests=needs.interests,
        language=lambda: language_of(draft.text), removed=removed_sketches,
    )  # fmt: skip


class Needs:
    """The author's facts, each read at most once. `at` is when the text was written, for past ones."""

    def __init__(self, author_id: int, at: datetime | None = None, known: tuple[int, str] | None = None) -> None:
        self.author_id, self.at, self.known = author_id, at or clock.now(), known

    def author(self) -> tuple[int, str]:
        if self.known is None:
            found = Member.objects.filter(pk=self.author_id).values_list("joined_on", "role").first()
            self.known = ((self.at.date() - found[0]).days, found[1]) if found else (0, "guest")
        return self.known

    def written(self) -> int:
        found = Post.objects.filter(author_id=self.author_id, state=State.VISIBLE, created_at__lt=self.at)
        return found[: conditions.MOST_POSTS].count()

    def interests(self) -> frozenset[str]:
        """What the author had stated by then, and had not ended."""
        day = self.at.date()
        held = Disclosure.objects.filter(
            Q(ended_on=None) | Q(ended_on__gt=day), member=self.author_id, stated_on__lte=day
        )
        return frozenset(held.values_list("interest", flat=True)) or frozenset({conditions.UNSTATED})

    def recent(self, minutes: int) -> int:
        since = self.at - timedelta(minutes=minutes)
        return Post.objects.filter(author_id=self.author_id, created_at__gt=since, created_at__lte=self.at).count()


def language_of(text: str) -> str:
    """The text's language as ISO 639-1, by its first 2,000 characters."""
    code, _confidence = py3langid.classify(text[:2000])
    return str(code)


def _board_slug(board_id: int) -> str:
    return _slug(board_id) if board_id else ""


@lru_cache(maxsize=512)
def _slug(board_id: int) -> str:
    return Board.objects.filter(pk=board_id).values_list("slug", flat=True).first() or ""


def removed_sketches(like: Sequence[int]) -> list[tuple[int, ...]]:
    """The newest sketches of removed texts that have a hash in common with `like`. Read anew when there is a newer one."""
    newest = RemovedSketch.objects.order_by("-id").values_list("id", flat=True).first() or 0
    sketches, places = _removed(newest)
    return [sketches[place] for place in {place for value in like for place in places.get(value, ())}]


@lru_cache(maxsize=2)
def _removed(newest: int) -> tuple[list[tuple[int, ...]], dict[int, list[int]]]:
    """The sketches, and in which of them each hash stands."""
    found = RemovedSketch.objects.filter(pk__lte=newest).order_by("-id").values_list("sketch", flat=True)
    sketches = [tuple(one) for one in found[:REMOVED_KEPT]]
    places: dict[int, list[int]] = {}
    for place, sketch in enumerate(sketches):
        for value in sketch:
            places.setdefault(value, []).append(place)
    return sketches, places


def past_posts(*, limit: int, before: int = 0) -> Iterable[Post]:
    """Past posts, the newest first, with author and board."""
    found = Post.objects.select_related("author", "thread__board").order_by("-id")
    return (found.filter(pk__lt=before) if before else found)[:limit]


# --- the model ------------------------------------------------------------------------------------------------------


def current_model() -> ModelVersion | None:
    return ModelVersion.objects.order_by("-version").first()


def model_versions(*, viewer: Viewer, limit: int = 20) -> list[ModelVersion]:
    """The model's versions without their weights, the newest first."""
    if not sees_rules(viewer):
        raise NotFound
    return list(ModelVersion.objects.defer("weights").order_by("-version")[:limit])
