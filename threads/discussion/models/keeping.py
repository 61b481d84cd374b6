"""What members keep for themselves: texts on their way, how far they have read, and what they want to find again."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from forum.kernel import clock, ids
from threads.discussion.models.boards import Board
from threads.discussion.models.posts import Post
from threads.discussion.models.threads import TITLE_LONGEST, Thread


class Waiting(models.TextChoices):
    """What a submission waits for."""

    SCHEDULED = "scheduled", _("Scheduled")
    HELD = "held", _("Held for review")
    BATCH = "batch", _("Waits to be released with others")


class SubmissionState(models.TextChoices):
    """What became of a submission."""

    WAITING = "waiting", _("Waiting")
    RELEASED = "released", _("Released")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Submission(models.Model):
    """A text that is not a post yet. Its id is random and its hour coarse: neither tells when it was written.

    With `thread` it is a reply, with `board` and a title the start of a thread, with a `subject` (whom to ask) and a title the
    proposal of an interview. `refusal` is the code of the rule that stood against it when it was to be released.
    """

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    board = models.ForeignKey(Board, null=True, on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey(Thread, null=True, on_delete=models.CASCADE, related_name="+")
    reply_to = models.ForeignKey(Post, null=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=TITLE_LONGEST, blank=True)
    subject = models.CharField(max_length=120, blank=True, db_default="")
    tags = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    deposits = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    source = models.TextField()
    waits_for = models.CharField(max_length=16, choices=Waiting)
    release_at = models.DateTimeField(null=True)
    hour = models.DateTimeField()
    state = models.CharField(max_length=16, choices=SubmissionState, default=SubmissionState.WAITING)
    refusal = models.CharField(max_length=60, blank=True)
    post = models.ForeignKey(Post, null=True, on_delete=models.SET_NULL, related_name="+")
    interview = models.ForeignKey("threads.Interview", null=True, on_delete=models.SET_NULL, related_name="+")
    screening = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="submission_has_a_place",
                condition=models.Q(thread__isnull=False, board__isnull=True, title="", subject="")
                | (models.Q(thread__isnull=True, board__isnull=False, subject="") & ~models.Q(title=""))
                | (models.Q(thread__isnull=True, board__isnull=True) & ~models.Q(title="") & ~models.Q(subject="")),
            ),
            models.CheckConstraint(name="submission_state_known", condition=models.Q(state__in=SubmissionState.values)),
            models.CheckConstraint(
                name="submission_scheduled_has_a_time",
                condition=models.Q(waits_for__in=Waiting.values)
                & (~models.Q(waits_for=Waiting.SCHEDULED) | models.Q(release_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["author", "hour", "id"], name="submission_of_author"),
            models.Index(
                fields=["waits_for", "release_at"], name="submission_due", condition=models.Q(state="waiting")
            ),
        ]

    @property
    def screened(self) -> str:
        """The text as rules judged it: a proposal together with its title and subject."""
        return f"{self.title}\n{self.subject}\n{self.source}" if self.subject else self.source


class Draft(models.Model):
    """A text being written, on the server. `place` says where it will go: "thread:5", "board:supply",
    "deposit:mount-weld" (a thread about it), "post:12".

    `sequence` goes up with every save, so that of two devices the slower is told. `kept_on` is the day of the last save,
    `kept_for` the place then: a merge takes a draft along to another, and its undoing back.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    place = models.CharField(max_length=88)
    kept_for = models.CharField(max_length=88)
    title = models.CharField(max_length=TITLE_LONGEST, blank=True)
    text = models.TextField(blank=True)
    sequence = models.PositiveIntegerField(default=1)
    kept_on = models.DateField(default=clock.today)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "place"], name="draft_once")]
        indexes = [
            models.Index(fields=["kept_on"], name="draft_age"),
            models.Index(fields=["place", "member"], name="draft_place"),
        ]


class ReadMark(models.Model):
    """The highest number that a member has had before them in a thread. When, is not kept."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "thread"], name="read_mark_once")]


class ReadFloor(models.Model):
    """Everything up to and with this post counts as read: what "mark all as read" leaves behind."""

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    post_id = models.BigIntegerField()


class Bookmark(models.Model):
    """A post that a member wants to find again, and when to be told of it, if ever."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    remind_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "post"], name="bookmark_once")]
        indexes = [
            models.Index(fields=["member", "-id"], name="bookmark_of_member"),
            models.Index(fields=["remind_at"], name="bookmark_due", condition=models.Q(remind_at__isnull=False)),
        ]
