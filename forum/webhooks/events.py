"""What happens to webhooks themselves."""

from dataclasses import dataclass

from forum.kernel.events import event


@event("webhook_changed", aggregate="webhook_id")
@dataclass(frozen=True, slots=True)
class WebhookChanged:
    """A member added a webhook, changed it, gave it another secret, or took it away."""

    webhook_id: int
    member_id: int


@event("webhook_disabled", aggregate="webhook_id")
@dataclass(frozen=True, slots=True)
class WebhookDisabled:
    """We turned a webhook off: too many tries failed, or the other side said that it is gone."""

    webhook_id: int
    member_id: int
