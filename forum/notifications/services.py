"""Every change to watches, notifications and mail preferences."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from accounts.members.selectors import Viewer, members_by_handle
from forum.kernel import text
from forum.kernel.events import publish
from forum.kernel.jobs import enqueue_many
from forum.notifications import policies, selectors, targets
from forum.notifications.events import MailPreferencesChanged, WatchChanged
from forum.notifications.models import Kind, MailPreferences, Notification, Reason, Watch, WatchLevel
from threads.discussion import selectors as discussion
from threads.discussion.models import Post

MAIL = "notifications.mail"
CHUNK = 5000
"""Members told in one statement."""

BELL = "assay_inbox"
"""Rung when inboxes change: "first last seq" are the range of members and the event; seq is 0 when it was read."""

# Who may hear of a post at all: its readers, but for those who muted it. A thread's level goes before its board's.
_HEARS = """
    {member} IN ({readers}) AND {member} <> %(actor)s AND coalesce(
        (SELECT level FROM forum_watch WHERE kind = 'thread' AND target_id = %(thread)s AND member_id = {member}),
        (SELECT level FROM forum_watch WHERE kind = 'board' AND target_id = %(board)s AND member_id = {member}),
        (SELECT default_watch FROM threads_board WHERE id = %(board)s)) > 0
"""

_NAMED = """
    INSERT INTO forum_notification AS kept (recipient_id, seq, reason, post_id, at, read)
    SELECT named.member, %(seq)s, named.reason, %(post)s, date_trunc('hour', %(at)s::timestamptz, 'UTC'), false
    FROM unnest(%(members)s::bigint[], %(reasons)s::smallint[]) AS named(member, reason)
    WHERE {hears}
    ON CONFLICT (recipient_id, seq) DO UPDATE SET reason = excluded.reason WHERE kept.reason < excluded.reason
    RETURNING recipient_id
"""

# Whoever watches a thread knows its first post: only a board's watchers are told of that.
_WATCHERS = """
    WITH chunk AS MATERIALIZED (
        SELECT member_id FROM (
            (SELECT member_id FROM forum_watch WHERE kind = 'thread' AND target_id = %(thread)s AND level = 3
             AND %(number)s > 1 AND member_id > %(after)s ORDER BY member_id LIMIT %(limit)s)
            UNION
            (SELECT member_id FROM forum_watch AS of_board WHERE kind = 'board' AND target_id = %(board)s AND level = 3
             AND member_id > %(after)s AND NOT EXISTS (SELECT FROM forum_watch AS own WHERE own.kind = 'thread'
                AND own.target_id = %(thread)s AND own.member_id = of_board.member_id)
             ORDER BY member_id LIMIT %(limit)s)
            UNION
            (SELECT id FROM accounts_member WHERE (SELECT default_watch FROM threads_board WHERE id = %(board)s) = 3
             AND id > %(after)s AND NOT EXISTS (SELECT FROM forum_watch AS own WHERE own.member_id = accounts_member.id
                AND (own.kind, own.target_id) IN (('thread', %(thread)s), ('board', %(board)s)))
             ORDER BY id LIMIT %(limit)s)
            UNION
            (SELECT member_id FROM threads_follow WHERE %(number)s = 1 AND member_id > %(after)s AND deposit_id IN
                (SELECT deposit_id FROM threads_threaddeposit WHERE thread_id = %(thread)s)
             ORDER BY member_id LIMIT %(limit)s)
        ) AS watching ORDER BY member_id LIMIT %(limit)s
    ), told AS (
        INSERT INTO forum_notification (recipient_id, seq, reason, post_id, at, read)
        SELECT member_id, %(seq)s, 1, %(post)s, date_trunc('hour', %(at)s::timestamptz, 'UTC'), false
        FROM chunk WHERE {hears}
        ON CONFLICT (recipient_id, seq) DO NOTHING
    )
    SELECT min(member_id), max(member_id), count(*) FROM chunk
