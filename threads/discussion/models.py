"""Boards, threads and posts."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.members.models import Level, Member
from forum.kernel.text import RENDERER_VERSION, Rendered
from threads.deposits.models import Deposit
from threads.disclosures.models import Disclosure

TITLE_LONGEST = 200


class Colour(models.TextChoices):
    """A board's colour, by mineral."""

    MALACHITE = "malachite", _("Malachite")
    AZURITE = "azurite", _("Azurite")
    OCHRE = "ochre", _("Ochre")
    CINNABAR = "cinnabar", _("Cinnabar")
    GRAPHITE = "graphite", _("Graphite")


class Board(models.Model):
    """A place for threads, with a level each for reading, starting and replying.

    The counts follow the log of events, seconds behind; `counters` mends them.
    """

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=80)
    description = models.CharField(max_length=300, blank=True)
    colour = models.CharField(max_length=16, choices=Colour, default=Colour.MALACHITE)
    position = models.PositiveSmallIntegerField(default=0)
    read_level = models.PositiveSmallIntegerField(choices=Level, default=Level.PUBLIC)
    start_level = models.PositiveSmallIntegerField(choices=Level, default=Level.MEMBER)
    reply_level = models.PositiveSmallIntegerField(choices=Level, default=Level.MEMBER)
    thread_count = models.PositiveIntegerField(default=0)
    post_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="board_levels_in_order",
                condition=models.Q(start_level__gte=models.F("read_level"), reply_level__gte=models.F("read_level"))
                & models.Q(start_level__gte=Level.MEMBER, reply_level__gte=Level.MEMBER, start_level__lte=Level.STAFF)
                & models.Q(reply_level__lte=Level.STAFF, read_level__lte=Level.STAFF),
            ),
            models.CheckConstraint(name="board_colour_known", condition=models.Q(colour__in=Colour.values)),
        ]

    def __str__(self) -> str:
        return self.title


class Thread(models.Model):
    """A line of posts under one title. The `last_*` columns name the newest post and change with it, under the row's lock."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="threads")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="threads")
    title = models.CharField(max_length=TITLE_LONGEST)
    created_at = models.DateTimeField()
    closed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    post_count = models.PositiveIntegerField(default=0)
    last_number = models.PositiveIntegerField(default=0)
    last_post_id = models.BigIntegerField(default=0)
    last_at = models.DateTimeField()
    last_author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["board", "-last_post_id"], name="thread_board_activity"),
            models.Index(fields=["-last_post_id"], name="thread_activity"),
        ]
        constraints = [
            models.CheckConstraint(name="thread_title_not_empty", condition=~models.Q(title="")),
            models.CheckConstraint(
                name="thread_counts_agree", condition=models.Q(post_count__lte=models.F("last_number"))
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def add_reply(self, *, author: Member, source: str, rendered: Rendered, at: datetime) -> "Post":
        """Append a post. The caller holds this row's lock, so numbers have no gaps and no doubles."""
        self.last_number += 1
        self.post_count += 1
        post = Post.objects.create(
            thread=self,
            number=self.last_number,
            author=author,
            source=source,
            html=rendered.html,
            text=rendered.text,
            renderer=RENDERER_VERSION,
            created_at=at,
        )
        self.last_post_id, self.last_at, self.last_author = post.pk, at, author
        self.save(update_fields=["last_number", "post_count", "last_post_id", "last_at", "last_author"])
        return post


class Post(models.Model):
    """One text in a thread. `number` counts within the thread and never changes; `html` is `source`, rendered at write."""

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

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="post_number_unique"),
            models.CheckConstraint(name="post_number_from_one", condition=models.Q(number__gte=1)),
        ]
        indexes = [
            models.Index(fields=["author", "-id"], name="post_author_newest"),
            models.Index(fields=["thread", "-id"], name="post_thread_newest"),
        ]

    def revise(self, *, editor: Member, source: str, rendered: Rendered, at: datetime) -> None:
        """Replace the text and keep the one before. The caller holds this row's lock."""
        PostRevision.objects.create(post=self, version=self.version, editor=editor, source=self.source, replaced_at=at)
        self.source, self.html, self.text, self.renderer = source, rendered.html, rendered.text, RENDERER_VERSION
        self.edited_at, self.version = at, self.version + 1
        self.save(update_fields=["source", "html", "text", "renderer", "edited_at", "version"])


class PostRevision(models.Model):
    """A text that a post had before: `version` as it was, and who replaced it when."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    source = models.TextField()
    replaced_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "version"], name="post_revision_unique")]


class ThreadDeposit(models.Model):
    """That a thread is about a deposit."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="deposit_links")
    deposit = models.ForeignKey(Deposit, on_delete=models.PROTECT, related_name="thread_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "deposit"], name="thread_deposit_once")]
        indexes = [models.Index(fields=["deposit", "-thread"], name="deposit_threads_newest")]


class PostInterest(models.Model):
    """The interest that held when a post was written. The statement it names never changes, so neither does the post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="interests")
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "disclosure"], name="post_interest_once")]
