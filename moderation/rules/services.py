"""Every change to screening rules, and what they find."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from accounts.members.selectors import Viewer
from forum.kernel import clock
from forum.kernel import text as texts
from forum.kernel.errors import FieldError, Invalid
from forum.kernel.events import publish
from forum.kernel.screening import Draft, Effect, Verdict
from moderation.rules import conditions, policies, selectors
from moderation.rules.conditions import EFFECTS, Facts
from moderation.rules.events import RuleChanged, RuleReplayed
from moderation.rules.likeness import sketch
from moderation.rules.models import NAME_LONGEST, RemovedSketch, Rule, RuleHit, RuleVersion
from moderation.rules.models import RuleState as RuleState
from moderation.rules.reasons import REASONS
from moderation.rules.selectors import LiveRule
from threads.discussion.models import Post

LOOK = "rules.look_at_post"
REPLAYED = 2000
"""Past posts that a rule is tried on, the newest."""

EXAMPLES = 10
KINDS: Mapping[str, Effect] = {"hold": "hold", "require_disclosure": "require_disclosure"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A rule as somebody writes it."""

    conditions: Sequence[Mapping[str, Any]]
    effect: str
    why: str
    score: float = 0
    label: str = ""
    reason: str = "other"


@dataclass(frozen=True, slots=True)
class Example:
    """A past post that a rule would have hit."""

    post_id: int
    url: str
    author: str
    excerpt: str
    state: int


@dataclass(frozen=True, slots=True)
class Replay:
    """A rule tried on past posts: how many it would have hit, and of those how many were hidden or removed anyway."""

    looked_at: int
    hit: int
    already_removed: int
    examples: tuple[Example, ...]


@transaction.atomic
def write_rule(*, actor: Viewer, name: str, wanted: Wanted) -> int:
    """A new rule as a draft; its id. Raises `NotSignedIn`, `RuleWritersOnly`, `Invalid`, `NameTaken`."""
    member = policies.check_rules(actor)
    if not name.strip():
        raise Invalid(errors=[FieldError("name", "required", _("A rule has a name."))])
    cleaned = texts.clean(name, max_length=NAME_LONGEST, lines=False)
    stored = _checked(wanted)
    if Rule.objects.filter(name=cleaned).exists():
        raise policies.NameTaken
    rule = Rule.objects.create(name=cleaned)
    RuleVersion.objects.create(rule=rule, version=1, author=member, at=clock.now(), **stored)
    publish(RuleChanged(rule_id=rule.pk, version=1, state=str(rule.state)), actor_id=member.pk)
    return rule.pk


@transaction.atomic
def change_rule(*, actor: Viewer, rule_id: int, wanted: Wanted) -> int:
    """A new version of a rule, which is a draft again until it was tried; its number. Locks the rule's row.

    Raises `NotSignedIn`, `RuleWritersOnly`, `NotFound`, `Invalid`.
    """
    member = policies.check_rules(actor)
    stored = _checked(wanted)
    rule = selectors.rule_for_update(rule_id)
    rule.version += 1
    rule.state = RuleState.DRAFT
    rule.save()
    RuleVersion.objects.create(rule=rule, version=rule.version, author=member, at=clock.now(), **stored)
    publish(RuleChanged(rule_id=rule.pk, version=rule.version, state=str(rule.state)), actor_id=member.pk)
    return rule.version


@transaction.atomic
def set_rule_state(*, actor: Viewer, rule_id: int, state: RuleState) -> None:
    """Let a rule judge, or no longer. Locks the rule's row.

    Raises `NotSignedIn`, `RuleWritersOnly`, `NotFound`, `NotReplayed` for a version that was not tried on past posts.
    """
    member = policies.check_rules(actor)
    rule = selectors.rule_for_update(rule_id)
    if rule.state == state:
        return
    if state == RuleState.LIVE and rule.replayed_version != rule.version:
        raise policies.NotReplayed
    rule.state = state
    rule.save()
    publish(RuleChanged(rule_id=rule.pk, version=rule.version, state=str(state)), actor_id=member.pk)


@transaction.atomic
def ship_rule(*, name: str, wanted: Wanted) -> bool:
    """Write down a rule that comes with the software, tried on past posts and live; whether it was not there yet.

    One that staff have changed or retired is left as it is. Locks nothing.
    """
    if name in selectors.names():
        return False
    stored = _checked(wanted)
    replay(stored["conditions"], limit=REPLAYED)
    rule = Rule.objects.create(name=name, state=RuleState.LIVE, replayed_version=1)
    RuleVersion.objects.create(rule=rule, version=1, author=None, at=clock.now(), **stored)
    publish(RuleChanged(rule_id=rule.pk, version=1, state=str(rule.state)))
    return True


@transaction.atomic
def replay_rule(*, actor: Viewer, rule_id: int, limit: int = REPLAYED) -> Replay:
    """Try a rule's current version on past posts; nothing happens to them. Locks the rule's row.

    Raises `NotSignedIn`, `RuleWritersOnly`, `NotFound`.
    """
    member = policies.check_rules(actor)
    rule = selectors.rule_for_update(rule_id)
    asked = RuleVersion.objects.get(rule=rule, version=rule.version).conditions
    found = replay(asked, limit=limit)
    rule.replayed_version = rule.version
    rule.save(update_fields=["replayed_version"])
    publish(RuleReplayed(rule_id=rule.pk), actor_id=member.pk)
    return found


