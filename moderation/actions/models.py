"""Actions, the statements that give their reasons, sealed texts and strikes.

Triggers of the migrations hold bans of verified members and unsealing to two people; see `two_people.py`.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from moderation.actions.kinds import CODES
from moderation.queue.models import ReviewItem
from moderation.rules.reasons import CODES as REASON_CODES

FACTS_LONGEST = 2000


class State(models.TextChoices):
    """How far an action is."""

    PROPOSED = "proposed", _("Waits for a second signature")
    IN_FORCE = "in_force", _("In force")
    ENDED = "ended", _("Its term has run out")
    REVERSED = "reversed", _("Taken back")
    DECLINED = "declined", _("Not signed")


class Automation(models.TextChoices):
    """What machines had to do with a decision. They never decide."""

    NONE = "none", _("Found and decided by people")
    FOUND = "found", _("Found by a rule, decided by people")


class Action(models.Model):
    """One decision on one thing. `board_id` limits it to a board; `until` is when it ends by itself.

    `two_people`: it takes `seconded_by`, another than `actor`, before it is in force; `alone` says that there was no other
    member of staff, which the database checks. `undo` is what the inverse needs. `bulk` is common to what was done at once.
    """

    kind = models.CharField(max_length=24)
    target_kind = models.CharField(max_length=16)
    target_id = models.CharField(max_length=40)
    target_title = models.CharField(max_length=200, blank=True)
    item = models.ForeignKey(ReviewItem, null=True, on_delete=models.PROTECT, related_name="actions")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    board_id = models.BigIntegerField(null=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    seconded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    two_people = models.BooleanField(default=False)
    alone = models.BooleanField(default=False)
    reason = models.CharField(max_length=24)
    facts = models.TextField(blank=True)
    automation = models.CharField(max_length=8, choices=Automation, default=Automation.NONE)
    reported_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=12, choices=State)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    undo = models.JSONField(default=dict)
    bulk = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["member", "state"], name="action_of_member"),
            models.Index(fields=["target_kind", "target_id"], name="action_target"),
            models.Index(fields=["until"], name="action_ends", condition=Q(state="in_force", until__isnull=False)),
            models.Index(fields=["bulk"], name="action_bulk", condition=Q(bulk__isnull=False)),
            models.Index(fields=["-at"], name="action_newest"),
        ]
        constraints = [
            models.CheckConstraint(name="action_kind_known", condition=Q(kind__in=CODES)),
            models.CheckConstraint(name="action_reason_known", condition=Q(reason__in=REASON_CODES)),
            models.CheckConstraint(name="action_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="action_two_people",
                condition=Q(two_people=False)
                | Q(state__in=(State.PROPOSED, State.DECLINED))
                | (Q(seconded_by__isnull=False) & ~Q(seconded_by=F("actor")))
                | Q(alone=True),
            ),
            models.CheckConstraint(
                name="action_ended_whole",
                condition=Q(state__in=(State.PROPOSED, State.IN_FORCE), ended_at__isnull=True)
                | Q(state__in=(State.ENDED, State.REVERSED, State.DECLINED), ended_at__isnull=False),
            ),
            models.CheckConstraint(name="action_term_ahead", condition=Q(until__isnull=True) | Q(until__gt=F("at"))),
        ]


class Statement(models.Model):
    """What the member whom an action meets is told: facts, rule, automation, term, and until when one may appeal."""

    action = models.OneToOneField(Action, on_delete=models.PROTECT, related_name="statement")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    facts = models.TextField()
    issued_at = models.DateTimeField()
    appeal_until = models.DateTimeField()
    read = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["member", "-id"], name="statement_of_member")]


class SealedText(models.Model):
    """A removed text, out of everybody's sight until its appeal window closes and it is destroyed.

    `texts` is what `threads.discussion` took from the post. `open_until` is set while two people have it unsealed.
    """

    action = models.OneToOneField(Action, on_delete=models.PROTECT, primary_key=True, related_name="sealed")
    texts = models.JSONField(null=True)
    destroy_at = models.DateTimeField()
    open_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["destroy_at"], name="sealed_due", condition=Q(texts__isnull=False))]


class Strike(models.Model):
    """Points for a breach. They fade; see `strikes`. One that was taken back does not count."""

    action = models.OneToOneField(Action, on_delete=models.PROTECT, related_name="strike")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    points = models.FloatField()
    given_at = models.DateTimeField()
    withdrawn = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["member", "-given_at"], name="strike_of_member")]
        constraints = [models.CheckConstraint(name="strike_points", condition=Q(points__gt=0))]
