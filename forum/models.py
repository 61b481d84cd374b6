"""Hands on the models of the ground's and the roof's features."""

from forum.kernel.events.models import ConsumerState, LoggedEvent, Outbox, Parked, Sequencer
from forum.kernel.jobs.models import Job
from forum.kernel.models import IdempotencyKey
from forum.notifications.models import Channel, MailPreferences, Notification, PushEndpoint, SearchAlert, Watch
from forum.privacy.models import Consent, Erasure, Export
from forum.search.models import SavedSearch, SearchRow, SearchWord
from forum.webhooks.models import Delivery, Webhook

__all__ = [
    "Channel",
    "Consent",
    "ConsumerState",
    "Delivery",
    "Erasure",
    "Export",
    "IdempotencyKey",
    "Job",
    "LoggedEvent",
    "MailPreferences",
    "Notification",
    "Outbox",
    "Parked",
    "PushEndpoint",
    "SavedSearch",
    "SearchAlert",
    "SearchRow",
    "SearchWord",
    "Sequencer",
    "Watch",
    "Webhook",
]