def replay(asked: Sequence[Mapping[str, Any]], *, limit: int) -> Replay:
    """Conditions held against past posts as they and their authors were then."""
    looked_at = hit = removed = 0
    examples: list[Example] = []
    for post in selectors.past_posts(limit=limit):
        looked_at += 1
        if conditions.meets(asked, _past_facts(post)) is None:
            continue
        hit += 1
        removed += post.state == 2
        if len(examples) < EXAMPLES:
            url = f"/threads/{post.thread_id}/{post.number}"
            examples.append(Example(post.pk, url, post.author.handle, texts.excerpt(post.text, 200), post.state))
    return Replay(looked_at, hit, removed, tuple(examples))


def _past_facts(post: Post) -> Facts:
    age = (post.created_at.date() - post.author.joined_on).days
    needs = selectors.Needs(post.author_id, at=post.created_at, known=(age, post.author.role))
    return Facts(
        text=post.source, links=texts.parse(post.source, origin="").links,
        board=post.thread.board.slug, kind="post", author=needs.author, written=needs.written, recent=needs.recent,
        interests=needs.interests,
        language=lambda: selectors.language_of(post.source), removed=selectors.removed_sketches,
    )  # fmt: skip


def _checked(wanted: Wanted) -> dict[str, Any]:
    errors = []
    if wanted.effect not in EFFECTS:
        errors.append(FieldError("effect", "unknown_effect", _("There is no such effect.")))
    if not 0 <= wanted.score <= 1 or (wanted.effect == "score" and wanted.score == 0):
        errors.append(
            FieldError("score", "bad_score", _("A score is from 0 to 1; a rule that scores gives more than 0."))
        )
    if wanted.reason not in REASONS:
        errors.append(FieldError("reason", "unknown_reason", _("Choose one of the reasons.")))
    if wanted.effect == "label" and not wanted.label.strip():
        errors.append(FieldError("label", "required", _("Say which label.")))
    why = texts.clean(wanted.why, max_length=300, lines=False) if wanted.why.strip() else ""
    if not why:
        errors.append(FieldError("why", "required", _("Say what the rule is for.")))
    if errors:
        raise Invalid(errors=errors)
    return {
        "conditions": conditions.checked(wanted.conditions), "effect": wanted.effect, "score": wanted.score, "why": why,
        "label": texts.clean(wanted.label, max_length=40, lines=False) if wanted.label.strip() else "", "reason": wanted.reason,
    }  # fmt: skip


# --- the way in -----------------------------------------------------------------------------------------------------


def screen(draft: Draft) -> Verdict:
    """The verdict of all live rules on a text; plugged into the kernel's hook by `forum.wiring`.

    Hits are stored in the caller's transaction: they are there exactly when the text is.
    """
    live, facts = selectors.ground_of(draft)
    found = [(rule, inputs) for rule in live if (inputs := conditions.meets(rule.conditions, facts)) is not None]
    if not found:
        return Verdict()
    ids = _store(draft, found) if connection.in_atomic_block else [0] * len(found)
    effects: list[Effect] = [KINDS[rule.effect] for rule, _inputs in found if rule.effect in KINDS]
    order: tuple[Effect, ...] = ("clear", "require_disclosure", "hold")
    return Verdict(
        effect=max(effects, key=order.index, default="clear"),
        score=max(rule.score for rule, _inputs in found),
        labels=tuple(rule.label for rule, _inputs in found if rule.label),
        hits=tuple(
            {"hit": pk, "rule": rule.id, "version": rule.version, "inputs": inputs, "score": rule.score}
            for pk, (rule, inputs) in zip(ids, found, strict=True)
        ),
    )


def _store(draft: Draft, found: Sequence[tuple[LiveRule, list[dict[str, Any]]]]) -> list[int]:
    digest = selectors.digest_of(draft.author_id, draft.text)
    made = RuleHit.objects.bulk_create(
        RuleHit(
            rule_id=rule.id, version=rule.version, kind=draft.kind, author_id=draft.author_id, board_id=draft.board_id,
            digest=digest, inputs=inputs, effect=rule.effect, score=rule.score, label=rule.label, day=clock.today(),
        )
        for rule, inputs in found
    )  # fmt: skip
    return [one.pk for one in made]


@transaction.atomic
def link_hits(
    *, author_id: int, text: str, post_id: int | None = None, submission_id: UUID | None = None
) -> list[RuleHit]:
    """Say what the hits on a text were on, now that it has an id; those hits."""
    digest = selectors.digest_of(author_id, text)
    found = list(RuleHit.objects.select_for_update().filter(digest=digest))
    fields = {"post_id": post_id} if post_id is not None else {"submission_id": submission_id}
    RuleHit.objects.filter(pk__in=[one.pk for one in found]).update(**fields)
    return found


def reason_of(hits: Sequence[RuleHit]) -> str:
    """Which of the forum's rules the weightiest of these hits looks after; "" where none does, or none in particular."""
    if not hits:
        return ""
    first = max(hits, key=lambda hit: hit.score)
    said = (
        RuleVersion.objects.filter(rule=first.rule_id, version=first.version).values_list("reason", flat=True).first()
    )
    return said if said and said != "other" else ""


@transaction.atomic
def remember_removed(*, text: str, reason: str, cause: int | None = None) -> None:
    """Keep the sketch of a removed text, so that the like of it is known again. Too short a text leaves none.

    `cause` is the id of what removed it, for `forget_removed`.
    """
    made = sketch(text)
    if made:
        RemovedSketch.objects.create(sketch=list(made), reason=reason, day=clock.today(), cause=cause)


@transaction.atomic
def forget_removed(*, cause: int) -> None:
    """A removal was taken back: the like of its text is no longer known."""
    RemovedSketch.objects.filter(cause=cause).delete()
