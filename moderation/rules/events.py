"""What happens to screening rules and to the model."""

from dataclasses import dataclass

from forum.kernel.events import event


@event("rule_changed", aggregate="rule_id")
@dataclass(frozen=True, slots=True)
class RuleChanged:
    """A rule has a new version, or is live, or no longer is. `state` is a value of `RuleState`."""

    rule_id: int
    version: int
    state: str


@event("rule_replayed", aggregate="rule_id")
@dataclass(frozen=True, slots=True)
class RuleReplayed:
    """A rule was tried on past posts."""

    rule_id: int


@event("model_trained", aggregate="version")
@dataclass(frozen=True, slots=True)
class ModelTrained:
    """There is a new version of the model that estimates what will be removed."""

    version: int


@event("wave_found", aggregate="post_id")
@dataclass(frozen=True, slots=True)
class WaveFound:
    """Several members posted nearly the same within two days; `post_id` is the newest of it."""

    post_id: int
    alike: int


@event("post_looked_at", aggregate="post_id")
@dataclass(frozen=True, slots=True)
class PostLookedAt:
    """The slow checks have seen a post. `model` is the model's score in thousandths, -1 without a model."""

    post_id: int
    model: int
    alike: int
