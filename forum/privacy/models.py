"""Exports, erasures and consents."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forum.kernel import clock, ids


class Export(models.Model):
    """Everything about a member, being gathered or ready. The file lies sealed, and is deleted after a week."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Being gathered")
        READY = "ready", _("Ready")
        OVER = "over", _("Deleted")

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exports")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    asked_on = models.DateField(default=clock.today)
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="export_one_at_a_time", fields=["member"], condition=models.Q(state__in=["waiting", "running"])
            )
        ]
        indexes = [models.Index(fields=["member", "state"], name="export_by_member")]

    @property
    def path(self) -> str:
        return f"exports/{self.id}"


class Erasure(models.Model):
    """A member asked to be erased. What is left of them here is a number; `stores` says what was wiped and what was kept."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        STOPPED = "stopped", _("Stopped")
        DONE = "done", _("Done")

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    member_id = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    # Of the link to the certificate, for the one who is no member any more.
    digest = models.BinaryField(unique=True)
    asked_on = models.DateField(default=clock.today)
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    stores = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="erasure_one_waiting", fields=["member_id"], condition=models.Q(state="waiting")
            )
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="erasure_by_day")]


class Consent(models.Model):
    """A member agreed to one version of one document."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents")
    document = models.CharField(max_length=12)
    version = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    agreed_on = models.DateField(default=clock.today)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "document", "version"], name="consent_once")]
