"""What was done to threads: the lines between their posts, and what is needed to undo it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from threads.discussion.models.boards import Board
from threads.discussion.models.posts import Post
from threads.discussion.models.threads import Thread


class ChangeKind(models.TextChoices):
    """What was done to a thread."""

    CLOSED = "closed", _("closed this thread")
    LOCKED = "locked", _("closed this thread")
    REOPENED = "reopened", _("opened this thread again")
    PINNED = "pinned", _("pinned this thread")
    UNPINNED = "unpinned", _("unpinned this thread")
    ARCHIVED = "archived", _("archived this thread")
    UNARCHIVED = "unarchived", _("took this thread out of the archive")
    RENAMED = "renamed", _("gave this thread another title")
    MOVED = "moved", _("moved this thread")
    MERGED = "merged", _("merged another thread into this one")
    SPLIT = "split", _("moved posts to another thread")


class ThreadChange(models.Model):
    """One line between the posts of a thread, after post number `after_number`. Nobody's change is the clock's.

    But nobody has `locked` it: that was a decision of moderators, who are not named.

    A move names the boards, a merge and a split the `other` thread; these three can be undone, and then say so.
    `brought_tags` are those that a merge brought and nobody took away since.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="changes", db_index=False)
    kind = models.CharField(max_length=16, choices=ChangeKind)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    after_number = models.PositiveIntegerField()
    other = models.ForeignKey(Thread, null=True, on_delete=models.PROTECT, related_name="+")
    from_board = models.ForeignKey(Board, null=True, on_delete=models.PROTECT, related_name="+")
    to_board = models.ForeignKey(Board, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    brought_tags = ArrayField(models.CharField(max_length=30), default=list, db_default=models.Value([]), blank=True)

    class Meta:
        indexes = [models.Index(fields=["thread", "after_number"], name="thread_change_place")]
        constraints = [
            models.CheckConstraint(name="thread_change_known", condition=models.Q(kind__in=ChangeKind.values)),
            models.CheckConstraint(
                name="thread_change_brings_by_merge",
                condition=models.Q(kind=ChangeKind.MERGED) | models.Q(brought_tags=[]),
            ),
        ]


class TimedChange(models.TextChoices):
    """What the clock does to a thread when its time has come."""

    CLOSE = "close", _("Close")
    REOPEN = "reopen", _("Open again")
    UNPIN = "unpin", _("Unpin")
    ARCHIVE = "archive", _("Archive")


class ThreadTimer(models.Model):
    """That something will be done to a thread at a time, by the word of `set_by`."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="timers", db_index=False)
    what = models.CharField(max_length=16, choices=TimedChange)
    at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "what"], name="thread_timer_once"),
            models.CheckConstraint(name="thread_timer_known", condition=models.Q(what__in=TimedChange.values)),
        ]
        indexes = [models.Index(fields=["at"], name="thread_timer_due")]


class PostMove(models.Model):
    """Where a post stood before a merge, a split or their undoing, and where it went. Old addresses are found here."""

    change = models.ForeignKey(ThreadChange, on_delete=models.CASCADE, related_name="moves")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    from_thread = models.BigIntegerField()
    from_number = models.PositiveIntegerField()
    to_thread = models.BigIntegerField()
    to_number = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["from_thread", "from_number"], name="post_move_from")]
