"""Screening rules and their versions, hits, sketches of what was removed, and the model's versions."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

NAME_LONGEST = 80


class RuleState(models.TextChoices):
    """Whether a rule judges."""

    DRAFT = "draft", _("Draft")
    LIVE = "live", _("Live")
    RETIRED = "retired", _("Retired")


class Rule(models.Model):
    """A screening rule. What it asks and does stands in its versions; `version` is the current one,
    `replayed_version` the last one that was tried on past posts: no other goes live.
    """

    name = models.CharField(max_length=NAME_LONGEST, unique=True)
    state = models.CharField(max_length=8, choices=RuleState, default=RuleState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    replayed_version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="rule_state_known", condition=models.Q(state__in=RuleState.values)),
            models.CheckConstraint(
                name="rule_live_was_replayed",
                condition=~models.Q(state="live") | models.Q(replayed_version=models.F("version")),
            ),
        ]


class RuleVersion(models.Model):
    """What a rule asked and did, once written never changed. `why` says what it is for.

    Effects: `hold` keeps the text for a moderator, `score` (0 to 1) and `label` go with it into the queue,
    `require_disclosure` asks the author for an interest in the deposits that the text names, and puts it before a moderator.
    A rule with nothing but a label is only counted. One that came with the software has no `author`.
    """

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    conditions = models.JSONField()
    effect = models.CharField(max_length=20)
    score = models.FloatField(default=0)
    label = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=24)
    why = models.CharField(max_length=300)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "version"], name="rule_version_once"),
            models.CheckConstraint(name="rule_score_range", condition=models.Q(score__gte=0, score__lte=1)),
        ]


class RuleHit(models.Model):
    """A rule that held for one text: its version, on what it rested, and what it added to the score.

    The text itself is known by its digest alone until it is stored; then `post_id` or `submission_id` name it. `inputs` are
    [{is, input}], one a condition.
    """

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="hits")
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=24)
    author_id = models.BigIntegerField()
    board_id = models.BigIntegerField(default=0)
    digest = models.BinaryField()
    inputs = models.JSONField()
    effect = models.CharField(max_length=20)
    score = models.FloatField()
    label = models.CharField(max_length=40, blank=True)
    post_id = models.BigIntegerField(null=True)
    submission_id = models.UUIDField(null=True)
    day = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["digest"], name="hit_by_text"),
            models.Index(fields=["post_id"], name="hit_of_post", condition=models.Q(post_id__isnull=False)),
            models.Index(fields=["rule", "-id"], name="hit_of_rule"),
        ]


class RemovedSketch(models.Model):
    """The sketch of a text that was removed. The text cannot be read out of it. `cause` is the action that removed it."""

    sketch = ArrayField(models.BigIntegerField())
    reason = models.CharField(max_length=24)
    day = models.DateField()
    cause = models.BigIntegerField(null=True, db_index=True)


class PostSketch(models.Model):
    """The MinHash of a recent post, for finding near-duplicates and waves; kept for two days."""

    post_id = models.BigIntegerField(primary_key=True)
    author_id = models.BigIntegerField()
    minhash = models.BinaryField()
    hour = models.DateTimeField(db_index=True)


class ModelVersion(models.Model):
    """A version of the model: what it learnt from, how it did on decisions it had not seen, and its weights.

    `weights` is an array of float32 in NumPy's own format, the last one the intercept. `precision`, `recall` and `auc` are
    measured on the newest fifth of the decisions, which are kept out of the training.
    """

    version = models.PositiveIntegerField(primary_key=True)
    trained_at = models.DateTimeField()
    learnt = models.PositiveIntegerField()
    held_out = models.PositiveIntegerField()
    precision = models.FloatField(null=True)
    recall = models.FloatField(null=True)
    auc = models.FloatField(null=True)
    weights = models.BinaryField()
