"""Watches, notifications, and what each member wants by mail."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forum.kernel import clock
from forum.search.models import QUERY_LONGEST, SavedSearch
from moderation.actions.models import Statement
from threads.deposits.models import Change, Proposal
from threads.discussion.models import Post
from threads.interviews.models import Interview


class Kind(models.TextChoices):
    """What can be watched."""

    BOARD = "board", _("Board")
    THREAD = "thread", _("Thread")
    DEPOSIT = "deposit", _("Deposit")
    INTERVIEW = "interview", _("Interview")
    MEMBER = "member", _("Member")
    SEARCH = "search", _("Saved search")


class WatchLevel(models.IntegerChoices):
    """How much somebody wants to hear. Each level includes those below it, but for muted, which is silence."""

    MUTED = 0, _("Muted")
    NORMAL = 1, _("Normal")
    TRACKING = 2, _("Tracking")
    WATCHING = 3, _("Watching")


class Reason(models.IntegerChoices):
    """Why somebody is told; of several reasons to hear of one event the highest stands."""

    SEARCH = 10, _("A search you saved finds it")
    MEMBER = 20, _("You follow its author")
    DEPOSIT = 30, _("You follow the deposit")
    INTERVIEW = 35, _("You follow the interview")
    BOARD = 40, _("You watch the board")
    THREAD = 50, _("You watch the thread")
    REPLY = 60, _("A reply to you")
    MENTION = 70, _("You are mentioned")
    REMINDER = 80, _("You asked to be reminded")
    QUESTION = 84, _("You asked it")
    PROPOSAL = 85, _("You proposed it")
    DESK = 86, _("It waits for you")
    REPORT = 87, _("You reported it")
    WEBHOOK = 88, _("It is your webhook")
    VERIFICATION = 90, _("Your verification")
    APPEAL = 91, _("You appealed")
    DECISION = 92, _("It is about you")


class Topic(models.TextChoices):
    """What a member chooses channels for."""

    PERSONAL = "personal", _("Mentions, quotes of you, replies to you")
    WATCHED = "watched", _("Boards and threads you watch")
    PEOPLE = "people", _("New threads by members you follow")
    DEPOSITS = "deposits", _("Deposits you follow: threads and changed figures")
    INTERVIEWS = "interviews", _("Interviews you follow")
    SEARCHES = "searches", _("Searches you saved")
    REMINDERS = "reminders", _("Reminders you set")
    MATTERS = "matters", _("Your own matters: appeals, proposals, verification, decisions")


class MailPace(models.IntegerChoices):
    """When something is mailed, if it is still unread by then."""

    NEVER = 0, _("No mail")
    SOON = 1, _("At once")
    DAILY = 2, _("Daily")
    WEEKLY = 3, _("Weekly")


class Watch(models.Model):
    """How much a member wants to hear of one thing. Without a row it is `NORMAL`; a thread's goes before its board's.

    Who follows a deposit stands in the catalogue, and a saved search that tells is a `SearchAlert`.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=16, choices=Kind)
    target_id = models.BigIntegerField()
    level = models.PositiveSmallIntegerField(choices=WatchLevel)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "target_id", "member"], name="watch_once"),
            models.CheckConstraint(
                name="watch_kind_known", condition=models.Q(kind__in=["board", "thread", "interview", "member"])
            ),
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

    What it is about is one of post, change, proposal, interview and statement; a verification, a report, a webhook and what
    waits at the desk of an interview are the member's own and need none: the last must not tell which interview. `step` says
    what became of it (an interview's face, an appeal's outcome), `search` which saved search found it.

    `at` is the event's hour: the post says the minute, where its author may be known that exactly. That it was read is
    kept, and when it was read is not. `mail` is how it is mailed, `delivery` the job that carries it.
    """

    pk = models.CompositePrimaryKey("recipient", "seq")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    seq = models.BigIntegerField()
    reason = models.PositiveSmallIntegerField(choices=Reason)
    post = models.ForeignKey(Post, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    change = models.ForeignKey(Change, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    proposal = models.ForeignKey(Proposal, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    interview = models.ForeignKey(Interview, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    statement = models.ForeignKey(Statement, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    search = models.ForeignKey(SavedSearch, null=True, on_delete=models.SET_NULL, related_name="+")
    step = models.CharField(max_length=16, blank=True, default="", db_default="")
    at = models.DateTimeField()
    read = models.BooleanField(default=False)
    mail = models.PositiveSmallIntegerField(choices=MailPace, default=MailPace.NEVER, db_default=0)
    delivery = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="notification_reason_known", condition=models.Q(reason__in=Reason.values)),
            models.CheckConstraint(name="notification_mail_known", condition=models.Q(mail__in=MailPace.values)),
        ]
        indexes = [
            models.Index(fields=["recipient", "-seq"], condition=models.Q(read=False), name="notification_unread"),
            models.Index(
                fields=["recipient", "mail"],
                condition=models.Q(mail__gt=0, delivery=None, read=False),
                name="notification_to_mail",
            ),
        ]


class SearchAlert(models.Model):
    """A watched search as PostgreSQL matches it against a new post: tsqueries in text form, made when it was watched.

    `title` holds the words that must stand in the title, where the search asks for that; `query` is what all was made of.
    """

    search = models.OneToOneField(SavedSearch, on_delete=models.CASCADE, related_name="+", primary_key=True)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    query = models.CharField(max_length=QUERY_LONGEST)
    filter = models.TextField()
    title = models.TextField(blank=True)


class MailPreferences(models.Model):
    """How a member wants to hear. Without a row: mail, that names who and where; no quiet hours; UTC.

    `discreet` mail and push say that something waits and not a word more. Hours and days are the member's own, in `zone`;
    from `quiet_from` up to `quiet_until` nothing is mailed or pushed (equal: no quiet hours). `digest_day` is ISO's: Monday
    is 1. `digested_on` and `weekly_on` are the member's days of the last digests. `bounced`: the address took no mail.
    """

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    mail = models.BooleanField(default=True)
    discreet = models.BooleanField(default=False)
    zone = models.CharField(max_length=64, default="UTC", db_default="UTC")
    quiet_from = models.PositiveSmallIntegerField(default=0, db_default=0)
    quiet_until = models.PositiveSmallIntegerField(default=0, db_default=0)
    digest_hour = models.PositiveSmallIntegerField(default=8, db_default=8)
    digest_day = models.PositiveSmallIntegerField(default=1, db_default=1)
    digested_on = models.DateField(null=True)
    weekly_on = models.DateField(null=True)
    bounced = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mailpreferences_hours",
                condition=models.Q(quiet_from__lt=24, quiet_until__lt=24, digest_hour__lt=24, digest_day__range=(1, 7)),
            )
        ]


class Channel(models.Model):
    """How a member wants to hear of one topic outside the inbox; without a row the topic's defaults hold."""

    pk = models.CompositePrimaryKey("member", "topic")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    topic = models.CharField(max_length=16, choices=Topic)
    mail = models.PositiveSmallIntegerField(choices=MailPace)
    push = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="channel_topic_known", condition=models.Q(topic__in=Topic.values)),
            models.CheckConstraint(name="channel_mail_known", condition=models.Q(mail__in=MailPace.values)),
        ]


class PushEndpoint(models.Model):
    """A browser that asked to be pushed to. Its address and keys are sealed: who has the address knows the device.

    `digest` finds the row again by the address. `credential` is the session or token it was added with: with that it ends.
    Protected members have none.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.BinaryField(unique=True)
    sealed = models.BinaryField()
    credential = models.CharField(max_length=80)
    added_on = models.DateField(default=clock.today)
