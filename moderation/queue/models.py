"""Review items, the reports on them, and what staff write beside them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from moderation.rules.reasons import CODES

NOTE_LONGEST = 2000


class Kind(models.TextChoices):
    """What made an item. One that is reported and then hit by a rule stays a report."""

    REPORT = "report", _("Report")
    HELD = "held", _("Held text")
    RULE = "rule", _("Rule hit")
    WAVE = "wave", _("Wave of alike texts")
    VERIFICATION = "verification", _("Verification")
    GUEST_REPLY = "guest_reply", _("Guest reply")
    APPEAL = "appeal", _("Appeal")
    SECOND = "second", _("Second signature")


class TargetKind(models.TextChoices):
    """What an item is about; `targets` finds each."""

    POST = "post", _("Post")
    THREAD = "thread", _("Thread")
    MEMBER = "member", _("Member")
    INTERVIEW = "interview", _("Interview")
    QUESTION = "question", _("Question")
    SUBMISSION = "submission", _("Submission")
    VERIFICATION = "verification", _("Verification request")
    APPEAL = "appeal", _("Appeal")
    ACTION = "action", _("Action")


class State(models.TextChoices):
    """Whether an item waits."""

    OPEN = "open", _("Open")
    PENDING = "pending", _("Waits for a second signature")
    DECIDED = "decided", _("Decided")


class Outcome(models.TextChoices):
    """What became of an item, and of each report on it."""

    UPHELD = "upheld", _("Something was done")
    NOT_UPHELD = "not_upheld", _("Nothing against the rules was found")
    GONE = "gone", _("It was no longer there")


class ReviewItem(models.Model):
    """One thing that waits for one decision. There is never more than one open item about one thing.

    `score` is the sum of `parts` ([{code, value}], see `scoring`). `version` goes up with whatever a moderator should see
    before deciding. Who holds the lease, and until when, is nobody's business after the decision.
    """

    kind = models.CharField(max_length=16, choices=Kind)
    target_kind = models.CharField(max_length=16, choices=TargetKind)
    target_id = models.CharField(max_length=40)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    board_id = models.BigIntegerField(null=True)
    thread_id = models.BigIntegerField(null=True)
    # Members who had a part in what this is about, such as the decision that is appealed: never offered to them.
    barred = ArrayField(models.BigIntegerField(), default=list)
    reason = models.CharField(max_length=24, blank=True)
    title = models.CharField(max_length=200)
    excerpt = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    score = models.FloatField(default=0)
    parts = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    leased_until = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-score", "id"], name="item_waiting", condition=models.Q(state="open")),
            models.Index(fields=["due_at"], name="item_due", condition=models.Q(state="open")),
            models.Index(fields=["target_kind", "target_id"], name="item_target"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["target_kind", "target_id"],
                name="item_one_open",
                condition=models.Q(state__in=("open", "pending")),
            ),
            models.CheckConstraint(name="item_kind_known", condition=models.Q(kind__in=Kind.values)),
            models.CheckConstraint(name="item_target_known", condition=models.Q(target_kind__in=TargetKind.values)),
            models.CheckConstraint(
                name="item_decided_whole",
                condition=models.Q(state__in=(State.OPEN, State.PENDING), outcome="", decided_at__isnull=True)
                | (models.Q(state=State.DECIDED, decided_at__isnull=False) & ~models.Q(outcome="")),
            ),
            models.CheckConstraint(
                name="item_lease_whole",
                condition=models.Q(holder__isnull=True) | models.Q(leased_until__isnull=False),
            ),
            models.CheckConstraint(name="item_score_range", condition=models.Q(score__gte=0, score__lte=1)),
        ]


class Report(models.Model):
    """What one reader said of one thing. `title`, `html`, `source` and `target_version` keep it as it was then.

    A guest's report has no reporter, and `token`, the digest of what the guest was given to ask for the outcome with.
    """

    item = models.ForeignKey(ReviewItem, on_delete=models.PROTECT, related_name="reports")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    token = models.BinaryField(null=True, unique=True)
    reason = models.CharField(max_length=24)
    note = models.TextField(blank=True)
    weight = models.FloatField()
    title = models.CharField(max_length=200)
    html = models.TextField()
    source = models.TextField()
    target_version = models.PositiveIntegerField(default=1)
    filed_at = models.DateTimeField()
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["reporter", "-filed_at"], name="report_of_reporter")]
        constraints = [
            models.UniqueConstraint(fields=["item", "reporter"], name="report_once"),
            models.CheckConstraint(name="report_reason_known", condition=models.Q(reason__in=CODES)),
            models.CheckConstraint(name="report_weight_floor", condition=models.Q(weight__gte=0.25, weight__lte=1)),
        ]


class Note(models.Model):
    """What staff write to an item for each other."""

    item = models.ForeignKey(ReviewItem, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=NOTE_LONGEST)
    at = models.DateTimeField()


class Recusal(models.Model):
    """Somebody who has a part or an interest in an item, and said so: it is not offered to them again."""

    item = models.ForeignKey(ReviewItem, on_delete=models.CASCADE, related_name="recusals")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "member"], name="recusal_once")]


class SavedView(models.Model):
    """Filters of the queue that a moderator wants again, under a name."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    filters = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "name"], name="queue_view_once")]
