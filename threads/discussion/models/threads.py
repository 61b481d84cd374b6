"""Threads: lines of posts under one title."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member
from forum.kernel.text import RENDERER_VERSION, Rendered
from threads.discussion.models.boards import Board

TITLE_LONGEST = 200
MOST_TAGS = 5


class State(models.IntegerChoices):
    """Whether a thread or a post is there for its readers."""

    VISIBLE = 0, _("Visible")
    DELETED = 1, _("Removed by its author")
    HIDDEN = 2, _("Hidden by moderators")


@dataclass(frozen=True, slots=True)
class Writing:
    """A text ready to stand: cleaned source, its rendering, and its own words without those it quotes."""

    source: str
    rendered: Rendered
    words: str


class Thread(models.Model):
    """A line of posts under one title.

    `top_number` is the highest number ever given out; numbers are never given twice. `post_count` and the `last_*`
    columns tell only of posts that every reader of the board sees; they change with those posts, under the row's lock.
    A thread without such a post (emptied, or merged away) is there for nobody but moderators.
    """

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="threads")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="threads")
    title = models.CharField(max_length=TITLE_LONGEST)
    created_at = models.DateTimeField()
    closed = models.BooleanField(default=False)
    pinned = models.BooleanField(default=False, db_default=False)
    archived = models.BooleanField(default=False, db_default=False)
    state = models.PositiveSmallIntegerField(choices=State, default=State.VISIBLE, db_default=State.VISIBLE)
    tags = ArrayField(models.CharField(max_length=30), default=list, db_default=models.Value([]), blank=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    post_count = models.PositiveIntegerField(default=0)
    top_number = models.PositiveIntegerField(default=0, db_default=0)
    last_number = models.PositiveIntegerField(default=0)
    last_post_id = models.BigIntegerField(default=0)
    last_at = models.DateTimeField()
    last_author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["board", "-last_post_id"], name="thread_board_activity"),
            models.Index(fields=["-last_post_id"], name="thread_activity"),
            models.Index(fields=["board", "-last_post_id"], name="thread_pinned", condition=models.Q(pinned=True)),
            GinIndex(fields=["tags"], name="thread_tags"),
        ]
        constraints = [
            models.CheckConstraint(name="thread_title_not_empty", condition=~models.Q(title="")),
            models.CheckConstraint(
                name="thread_counts_agree", condition=models.Q(post_count__lte=models.F("last_number"))
            ),
            models.CheckConstraint(name="thread_state_known", condition=models.Q(state__in=State.values)),
            models.CheckConstraint(name="thread_tags_few", condition=models.Q(tags__len__lte=MOST_TAGS)),
        ]

    def __str__(self) -> str:
        return self.title

    def next_number(self) -> int:
        """Give out the next number. The caller holds this row's lock, so there are no doubles, and saves the row."""
        self.top_number = max(self.top_number, self.last_number) + 1
        return self.top_number

    def add_reply(
        self, *, author: Member, writing: Writing, at: datetime, whisper: bool = False, reply_to: int | None = None
    ) -> Any:
        """Append a post. The caller holds this row's lock. A whisper takes a number and shows in no count."""
        post = self.posts.create(
            number=self.next_number(),
            author=author,
            source=writing.source,
            html=writing.rendered.html,
            text=writing.words,
            renderer=RENDERER_VERSION,
            created_at=at,
            whisper=whisper,
            reply_to_id=reply_to,
        )
        fields = ["top_number"]
        if not whisper:
            self.post_count += 1
            self.last_number, self.last_post_id, self.last_at, self.last_author = post.number, post.pk, at, author
            fields += ["post_count", "last_number", "last_post_id", "last_at", "last_author"]
        self.save(update_fields=fields)
        return post

    def recount(self) -> Self:
        """Set the counts and the `last_*` columns from the posts that are there. The caller holds this row's lock."""
        seen = self.posts.filter(state=State.VISIBLE, whisper=False)
        last = seen.order_by("-number").values_list("number", "id", "created_at", "author_id").first()
        self.post_count = seen.count()
        if last is None:
            self.last_number, self.last_post_id, self.last_at, self.last_author_id = (
                0,
                0,
                self.created_at,
                self.author_id,
            )
        else:
            self.last_number, self.last_post_id, self.last_at, self.last_author_id = last
        return self

    COUNTS = ("post_count", "last_number", "last_post_id", "last_at", "last_author")


class ThreadSummary(models.Model):
    """What an editor says a thread has come to, shown on top of it."""

    thread = models.OneToOneField(Thread, on_delete=models.CASCADE, primary_key=True, related_name="summary")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    source = models.TextField()
    html = models.TextField()
    at = models.DateTimeField()


class TopThread(models.Model):
    """A thread's place in a ranking of threads: `span` is "hot", or "day", "week", "month", "year". A job makes them anew."""

    span = models.CharField(max_length=8)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["span", "thread"], name="top_thread_once")]
        indexes = [models.Index(fields=["span", "-score"], name="top_thread_order")]
