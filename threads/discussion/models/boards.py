"""Boards: where threads stand, and who may do what there."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.members.models import Level


class Colour(models.TextChoices):
    """A board's colour, by mineral."""

    MALACHITE = "malachite", _("Malachite")
    AZURITE = "azurite", _("Azurite")
    OCHRE = "ochre", _("Ochre")
    CINNABAR = "cinnabar", _("Cinnabar")
    GRAPHITE = "graphite", _("Graphite")


class WatchDefault(models.IntegerChoices):
    """How much members hear of a board's threads who have set nothing themselves; the numbers are the watches' own."""

    MUTED = 0, _("Muted")
    NORMAL = 1, _("Normal")
    TRACKING = 2, _("Tracking")
    WATCHING = 3, _("Watching")


class Board(models.Model):
    """A place for threads, with a level each for reading, starting and replying.

    A board may stand below another one, which then stands below none; a trigger holds it to two levels. `slow_seconds`
    is the least time between two posts of one member in one thread, `archive_days` how long a thread may be silent
    before it is archived; 0 turns either off. The counts are of what everybody with the level sees: rows of
    `BoardCount` are folded into them seconds later.
    """

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=80)
    description = models.CharField(max_length=300, blank=True)
    colour = models.CharField(max_length=16, choices=Colour, default=Colour.MALACHITE)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    position = models.PositiveSmallIntegerField(default=0)
    read_level = models.PositiveSmallIntegerField(choices=Level, default=Level.PUBLIC)
    start_level = models.PositiveSmallIntegerField(choices=Level, default=Level.MEMBER)
    reply_level = models.PositiveSmallIntegerField(choices=Level, default=Level.MEMBER)
    slow_seconds = models.PositiveIntegerField(default=0, db_default=0)
    archive_days = models.PositiveSmallIntegerField(default=0, db_default=0)
    default_watch = models.PositiveSmallIntegerField(
        choices=WatchDefault, default=WatchDefault.NORMAL, db_default=WatchDefault.NORMAL
    )
    thread_count = models.PositiveIntegerField(default=0)
    post_count = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="board_levels_in_order",
                condition=models.Q(start_level__gte=models.F("read_level"), reply_level__gte=models.F("read_level"))
                & models.Q(start_level__gte=Level.MEMBER, reply_level__gte=Level.MEMBER, start_level__lte=Level.STAFF)
                & models.Q(reply_level__lte=Level.STAFF, read_level__lte=Level.STAFF),
            ),
            models.CheckConstraint(name="board_colour_known", condition=models.Q(colour__in=Colour.values)),
            models.CheckConstraint(name="board_watch_known", condition=models.Q(default_watch__in=WatchDefault.values)),
        ]

    def __str__(self) -> str:
        return self.title


class BoardCount(models.Model):
    """What one change added to a board's counts, or took away: written with the change, folded into the board later.

    So fifty writers on one board do not wait for each other, and no count is ever lost.
    """

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+", db_index=False)
    threads = models.IntegerField()
    posts = models.IntegerField()


class BoardModerator(models.Model):
    """A member who moderates one board: sees what is hidden there, closes, pins and moves."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="moderators", db_index=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "board"], name="board_moderator_once")]
        indexes = [models.Index(fields=["board"], name="board_moderator_board")]


class PostTemplate(models.Model):
    """A form to start a thread with, such as a resource update: headings to fill in."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="templates")
    name = models.CharField(max_length=80)
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "name"], name="post_template_once")]
