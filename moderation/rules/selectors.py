"""Every read of rules, hits and sketches; and the facts that conditions ask about."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import py3langid
from django.db import connection
from django.db.models import Count, F, OuterRef, Q, Subquery

from accounts.members.selectors import Viewer
from forum.kernel import clock
from forum.kernel.errors import NotFound
from forum.kernel.screening import Draft
from moderation.rules import conditions
from moderation.rules.conditions import Facts
from moderation.rules.models import ModelVersion, RemovedSketch, Rule, RuleHit, RuleState, RuleVersion
from moderation.rules.reasons import REASONS
from threads.disclosures.models import Disclosure
from threads.discussion.models import Post, State

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

    @property
    def state_label(self) -> str:
        return str(RuleState(self.state).label)

    @property
    def effect_label(self) -> str:
        return str(conditions.EFFECT_LABELS[self.effect])

    @property
    def reason_label(self) -> str:
        return str(REASONS[self.reason].label)


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


# All that nearly every text needs, in one go: a query costs the process more than all conditions together.
_GROUND = """
    SELECT
        (SELECT coalesce(array_agg(ARRAY[id, version] ORDER BY id), '{}') FROM moderation_rule WHERE state = 'live'),
        (SELECT slug FROM threads_board WHERE id = %(board)s),
        (SELECT ARRAY[coalesce(min(id), 0), coalesce(max(id), 0), count(*)] FROM (
            SELECT id FROM moderation_removedsketch ORDER BY id DESC LIMIT %(kept)s
        ) AS newest),
        (SELECT count(*) FROM (
            SELECT created_at FROM threads_post WHERE author_id = %(author)s ORDER BY id DESC LIMIT %(most)s
        ) AS newest WHERE created_at > %(since)s),
        author.joined_on, author.role
    FROM (SELECT) AS one LEFT JOIN accounts_member AS author ON author.id = %(author)s
"""


def ground_of(draft: Draft) -> tuple[list[LiveRule], Facts]:
    """The rules that judge now, and what there is to ask about a text on its way in.

    One query while nothing has changed. What else costs one is asked only by a rule that needs it.
    """
    now = clock.now()
    with connection.cursor() as cursor:
        asked: dict[str, int | datetime] = {
            "board": draft.board_id, "author": draft.author_id, "since": now - conditions.LATELY, "kept": REMOVED_KEPT,
            "most": conditions.MOST_RECENT,
        }  # fmt: skip
        cursor.execute(_GROUND, asked)
        live, board, sketches, recent, joined_on, role = cursor.fetchone()
    known = (0, "guest") if joined_on is None else ((now.date() - joined_on).days, role)
    needs = Needs(draft.author_id, at=now, known=known)
    facts = Facts(
        text=draft.text, links=draft.links, board=board or "", kind=draft.kind, author=needs.author, written=needs.written,
        recent=lambda: recent, interests=needs.interests, language=lambda: language_of(draft.text),
        removed=lambda like: _alike(like, *sketches),
    )  # fmt: skip
    return [_version(pk, version) for pk, version in live], facts


class Needs:
    """The author's facts as they were `at` the time when the text was written. `known` are their days of membership and role."""

    def __init__(self, author_id: int, at: datetime, known: tuple[int, str]) -> None:
        self.author_id, self.at, self.known = author_id, at, known

    def author(self) -> tuple[int, str]:
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

    def recent(self) -> int:
        found = Post.objects.filter(
            author_id=self.author_id, created_at__gt=self.at - conditions.LATELY, created_at__lte=self.at
        )
        return found[: conditions.MOST_RECENT].count()


def language_of(text: str) -> str:
    """The text's language as ISO 639-1, by its first 2,000 characters."""
    code, _confidence = py3langid.classify(text[:2000])
    return str(code)


def removed_sketches(like: Sequence[int]) -> list[tuple[int, ...]]:
    """The newest sketches of removed texts that have a hash in common with `like`."""
    newest = list(RemovedSketch.objects.order_by("-id").values_list("id", flat=True)[:REMOVED_KEPT])
    return _alike(like, min(newest, default=0), max(newest, default=0), len(newest))


def _alike(like: Sequence[int], first: int, last: int, count: int) -> list[tuple[int, ...]]:
    sketches, places = _removed(first, last, count)
    return [sketches[place] for place in {place for value in like for place in places.get(value, ())}]


@lru_cache(maxsize=2)
def _removed(first: int, last: int, count: int) -> tuple[list[tuple[int, ...]], dict[int, list[int]]]:
    """The `count` sketches of these ids, and in which of them each hash stands. None ever changes: they are read once a process,
    until there is a newer one, or one was forgotten.
    """
    found = RemovedSketch.objects.filter(pk__gte=first, pk__lte=last).values_list("sketch", flat=True)
    sketches = [tuple(one) for one in found]
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


def model_versions(*, viewer: Viewer, before: int = 0, limit: int = 20) -> list[ModelVersion]:
    """The model's versions without their weights, the newest first, below version `before`."""
    if not sees_rules(viewer):
        raise NotFound
    found = ModelVersion.objects.defer("weights").order_by("-version")
    return list((found.filter(version__lt=before) if before else found)[:limit])
