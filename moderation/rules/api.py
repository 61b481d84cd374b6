"""The REST door of screening rules."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from forum.http.api import Call, Created, Endpoint, NoContent, Ok, Page, operation
from forum.http.fields import PageQuery, StrictSerializer, TextField
from forum.http.lists import page_below
from moderation.rules import policies, selectors, services
from moderation.rules.conditions import EFFECTS, FORMS
from moderation.rules.models import NAME_LONGEST, ModelVersion, RuleState
from moderation.rules.reasons import CODES
from moderation.rules.selectors import RuleRow
from moderation.rules.services import Wanted

ERRORS = ("rule_writers_only", "not_found")


@dataclass(frozen=True, slots=True)
class RuleShape:
    """A screening rule in its current version. `sentences` say the conditions in words; all must hold."""

    id: int
    name: str
    state: str
    version: int
    conditions: list[dict[str, Any]]
    sentences: list[str]
    effect: str
    score: float
    label: str
    reason: str
    why: str
    at: datetime
    hits: int


@dataclass(frozen=True, slots=True)
class ExampleShape:
    """A past post that a rule would have hit."""

    post: int
    url: str
    author: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class ReplayShape:
    """A rule tried on past posts. `already_removed` of the hits were hidden by moderators anyway."""

    looked_at: int
    hit: int
    already_removed: int
    examples: list[ExampleShape]


@dataclass(frozen=True, slots=True)
class ModelVersionShape:
    """A version of the model: from how many decisions it learnt, and how it did on the newer ones that it was not shown.

    `precision`, `recall` and `auc` are from 0 to 1, null where there was nothing to measure.
    """

    version: int
    trained_at: datetime
    learnt: int
    held_out: int
    precision: float | None
    recall: float | None
    auc: float | None


class ConditionInput(StrictSerializer):
    any = serializers.ListField(child=serializers.CharField(max_length=200), required=False, max_length=200)
    least = serializers.FloatField(required=False, min_value=0)
    below = serializers.FloatField(required=False, min_value=0)

    def get_fields(self) -> dict[str, object]:
        # "is" is a word of the language and cannot name an attribute.
        kind = serializers.ChoiceField(choices=tuple(FORMS), help_text="What is asked.")
        return {"is": kind, **super().get_fields()}


class RuleInput(StrictSerializer):
    conditions = ConditionInput(many=True, min_length=1, max_length=10)
    effect = serializers.ChoiceField(choices=EFFECTS)
    score = serializers.FloatField(min_value=0, max_value=1, default=0.0)
    label = TextField(max_length=40, lines=False, allow_blank=True, default="")
    reason = serializers.ChoiceField(
        choices=CODES, default="other", help_text="Which of the forum's rules it looks after."
    )
    why = TextField(max_length=300, lines=False)


class NewRuleInput(RuleInput):
    name = TextField(max_length=NAME_LONGEST, lines=False)


class RuleStateInput(StrictSerializer):
    state = serializers.ChoiceField(choices=RuleState.values)


def _shape(row: RuleRow) -> RuleShape:
    return RuleShape(
        id=row.id, name=row.name, state=row.state, version=row.version, conditions=list(row.conditions),
        sentences=list(row.sentences), effect=row.effect, score=row.score, label=row.label, reason=row.reason, why=row.why,
        at=row.at, hits=row.hits,
    )  # fmt: skip


def _wanted(body: dict[str, Any]) -> Wanted:
    return Wanted(body["conditions"], body["effect"], body["why"], body["score"], body["label"], body["reason"])


class Rules(Endpoint):
    @operation(summary="Screening rules", out=Page[RuleShape], scope="moderation:read", errors=("rule_writers_only",))
    def get(self, request: Request, call: Call) -> Page[RuleShape]:
        """All rules, those that are live first. There are few: they come in one page."""
        return Page(results=[_shape(row) for row in selectors.rules(viewer=policies.check_rules(request.user))])

    @operation(
        summary="Write a rule", body=NewRuleInput, out=RuleShape, status=201, scope="moderation:write", limit="write",
        idempotent=True, errors=("rule_writers_only", "rule_name_taken"),
    )  # fmt: skip
    def post(self, request: Request, call: Call) -> Created[RuleShape]:
        """A new rule, as a draft until it was tried on past posts."""
        made = call.once(
            lambda: services.write_rule(actor=request.user, name=call.body["name"], wanted=_wanted(call.body))
        )
        return Created(_shape(selectors.rule(made, viewer=request.user)), location=f"/api/v1/moderation/rules/{made}")


class RuleById(Endpoint):
    @operation(summary="One rule", out=RuleShape, scope="moderation:read", errors=ERRORS)
    def get(self, request: Request, call: Call, rule_id: int) -> RuleShape:
        """A rule in its current version."""
        return _shape(selectors.rule(rule_id, viewer=policies.check_rules(request.user)))

    @operation(
        summary="Change a rule", body=RuleInput, out=RuleShape, scope="moderation:write", limit="write", errors=ERRORS
    )
    def put(self, request: Request, call: Call, rule_id: int) -> Ok[RuleShape]:
        """A new version, which is a draft until it was tried on past posts. Hits keep the version they were made by."""
        services.change_rule(actor=request.user, rule_id=rule_id, wanted=_wanted(call.body))
        return Ok(_shape(selectors.rule(rule_id, viewer=request.user)))


class RuleStateOf(Endpoint):
    @operation(
        summary="Let a rule judge, or not", body=RuleStateInput, status=204, scope="moderation:write", limit="write",
        errors=(*ERRORS, "not_replayed"),
    )  # fmt: skip
    def put(self, request: Request, call: Call, rule_id: int) -> NoContent:
        """Draft, live or retired."""
        services.set_rule_state(actor=request.user, rule_id=rule_id, state=RuleState(call.body["state"]))
        return NoContent()


class Replays(Endpoint):
    @operation(
        summary="Try a rule on past posts", out=ReplayShape, scope="moderation:write", limit="search", errors=ERRORS
    )
    def post(self, request: Request, call: Call, rule_id: int) -> ReplayShape:
        """What the current version would have hit among the newest 2,000 posts, with examples. Nothing happens to them, and a
        repeat tells the same.
        """
        found = services.replay_rule(actor=request.user, rule_id=rule_id)
        examples = [ExampleShape(one.post_id, one.url, one.author, one.excerpt) for one in found.examples]
        return ReplayShape(found.looked_at, found.hit, found.already_removed, examples)


class ModelVersions(Endpoint):
    @operation(
        summary="Versions of the model", query=PageQuery, out=Page[ModelVersionShape], scope="moderation:read",
        errors=("rule_writers_only", "bad_cursor"),
    )  # fmt: skip
    def get(self, request: Request, call: Call) -> Page[ModelVersionShape]:
        """The model adds at most half to a score and never decides. The newest version first, which is the one in use."""
        me = policies.check_rules(request.user)
        return page_below(
            request, call, purpose="models", number=lambda row: row.version, shape=_model_shape,
            read=lambda before, limit: selectors.model_versions(viewer=me, before=before, limit=limit),
        )  # fmt: skip


def _model_shape(row: ModelVersion) -> ModelVersionShape:
    return ModelVersionShape(row.version, row.trained_at, row.learnt, row.held_out, row.precision, row.recall, row.auc)
