"""Webhooks, and what was sent to each."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from forum.kernel import clock

URL_LONGEST = 500
NAME_LONGEST = 80


class Kind(models.TextChoices):
    """The events that a webhook can be told of, by their names in the log."""

    THREAD_STARTED = "thread_started", _("A thread was started")
    REPLY_POSTED = "reply_posted", _("A reply was posted")
    POST_EDITED = "post_edited", _("A post was edited")
    THREAD_RENAMED = "thread_renamed", _("A thread got another title")
    THREAD_CLOSED = "thread_closed", _("A thread was closed")
    THREAD_REOPENED = "thread_reopened", _("A thread was opened again")
    THREAD_MOVED = "thread_moved", _("A thread was moved to another board")


PING = "ping"


class Off(models.TextChoices):
    """Why a webhook is told nothing."""

    NO = "", _("It is on")
    OWNER = "owner", _("You turned it off")
    FAILING = "failing", _("It failed too often")
    GONE = "gone", _("The other side said that it is gone")


class Outcome(models.TextChoices):
    """What became of a delivery."""

    WAITING = "waiting", _("On its way")
    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Given up")
    WITHHELD = "withheld", _("Not sent: you may not see it, or the webhook is off")


class Webhook(models.Model):
    """An address of a member's that is told of events. Secrets are sealed; the `earlier` one signs too until `earlier_until`.

    `failures` counts failed attempts since the last that went well.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=NAME_LONGEST)
    url = models.CharField(max_length=URL_LONGEST)
    kinds = ArrayField(models.CharField(max_length=40, choices=Kind))
    off = models.CharField(max_length=8, choices=Off, default=Off.NO, blank=True)
    secret = models.BinaryField()
    earlier_secret = models.BinaryField(null=True)
    earlier_until = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    created_on = models.DateField(default=clock.today)

    class Meta:
        constraints = [
            models.CheckConstraint(name="webhook_off_known", condition=models.Q(off__in=Off.values)),
            models.CheckConstraint(
                name="webhook_earlier_secret_ends",
                condition=models.Q(earlier_secret=None, earlier_until=None)
                | models.Q(earlier_secret__isnull=False, earlier_until__isnull=False),
            ),
        ]


class Delivery(models.Model):
    """One event for one webhook. `message` is the id under which it is sent, each time the same.

    `seq` is the event's number, null for a ping; `at` its time, or its hour. Of the last try are kept the status or the kind of
    failure, and the milliseconds it took; of what the other side answered, nothing.
    """

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    message = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=40)
    seq = models.BigIntegerField(null=True)
    data = models.JSONField()
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    turn = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=40, blank=True)
    milliseconds = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["webhook", "seq"], name="webhook_delivery_once"),
            models.CheckConstraint(name="webhook_outcome_known", condition=models.Q(outcome__in=Outcome.values)),
        ]
        indexes = [
            models.Index(fields=["webhook", "-id"], name="webhook_delivery_newest"),
            models.Index(fields=["at"], name="webhook_delivery_age"),
        ]
