"""Answers: drafts between guest and editor, until they are frozen."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from threads.interviews.models.case import Interview
from threads.interviews.models.questions import Question

ANSWER_LONGEST = 20_000


class Attribution(models.TextChoices):
    """On which terms an answer is given; the transcript names the speaker accordingly."""

    ON_RECORD = "on_record", _("On the record")
    BACKGROUND = "background", _("Background")
    DEEP_BACKGROUND = "deep_background", _("Deep background")
    OFF_RECORD = "off_record", _("Off the record")
    CHATHAM_HOUSE = "chatham_house", _("Chatham House Rule")


class AnswerState(models.TextChoices):
    """Where an answer stands. `released` is for live hours alone."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("With the guest")
    CLEARED = "cleared", _("Cleared by the guest")
    RELEASED = "released", _("Released")
    STRUCK = "struck", _("Struck")


class Answer(models.Model):
    """The answer to one question. Consent is to one wording: `consented` holds the version that the guest cleared.

    A trigger (migration 0061) refuses any change once the interview is frozen, and to the words of a released answer.
    """

    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="answers")
    question = models.OneToOneField(Question, on_delete=models.PROTECT, related_name="answer")
    state = models.CharField(max_length=10, choices=AnswerState, default=AnswerState.DRAFT)
    source = models.TextField()
    html = models.TextField()
    attribution = models.CharField(max_length=16, choices=Attribution)
    version = models.PositiveIntegerField(default=1)
    consented = models.PositiveIntegerField(null=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="answer_state_known", condition=models.Q(state__in=AnswerState.values)),
            models.CheckConstraint(
                name="answer_attribution_known", condition=models.Q(attribution__in=Attribution.values)
            ),
            models.CheckConstraint(
                name="answer_out_with_consent",
                condition=~models.Q(state__in=["cleared", "released"]) | models.Q(consented=models.F("version")),
            ),
            models.CheckConstraint(
                name="answer_released_has_time",
                condition=~models.Q(state="released") | models.Q(released_at__isnull=False),
            ),
            models.CheckConstraint(
                name="answer_off_record_stays_in",
                condition=~models.Q(state="released", attribution="off_record"),
            ),
        ]


class AnswerVersion(models.Model):
    """What an answer said before, and who replaced it."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    source = models.TextField()
    attribution = models.CharField(max_length=16, choices=Attribution)
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "version"], name="answer_version_once")]
