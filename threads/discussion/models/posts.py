"""Posts: texts in a thread, what they said before, and what readers say to them."""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member
from forum.kernel.text import RENDERER_VERSION
from threads.discussion.models.threads import State, Thread, Writing

REASON_LONGEST = 200


class Post(models.Model):
    """One text in a thread. `html` is `source`, rendered at write; `text` leaves out what it quotes of other posts.

    `number` counts within the thread and changes only when the post is moved to another one. A `whisper` is seen by
    those who moderate alone.
    """

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="posts")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts")
    source = models.TextField()
    html = models.TextField()
    text = models.TextField()
    renderer = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    state = models.PositiveSmallIntegerField(choices=State, default=State.VISIBLE, db_default=State.VISIBLE)
    whisper = models.BooleanField(default=False, db_default=False)
    reply_to = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="answers")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="post_number_unique"),
            models.CheckConstraint(name="post_number_from_one", condition=models.Q(number__gte=1)),
            models.CheckConstraint(name="post_state_known", condition=models.Q(state__in=State.values)),
        ]
        indexes = [
            models.Index(fields=["author", "-id"], name="post_author_newest"),
            models.Index(fields=["thread", "-id"], name="post_thread_newest"),
            BrinIndex(fields=["created_at"], name="post_age", autosummarize=True),
        ]

    def revise(self, *, editor: Member, writing: Writing, at: datetime, reason: str, quietly: bool = False) -> None:
        """Replace the text and keep the one before, unless `quietly`. The caller holds this row's lock."""
        fields = ["source", "html", "text", "renderer", "version"]
        if not quietly:
            PostRevision.objects.create(
                post=self, version=self.version, editor=editor, source=self.source, replaced_at=at, reason=reason
            )
            self.edited_at = at
            fields.append("edited_at")
        self.source, self.html, self.text = writing.source, writing.rendered.html, writing.words
        self.renderer, self.version = RENDERER_VERSION, self.version + 1
        self.save(update_fields=fields)


class PostRevision(models.Model):
    """A text that a post had before: `version` as it was, who replaced it when, and why if they said."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    source = models.TextField()
    replaced_at = models.DateTimeField()
    reason = models.CharField(max_length=REASON_LONGEST, blank=True, db_default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "version"], name="post_revision_unique")]


class PostQuote(models.Model):
    """`post` quotes `quoted`, which its text calls by `thread_number` and `number`: where it stood when it was quoted.

    Kept beyond later edits, since earlier texts of the post can be read, too.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="quotes", db_index=False)
    quoted = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    thread_number = models.BigIntegerField()
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "thread_number", "number"], name="post_quote_once"),
        ]


class AnswerQuote(models.Model):
    """`post` quotes an answer of an interview. Kept beyond later edits, as `PostQuote` is."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="answer_quotes", db_index=False)
    interview_number = models.BigIntegerField(db_index=True)
    answer_number = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "interview_number", "answer_number"], name="answer_quote_once"),
        ]


class TranscriptTakenDown(models.Model):
    """An interview of whose transcript nobody reads a word any more; interviews write it here, for the quotes."""

    interview_number = models.BigIntegerField(primary_key=True)


class ReactionKind(models.TextChoices):
    """What a reader can say to a post without a word."""

    THANKS = "thanks", _("Thanks")
    AGREE = "agree", _("Agree")
    SOURCED = "sourced", _("Well sourced")
    DOUBT = "doubt", _("I doubt this")


class Reaction(models.Model):
    """One member's reaction to one post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reactions", db_index=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=ReactionKind)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "member"], name="reaction_once"),
            models.CheckConstraint(name="reaction_kind_known", condition=models.Q(kind__in=ReactionKind.values)),
        ]


class ReactionCount(models.Model):
    """How many reactions of one kind a post has. Changes with them, in one statement."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=16, choices=ReactionKind)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "kind"], name="reaction_count_once")]
