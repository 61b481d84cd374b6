"""Stated interests. A statement is never rewritten: one that no longer holds is ended, and a new one is made."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.parties.models import Party
from threads.deposits.models import Deposit

DETAILS_LONGEST = 300


class Interest(models.TextChoices):
    """What ties somebody to a deposit or a party."""

    NONE = "none", _("no interest")
    HOLDS = "holds", _("holds securities")
    EMPLOYED = "employed", _("employed")
    PAID = "paid", _("paid by")
    LOBBIES = "lobbies", _("lobbies for")
    FAMILY = "family", _("family tie")


class Disclosure(models.Model):
    """A dated statement of interest in one deposit or one party. `member` is null where the publisher states it.

    The database refuses any change but setting `ended_on` once.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="disclosures"
    )
    deposit = models.ForeignKey(Deposit, null=True, on_delete=models.PROTECT, related_name="disclosures")
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="disclosures")
    interest = models.CharField(max_length=10, choices=Interest)
    details = models.CharField(max_length=DETAILS_LONGEST, blank=True)
    stated_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="disclosure_of_one_thing",
                condition=models.Q(deposit__isnull=False, party=None) | models.Q(deposit=None, party__isnull=False),
            ),
            models.CheckConstraint(name="disclosure_interest_known", condition=models.Q(interest__in=Interest.values)),
            models.CheckConstraint(
                name="disclosure_ends_after_it_begins",
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("stated_on")),
            ),
            models.CheckConstraint(
                name="disclosure_interest_has_details",
                condition=models.Q(interest="none") | ~models.Q(details=""),
            ),
        ]
        indexes = [
            models.Index(fields=["member", "-id"], name="disclosure_of_member"),
            models.Index(fields=["deposit", "member"], name="disclosure_on_deposit"),
            models.Index(fields=["party", "member"], name="disclosure_on_party"),
        ]