"""


# --- watches --------------------------------------------------------------------------------------------------------


@transaction.atomic
def set_watch(*, actor: Viewer, kind: str, key: str, level: WatchLevel) -> targets.Target:
    """Set how much the actor wants to hear of one thing. Locks nothing. Raises `NotSignedIn`, `NotFound`."""
    member = policies.check_inbox(actor)
    target = targets.find(kind, key, viewer=member)
    Watch.objects.update_or_create(
        member=member,
        kind=target.kind,
        target_id=target.id,
        defaults={"level": level},
        create_defaults={"level": level},
    )
    publish(WatchChanged(member_id=member.pk, kind=target.kind.value, target_id=target.id), actor_id=member.pk)
    return target


@transaction.atomic
def drop_watch(*, actor: Viewer, kind: str, key: str) -> None:
    """Back to what holds without a setting; doing it again changes nothing. Raises `NotSignedIn`, `NotFound`."""
    member = policies.check_inbox(actor)
    target = targets.find(kind, key, viewer=member)
    dropped, _ = Watch.objects.filter(member=member, kind=target.kind, target_id=target.id).delete()
    if dropped:
        publish(WatchChanged(member_id=member.pk, kind=target.kind.value, target_id=target.id), actor_id=member.pk)


@transaction.atomic
def track_thread(*, member_id: int, thread_id: int, board_id: int) -> None:
    """Track a thread that the member takes part in, unless something is set for it, or its board is tracked anyway."""
    covered = Q(kind=Kind.THREAD, target_id=thread_id) | Q(
        kind=Kind.BOARD, target_id=board_id, level__gte=WatchLevel.TRACKING
    )
    if not Watch.objects.filter(covered, member_id=member_id).exists():
        Watch.objects.bulk_create(
            [Watch(member_id=member_id, kind=Kind.THREAD, target_id=thread_id, level=WatchLevel.TRACKING)],
            ignore_conflicts=True,
        )


# --- telling --------------------------------------------------------------------------------------------------------


@transaction.atomic
def tell_named(*, seq: int, post: Post, at: datetime) -> None:
    """Tell those whom `post` mentions, those it quotes, and whoever started its thread; and write down their mail.

    Each hears of an event once, for the strongest reason; a repeat changes nothing.
    """
    reasons = _reasons(post)
    if not reasons:
        return
    statement, params = _with_readers(_NAMED, post, "named.member")
    params |= {"seq": seq, "at": at, "members": list(reasons), "reasons": [int(reason) for reason in reasons.values()]}
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        recipients = [int(recipient) for (recipient,) in cursor.fetchall()]
    enqueue_many(MAIL, [(f"mail:{recipient}:{seq}", {"recipient": recipient, "seq": seq}) for recipient in recipients])
    for recipient in recipients:
        _ring(recipient, recipient, seq)


@transaction.atomic
def tell_watchers(*, seq: int, post: Post, at: datetime, after: int, limit: int = CHUNK) -> int | None:
    """Tell up to `limit` of those who watch the thread or its board, in order of member id behind `after`; of a new thread
    also those who follow one of its deposits.

    Returns the last member looked at, None when there are no more. One statement, whatever the number.
    """
    statement, params = _with_readers(_WATCHERS, post, "chunk.member_id")
    with connection.cursor() as cursor:
        cursor.execute(statement, {**params, "seq": seq, "at": at, "after": after, "limit": limit})
        first, last, looked_at = cursor.fetchone()
    if looked_at:
        _ring(first, last, seq)
    return int(last) if looked_at == limit else None


def _reasons(post: Post) -> dict[int, Reason]:
    """Whom `post` concerns in person, and why. Two queries."""
    parsed = text.parse(post.source, origin=settings.ORIGIN)
    reasons = {post.thread.author_id: Reason.REPLY} if post.number > 1 else {}
    quoted = Q(pk__in=[])
    for reference in parsed.posts:
        quoted |= Q(thread=reference.thread, number=reference.number)
    if parsed.posts:
        reasons |= dict.fromkeys(Post.objects.filter(quoted).values_list("author_id", flat=True), Reason.REPLY)
    if parsed.mentions:
        people = members_by_handle(set(parsed.mentions))
        reasons |= {person.id: Reason.MENTION for person in people.values()}
    reasons.pop(post.author_id, None)
    return reasons


def _with_readers(statement: str, post: Post, member: str) -> tuple[str, dict[str, Any]]:
    """`statement` with the discussion's own rule of who may read `post`, and the values both need."""
    readers, values = discussion.readers_of(post.thread.board).values("pk").query.sql_with_params()
    named = {f"reader_{place}": value for place, value in enumerate(values)}
    rule = _HEARS.format(member=member, readers=readers % tuple(f"%({name})s" for name in named))
    params = {
        **named,
        "post": post.pk,
        "number": post.number,
        "thread": post.thread_id,
        "board": post.thread.board_id,
        "actor": post.author_id,
    }
    return statement.format(hears=rule), params


