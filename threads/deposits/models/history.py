"""Who changed what in the catalogue, why and by which source; and what members propose."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.parties.models import Party
from threads.deposits.models.places import Deposit


class Target(models.TextChoices):
    """What of the catalogue can be changed by itself: rows of a deposit, a party, a price."""

    DEPOSIT = "deposit", _("Facts")
    STATEMENT = "statement", _("Resource statement")
    CONTROL = "control", _("Operator or controlling party")
    ELEMENTS = "elements", _("Element grades")
    OUTPUT = "output", _("Output")
    PARTY = "party", _("Party")
    PRICE = "price", _("Price")


OF_DEPOSITS = (Target.DEPOSIT, Target.STATEMENT, Target.CONTROL, Target.ELEMENTS, Target.OUTPUT)
WHOLE = (Target.DEPOSIT, Target.PARTY)
"""Of these there is one a place, and it stays."""


def _stands_somewhere() -> models.Q:
    """A deposit's rows name the deposit, a party's the party, and prices neither."""
    return (
        models.Q(target__in=OF_DEPOSITS, deposit__isnull=False, party=None)
        | models.Q(target=Target.PARTY, deposit=None, party__isnull=False)
        | models.Q(target=Target.PRICE, deposit=None, party=None)
    )


class Change(models.Model):
    """One change: the row before and after as the columns of its import table, null where there was or is none.

    Rows are only added, never altered. `editor` is null for an import. `undoes` names the change that this one takes back.
    """

    deposit = models.ForeignKey(Deposit, null=True, on_delete=models.CASCADE, related_name="changes")
    party = models.ForeignKey(Party, null=True, on_delete=models.CASCADE, related_name="+")
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
            models.CheckConstraint(name="change_stands_somewhere", condition=_stands_somewhere()),
        ]
        indexes = [
            models.Index(fields=["deposit", "-id"], name="change_newest"),
            models.Index(fields=["target", "-id"], condition=models.Q(deposit=None), name="change_of_no_deposit"),
        ]


class Proposal(models.Model):
    """A change that a member proposes, for an editor to accept or decline. `target_id` is null for something new; a deposit
    or party that is not there yet stands nowhere until it is accepted."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    deposit = models.ForeignKey(Deposit, null=True, on_delete=models.CASCADE, related_name="proposals")
    party = models.ForeignKey(Party, null=True, on_delete=models.CASCADE, related_name="+")
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
            models.CheckConstraint(
                name="proposal_stands_somewhere",
                condition=_stands_somewhere() | models.Q(target__in=WHOLE, deposit=None, party=None, target_id=None),
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(status="open"), name="proposal_open"),
            models.Index(fields=["deposit", "-id"], name="proposal_newest"),
        ]
