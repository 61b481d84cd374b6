"""What happens to webhooks themselves."""

from dataclasses import dataclass

from forum.kernel.events import event


@event("webhook_changed", aggregate="webhook_id")
@dataclass(frozen=True, slots=True)
class WebhookChanged:
    """A member added a webhook, changed it, gave it another secret, or took it away; or we disabled it."""

    webhook_id: int
    member_id: int
