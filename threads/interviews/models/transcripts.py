"""What is published: versions of a transcript, signed and never changed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from threads.interviews.models.answers import Attribution
from threads.interviews.models.case import REASON_LONGEST, Interview


class Transcript(models.Model):
    """One version, as bytes that anybody can verify. Only added to (a trigger).

    `document` is canonical JSON in UTF-8, `sha256` 32 bytes over it, `signature` 64 bytes of Ed25519 over it, `key_id` the
    first 16 hexadecimal digits of the SHA-256 of the public key.
    """

    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="transcripts")
    version = models.PositiveIntegerField()
    document = models.BinaryField()
    sha256 = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)
    key_id = models.CharField(max_length=16)
    note = models.CharField(max_length=REASON_LONGEST, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["interview", "version"], name="transcript_version_once"),
            models.CheckConstraint(
                name="transcript_correction_says_what", condition=models.Q(version=1) | ~models.Q(note="")
            ),
        ]


class TranscriptEntry(models.Model):
    """One question and its answer in one version, ready to be shown; nothing of it is read from drafts again."""

    transcript = models.ForeignKey(Transcript, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    answer_id = models.BigIntegerField()
    question_html = models.TextField()
    question_text = models.TextField()
    asked_by = models.CharField(max_length=80)
    asked_camp = models.CharField(max_length=16, blank=True)
    follow_up = models.BooleanField(default=False)
    answer_html = models.TextField()
    answer_source = models.TextField()
    attribution = models.CharField(max_length=16, choices=Attribution)
    speaker = models.CharField(max_length=120, blank=True)
    corrected_in = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["transcript", "number"], name="transcript_entry_numbered")]
        indexes = [models.Index(fields=["answer_id"], name="transcript_entry_answer")]


class TranscriptChapter(models.Model):
    """Where in the recording something begins."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="chapters")
    starts_at = models.PositiveIntegerField(help_text="Seconds from the beginning.")
    title = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interview", "starts_at"], name="chapter_once")]


class TakedownVote(models.Model):
    """An editor's word that a published transcript must go. It goes with the second, by another editor (a trigger)."""

    class Ground(models.TextChoices):
        SAFETY = "safety", _("Somebody's safety")
        LAW = "law", _("The law")

    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="takedown_votes")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=8, choices=Ground)
    reason = models.CharField(max_length=REASON_LONGEST)
    voted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["interview", "editor"], name="takedown_vote_once"),
            models.CheckConstraint(name="takedown_ground_known", condition=models.Q(ground__in=["safety", "law"])),
            models.CheckConstraint(name="takedown_says_why", condition=~models.Q(reason="")),
        ]