def _ring(first: int, last: int, seq: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [BELL, f"{first} {last} {seq}"])


# --- reading --------------------------------------------------------------------------------------------------------


@transaction.atomic
def mark_read(*, actor: Viewer, up_to: int) -> int:
    """Mark everything up to and with event `up_to` as read; the number that was not. Raises `NotSignedIn`."""
    member = policies.check_inbox(actor)
    return _mark(member.pk, Q(seq__lte=up_to), read=True)


@transaction.atomic
def set_reading(*, actor: Viewer, seq: int, read: bool) -> selectors.NotificationRow:
    """Mark one notification as read or unread, and hand it back. Raises `NotSignedIn`, `NotFound`."""
    member = policies.check_inbox(actor)
    _mark(member.pk, Q(seq=seq), read=read)
    return policies.found(selectors.notification(seq, viewer=member))


@transaction.atomic
def read_thread(*, actor: Viewer, thread_id: int, up_to: int) -> int:
    """Mark what concerns one thread as read, up to and with event `up_to`. Raises `NotSignedIn`."""
    member = policies.check_inbox(actor)
    return _mark(member.pk, Q(seq__lte=up_to, post__thread=thread_id), read=True)


@transaction.atomic
def read_posts(*, actor: Viewer, thread_id: int, first: int, last: int) -> int:
    """Mark what concerns the posts `first` to `last` of a thread as read; the number that was not. Raises `NotSignedIn`."""
    member = policies.check_inbox(actor)
    return _mark(member.pk, Q(post__thread=thread_id, post__number__range=(first, last)), read=True)


def _mark(member_id: int, which: Q, *, read: bool) -> int:
    marked = Notification.objects.filter(which, recipient=member_id).exclude(read=read).update(read=read)
    if marked:
        _ring(member_id, member_id, 0)
    return marked


# --- mail -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def set_mail_preferences(*, actor: Viewer, mail: bool, discreet: bool) -> None:
    """Replace what the actor wants by mail. Raises `NotSignedIn`."""
    member = policies.check_inbox(actor)
    MailPreferences.objects.update_or_create(member=member, defaults={"mail": mail, "discreet": discreet})
    publish(MailPreferencesChanged(member_id=member.pk), actor_id=member.pk)


@transaction.atomic
def stop_mail(*, token: str) -> None:
    """End the mail of whoever holds a link to stop it; again changes nothing. Raises `BadStopLink`."""
    member_id = policies.check_stop_token(token)
    if not selectors.is_member(member_id):
        return
    preferences, made = MailPreferences.objects.get_or_create(member_id=member_id, defaults={"mail": False})
    if not made and not preferences.mail:
        return
    preferences.mail = False
    preferences.save(update_fields=["mail"])
    publish(MailPreferencesChanged(member_id=member_id))
