"""Every read of watches and notifications.

What a member may no longer see is neither shown nor counted: every read passes the discussion's selectors again.
"""

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet

from accounts.members.models import Member
from accounts.members.selectors import Person
from forum.notifications import targets
from forum.notifications.models import Kind, MailPreferences, Notification, Reason, Watch, WatchLevel
from forum.notifications.targets import Target
from threads.discussion import selectors as discussion
from threads.discussion.models import Post

PAGE = 50
MOST_COUNTED = 100
"""Where counting the unread stops; the header then says "99+"."""

REASON_NAMES = {Reason.WATCH: "watch", Reason.REPLY: "reply", Reason.MENTION: "mention"}
LEVEL_NAMES = {level: level.name.lower() for level in WatchLevel}


@dataclass(frozen=True, slots=True)
class NotificationRow:
    """One item of an inbox. `id` is the event's number and `at` its hour; `posted_at` is what the post itself says."""

    id: int
    reason: Reason
    thread_id: int
    thread_title: str
    post_id: int
    number: int
    actor: Person
    posted_at: datetime
    at: datetime
    read: bool

    @property
    def url(self) -> str:
        return f"/threads/{self.thread_id}/{self.number}"

    @property
    def open_url(self) -> str:
        """Where the inbox leads: to the post, and read on the way."""
        return f"/inbox/{self.id}"


@dataclass(frozen=True, slots=True)
class WatchRow:
    """One thing that a member has set a level for."""

    id: int
    target: Target
    level: WatchLevel


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail to one member about one notification is made of."""

    address: str
    discreet: bool
    row: NotificationRow


# --- the inbox ------------------------------------------------------------------------------------------------------


def notifications(*, viewer: Member) -> QuerySet[Notification]:
    """The viewer's own notifications, but for those on what they may not see now."""
    return Notification.objects.filter(recipient=viewer, post__in=discussion.posts(viewer=viewer))


_ROW = (
    "seq", "reason", "post__thread_id", "post__thread__title", "post_id", "post__number",
    "post__author_id", "post__author__handle", "post__author__role", "post__created_at", "at", "read",
)  # fmt: skip


def _rows(found: QuerySet[Notification]) -> list[NotificationRow]:
    rows = found.values_list(*_ROW)
    return [
        NotificationRow(id=seq, reason=Reason(reason), thread_id=thread_id, thread_title=title, post_id=post_id,
                        number=number, actor=Person(author_id, handle, role), posted_at=posted_at, at=at, read=read)
        for seq, reason, thread_id, title, post_id, number, author_id, handle, role, posted_at, at, read in rows
    ]  # fmt: skip


def inbox(*, viewer: Member, before: int = 0, unread: bool = False, limit: int = PAGE) -> list[NotificationRow]:
    """The newest `limit` notifications below number `before` (0: from the newest). One query."""
    found = notifications(viewer=viewer).order_by("-seq")
    if before:
        found = found.filter(seq__lt=before)
    if unread:
        found = found.filter(read=False)
    return _rows(found[:limit])


def notification(seq: int, *, viewer: Member) -> NotificationRow | None:
    found = _rows(notifications(viewer=viewer).filter(seq=seq))
    return found[0] if found else None


def unread_count(*, viewer: Member) -> int:
    """How many are unread, up to `MOST_COUNTED`. One query on the index of unread ones."""
    return notifications(viewer=viewer).filter(read=False)[:MOST_COUNTED].count()


def told_of(seq: int, members: list[int]) -> list[int]:
    """Those of `members` who have been told of event `seq`. For live, which tells them to look."""
    found = Notification.objects.filter(seq=seq, recipient__in=members)
    return list(found.values_list("recipient_id", flat=True))


# --- watches --------------------------------------------------------------------------------------------------------


def watch_level(kind: Kind, target_id: int, *, viewer: Member) -> WatchLevel:
    """What holds for `viewer` here: their level for this thing, else for the board it stands on, else `NORMAL`. One query."""
    own = Q(kind=kind, target_id=target_id)
    if kind == Kind.THREAD:
        board = discussion.threads(viewer=viewer).filter(pk=target_id).values("board_id")
        own |= Q(kind=Kind.BOARD, target_id__in=board)
    found = dict(Watch.objects.filter(own, member=viewer).values_list("kind", "level"))
    return WatchLevel(found.get(kind, found.get(Kind.BOARD, WatchLevel.NORMAL)))


def watches(*, viewer: Member, before: int = 0, limit: int = PAGE) -> tuple[list[WatchRow], int]:
    """The viewer's watches, newest first, below row `before`; and where to go on, 0 at the end.

    Watches on what the viewer may not see now are passed over, so a page can be shorter than `limit`.
    """
    found = Watch.objects.filter(member=viewer).order_by("-id")
    if before:
        found = found.filter(pk__lt=before)
    rows = list(found.values_list("id", "kind", "target_id", "level")[: limit + 1])
    named = targets.name([(kind, target_id) for _, kind, target_id, _ in rows[:limit]], viewer=viewer)
    shown = [
        WatchRow(pk, named[kind, target_id], WatchLevel(level))
        for pk, kind, target_id, level in rows[:limit]
        if (kind, target_id) in named
    ]
    return shown, rows[limit - 1][0] if len(rows) > limit else 0


# --- the post that was written, for those who tell of it --------------------------------------------------------------


def told_post(post_id: int) -> Post | None:
    """The post with its thread and board, whoever may read it."""
    return Post.objects.select_related("thread__board").filter(pk=post_id).first()


# --- mail -----------------------------------------------------------------------------------------------------------


def mail_preferences(*, viewer: Member) -> MailPreferences:
    """What the member wants by mail; the defaults where nothing is set."""
    return MailPreferences.objects.filter(member=viewer).first() or MailPreferences(member=viewer)


def letter(recipient_id: int, seq: int) -> Letter | None:
    """What to mail, as things stand now; None when it is read, unseen, unwanted, or there is no proven address."""
    member = Member.objects.filter(pk=recipient_id).first()
    if member is None or not member.is_active:
        return None
    wanted = mail_preferences(viewer=member)
    row = notification(seq, viewer=member) if wanted.mail else None
    if row is None or row.read:
        return None
    proven = EmailAddress.objects.filter(user=member, verified=True).order_by("-primary", "id").first()
    return Letter(address=proven.email, discreet=wanted.discreet, row=row) if proven is not None else None


def is_member(member_id: int) -> bool:
    """Whether the member is still here."""
    return Member.objects.filter(pk=member_id).exists()
