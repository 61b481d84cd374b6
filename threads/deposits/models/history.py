"""Who changed what in the catalogue, why and by which source; and what members propose."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from threads.deposits.models.places import Deposit


class Target(models.TextChoices):
    """What of a deposit can be changed by itself."""

    DEPOSIT = "deposit", _("Facts")
    STATEMENT = "statement", _("Resource statement")
    CONTROL = "control", _("Operator or controlling party")
    OUTPUT = "output", _("Output")


class Change(models.Model):
    """One change: the row before and after as the columns of its import table, null where there was or is none.

    Rows are only added, never altered. `editor` is null for an import. `undoes` names the change that this one takes back.
    """

    deposit = models.ForeignKey(Deposit, on_delete=models.CASCADE, related_name="changes")
    target = models.CharField(max_length=12, choices=Target)
    target_id = models.BigIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=1000)
    source_url = models.CharField(max_length=2000)
    at = models.DateTimeField()
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")

    class Meta:
        constraints = [
            models.CheckConstraint(name="change_has_reason", condition=~models.Q(reason="")),
            models.CheckConstraint(name="change_has_source", condition=~models.Q(source_url="")),
            models.CheckConstraint(name="change_target_known", condition=models.Q(target__in=Target.values)),
        ]
        indexes = [models.Index(fields=["deposit", "-id"], name="change_newest")]


class Proposal(models.Model):
    """A change that a member proposes, for an editor to accept or decline. `target_id` is null for something new."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    deposit = models.ForeignKey(Deposit, on_delete=models.CASCADE, related_name="proposals")
    target = models.CharField(max_length=12, choices=Target)
    target_id = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=1000)
    source_url = models.CharField(max_length=2000)
    made_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="proposal_has_reason", condition=~models.Q(reason="")),
            models.CheckConstraint(name="proposal_has_source", condition=~models.Q(source_url="")),
            models.CheckConstraint(
                name="proposal_status_known",
                condition=models.Q(status__in=["open", "accepted", "declined", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="proposal_decided_by_somebody",
                condition=models.Q(status="open", decided_by=None, decided_at=None)
                | (~models.Q(status="open") & models.Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(status="open"), name="proposal_open"),
            models.Index(fields=["deposit", "-id"], name="proposal_newest"),
        ]
