"""Appeals, and the dialogue in them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from moderation.actions.models import Action

TEXT_LONGEST = 4000


class Outcome(models.TextChoices):
    """What became of an appeal."""

    UPHELD = "upheld", _("The decision stands")
    OVERTURNED = "overturned", _("The decision was taken back")
    CHANGED = "changed", _("The decision was changed")
    WITHDRAWN = "withdrawn", _("Taken back by its author")


class Appeal(models.Model):
    """One appeal against one action, by whom it met. There is no second one. `changed_to` is the milder action."""

    action = models.OneToOneField(Action, on_delete=models.PROTECT, related_name="appeal")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    filed_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    answer = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    changed_to = models.ForeignKey(Action, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["member", "-id"], name="appeal_of_member")]
        constraints = [
            models.CheckConstraint(
                name="appeal_decided_whole",
                condition=Q(outcome="", decided_at__isnull=True) | (~Q(outcome="") & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="appeal_changed_names_it", condition=~Q(outcome=Outcome.CHANGED) | Q(changed_to__isnull=False)
            ),
        ]


class AppealMessage(models.Model):
    """A word in the dialogue. The member does not learn who of staff wrote it."""

    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_staff = models.BooleanField()
    text = models.TextField()
    at = models.DateTimeField()
