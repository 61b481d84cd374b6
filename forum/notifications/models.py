"""Watches, notifications, and what each member wants by mail."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from threads.discussion.models import Post


class Kind(models.TextChoices):
    """What can be watched."""

    BOARD = "board", _("Board")
    THREAD = "thread", _("Thread")


class WatchLevel(models.IntegerChoices):
    """How much somebody wants to hear. Each level includes those below it, but for muted, which is silence."""

    MUTED = 0, _("Muted")
    NORMAL = 1, _("Normal")
    TRACKING = 2, _("Tracking")
    WATCHING = 3, _("Watching")


class Reason(models.IntegerChoices):
    """Why somebody is told; the higher is the stronger."""

    WATCH = 1, _("You watch this")
    REPLY = 2, _("A reply to you")
    MENTION = 3, _("You are mentioned")


class Watch(models.Model):
    """How much a member wants to hear of one thing. Without a row it is `NORMAL`; a thread's goes before its board's."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=16, choices=Kind)
    target_id = models.BigIntegerField()
    level = models.PositiveSmallIntegerField(choices=WatchLevel)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "target_id", "member"], name="watch_once"),
            models.CheckConstraint(name="watch_kind_known", condition=models.Q(kind__in=Kind.values)),
            models.CheckConstraint(name="watch_level_known", condition=models.Q(level__in=WatchLevel.values)),
        ]
        indexes = [
            models.Index(fields=["member", "-id"], name="watch_of_member"),
            models.Index(
                fields=["kind", "target_id", "member"],
                condition=models.Q(level=WatchLevel.WATCHING),
                name="watch_fanout",
            ),
        ]


class Notification(models.Model):
    """One member told of one event, for the strongest reason there was. `seq` is the event's.

    `at` is the event's hour: the post says the minute, where its author may be known that exactly. That it was read is
    kept, and when it was read is not.
    """

    pk = models.CompositePrimaryKey("recipient", "seq")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    seq = models.BigIntegerField()
    reason = models.PositiveSmallIntegerField(choices=Reason)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()
    read = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="notification_reason_known", condition=models.Q(reason__in=Reason.values)),
        ]
        indexes = [
            models.Index(fields=["recipient", "-seq"], condition=models.Q(read=False), name="notification_unread"),
        ]


class MailPreferences(models.Model):
    """What a member wants by mail. Without a row: mail for mentions and replies, that names who and where.

    `discreet` mail says that something waits and not a word more.
    """

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    mail = models.BooleanField(default=True)
    discreet = models.BooleanField(default=False)
