"""Questions, who supports them, and the order in which they are read."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from threads.interviews.models.case import REASON_LONGEST, Interview

QUESTION_LONGEST = 1_000


class QuestionState(models.TextChoices):
    """Where a question stands. `refused` was held and stays unseen; what everybody read is `declined`, in public."""

    WAITING = "waiting", _("Comes out with others")
    HELD = "held", _("Held for the editors")
    OPEN = "open", _("Open")
    SELECTED = "selected", _("Put to the guest")
    MERGED = "merged", _("Merged into another")
    DECLINED = "declined", _("Declined")
    REFUSED = "refused", _("Not let out")
    WITHDRAWN = "withdrawn", _("Withdrawn by its asker")
    HIDDEN = "hidden", _("Hidden by moderators")


class Question(models.Model):
    """One question. `camp` is the camp of the asker's attested roles when it was asked, "" without one.

    What a protected member asks is `waiting` under a random id, with the hour as its time, and nobody else sees it; when it
    comes out it is a new row, with a new id and the time of that moment.

    `vote_count` and `support` follow the votes, seconds behind; they are counted anew each time and cannot drift.
    """

    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="questions")
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    camp = models.CharField(max_length=16, blank=True)
    source = models.TextField()
    html = models.TextField()
    text = models.TextField()
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=QuestionState, default=QuestionState.OPEN)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    follows_up = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="follow_ups")
    reason = models.CharField(max_length=REASON_LONGEST, blank=True)
    version = models.PositiveIntegerField(default=1)
    vote_count = models.PositiveIntegerField(default=0)
    support = models.FloatField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="question_state_known", condition=models.Q(state__in=QuestionState.values)),
            models.CheckConstraint(
                name="question_merged_names_target",
                condition=models.Q(state="merged", merged_into__isnull=False)
                | (~models.Q(state="merged") & models.Q(merged_into=None)),
            ),
            models.CheckConstraint(
                name="question_declined_says_why",
                condition=~models.Q(state__in=["declined", "refused"]) | ~models.Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["interview", "state", "-id"], name="question_by_state"),
            models.Index(fields=["interview", "asker"], name="question_by_asker"),
        ]


class QuestionVersion(models.Model):
    """What a question said before it was edited."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    source = models.TextField()
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "version"], name="question_version_once")]


class QuestionVote(models.Model):
    """One member's support. A row a vote and no counter beside it: voters never wait for each other."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="votes")
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    camp = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "voter"], name="question_vote_once")]
        indexes = [models.Index(fields=["voter", "question"], name="question_vote_by_voter")]


class QuestionFollow(models.Model):
    """A member wants to hear what becomes of a question that somebody else asked."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="followers", db_index=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "member"], name="question_follow_once")]


class QuestionOrder(models.Model):
    """The order of an interview's open questions at a moment: what a reader pages over, so that nothing moves under them."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="orders")
    questions = ArrayField(models.BigIntegerField())
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["interview", "-id"], name="question_order_newest")]
