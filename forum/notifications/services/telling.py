"""Putting things into inboxes: who hears, why, and by which channels besides. One statement, whatever the number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from accounts.members.selectors import members_by_handle, reachable
from forum.kernel import clock, text
from forum.kernel.jobs import enqueue_many
from forum.notifications import selectors
from forum.notifications.models import Reason
from threads.discussion import selectors as discussion
from threads.discussion.models import Post

MAIL = "notifications.mail"
PUSH = "notifications.push"
CHUNK = 5000
"""Members told in one statement."""

MAIL_WAITS = timedelta(minutes=1)
"""What is read within this time is not mailed."""

BELL = "assay_inbox"
"""Rung when inboxes change: "first last seq" are the range of members and the event; seq is 0 when it was read."""

OWN_LETTER = (Reason.VERIFICATION, Reason.DECISION)
"""What is mailed by those whose business it is, in words of their own."""


@dataclass(frozen=True, slots=True)
class About:
    """What an item is about, as its row keeps it: at most one of the ids, and what became of it."""

    seq: int
    at: datetime
    post: int | None = None
    change: int | None = None
    proposal: int | None = None
    interview: int | None = None
    statement: int | None = None
    step: str = ""


def _by_reason(column: str, values: Mapping[Reason, str]) -> str:
    """SQL that turns a reason into what holds for it."""
    return (
        f"CASE {column} " + " ".join(f"WHEN {reason.value} THEN {value}" for reason, value in values.items()) + " END"
    )


_TOPIC = {reason: f"'{topic.value}'" for reason, topic in selectors.TOPIC_OF.items()}
_MAIL = {
    reason: "0" if reason in OWN_LETTER else str(selectors.DEFAULTS[topic].mail.value)
    for reason, topic in selectors.TOPIC_OF.items()
}
_PUSH = {reason: str(selectors.DEFAULTS[topic].push).lower() for reason, topic in selectors.TOPIC_OF.items()}

# `chosen` are those who may be told; the rows written say who is mailed and which browsers are pushed to. What is there
# already is written again only for a stronger reason, so a repeat changes nothing.
_TOLD = f"""
    WITH chosen AS MATERIALIZED ({{chosen}}), told AS (
        INSERT INTO forum_notification AS kept (recipient_id, seq, reason, post_id, change_id, proposal_id, interview_id,
            statement_id, search_id, step, at, read, mail)
        SELECT chosen.member_id, %(seq)s, chosen.reason, %(post)s, %(change)s, %(proposal)s, %(interview)s, %(statement)s,
            chosen.search_id, %(step)s, date_trunc('hour', %(at)s::timestamptz, 'UTC'), false,
            CASE WHEN NOT coalesce(wants.mail, true) OR chosen.reason IN {tuple(r.value for r in OWN_LETTER)} THEN 0
                 ELSE coalesce(channel.mail, {_by_reason("chosen.reason", _MAIL)}) END
        FROM chosen
        LEFT JOIN forum_mailpreferences AS wants ON wants.member_id = chosen.member_id
        LEFT JOIN forum_channel AS channel
            ON channel.member_id = chosen.member_id AND channel.topic = {_by_reason("chosen.reason", _TOPIC)}
        WHERE {{hears}}
        ON CONFLICT (recipient_id, seq) DO UPDATE SET reason = excluded.reason, mail = excluded.mail
            WHERE kept.reason < excluded.reason
        RETURNING recipient_id, reason, mail
    ), pushed AS (
        SELECT endpoint.id FROM told JOIN forum_pushendpoint AS endpoint ON endpoint.member_id = told.recipient_id
        LEFT JOIN forum_channel AS channel
            ON channel.member_id = told.recipient_id AND channel.topic = {_by_reason("told.reason", _TOPIC)}
        WHERE coalesce(channel.push, {_by_reason("told.reason", _PUSH)})
    )
    SELECT (SELECT count(*) FROM chosen), (SELECT max(member_id) FROM chosen),
           (SELECT min(recipient_id) FROM told), (SELECT max(recipient_id) FROM told),
           (SELECT coalesce(array_agg(recipient_id), ARRAY[]::bigint[]) FROM told WHERE mail = 1),
           (SELECT coalesce(array_agg(id), ARRAY[]::bigint[]) FROM pushed)
"""  # noqa: S608

_JOINED = f"ARRAY({discussion.JOINED.format('%(thread)s')})"

# Who may hear of a post at all: its readers, but for those who muted it, and those who do not want to hear its author.
_HEARS = f"""
    chosen.member_id IN ({{readers}}) AND chosen.member_id <> %(actor)s
    AND NOT EXISTS (SELECT FROM accounts_tie AS tie WHERE tie.member_id = chosen.member_id AND tie.other_id = %(actor)s)
    AND coalesce(
        (SELECT level FROM forum_watch WHERE kind = 'thread' AND target_id = %(thread)s AND member_id = chosen.member_id),
        (SELECT max(level) FROM forum_watch WHERE kind = 'thread' AND target_id = ANY({_JOINED}) AND level >= 2
         AND member_id = chosen.member_id),
        (SELECT level FROM forum_watch WHERE kind = 'board' AND target_id = %(board)s AND member_id = chosen.member_id),
        (SELECT default_watch FROM threads_board WHERE id = %(board)s)) > 0
"""  # noqa: S608

_NAMED = """
    SELECT * FROM unnest(%(members)s::bigint[], %(reasons)s::smallint[]) AS named(member_id, reason),
        LATERAL (SELECT NULL::bigint AS search_id) AS found
"""

# An edit tells those whom it names anew: not who was told already that the post names them.
_NOT_NAMED_BEFORE = """ AND NOT EXISTS (SELECT FROM forum_notification AS before WHERE before.recipient_id = chosen.member_id
    AND before.post_id = %(post)s AND before.reason = 70)"""

# Who watches a thread that was merged into this one watches it, unless they set it to normal or muted it. Whoever watches a
# thread knows its first post: only a board's watchers, a deposit's and a member's followers are told of that.
_WATCHERS = f"""
    SELECT member_id, max(reason)::smallint AS reason, NULL::bigint AS search_id FROM (
        (SELECT DISTINCT member_id, 50 AS reason FROM forum_watch AS of_thread WHERE kind = 'thread'
         AND target_id = ANY({_JOINED}) AND level = 3 AND %(number)s > 1 AND member_id > %(after)s AND NOT EXISTS (
            SELECT FROM forum_watch AS own WHERE own.kind = 'thread' AND own.target_id = %(thread)s
            AND own.member_id = of_thread.member_id AND own.level < 2)
         ORDER BY member_id LIMIT %(limit)s)
        UNION ALL
        (SELECT member_id, 40 FROM forum_watch AS of_board WHERE kind = 'board' AND target_id = %(board)s AND level = 3
         AND member_id > %(after)s AND NOT EXISTS (SELECT FROM forum_watch AS own WHERE own.kind = 'thread'
            AND own.member_id = of_board.member_id
            AND (own.target_id = %(thread)s OR own.target_id = ANY({_JOINED}) AND own.level >= 2))
         ORDER BY member_id LIMIT %(limit)s)
        UNION ALL
        (SELECT id, 40 FROM accounts_member WHERE (SELECT default_watch FROM threads_board WHERE id = %(board)s) = 3
         AND id > %(after)s AND NOT EXISTS (SELECT FROM forum_watch AS own WHERE own.member_id = accounts_member.id
            AND ((own.kind, own.target_id) IN (('thread', %(thread)s), ('board', %(board)s))
                 OR own.kind = 'thread' AND own.target_id = ANY({_JOINED}) AND own.level >= 2))
         ORDER BY id LIMIT %(limit)s)
        UNION ALL
        (SELECT DISTINCT member_id, 30 FROM threads_follow WHERE %(number)s = 1 AND member_id > %(after)s AND deposit_id IN
            (SELECT deposit_id FROM threads_threaddeposit WHERE thread_id = %(thread)s)
         ORDER BY member_id LIMIT %(limit)s)
        UNION ALL
        (SELECT member_id, 20 FROM forum_watch WHERE kind = 'member' AND target_id = %(actor)s AND level = 3
         AND %(number)s = 1 AND member_id > %(after)s ORDER BY member_id LIMIT %(limit)s)
    ) AS watching GROUP BY member_id ORDER BY member_id LIMIT %(limit)s
"""  # noqa: S608

# Many figures of a deposit can change at once: one unread item an hour says so.
_FOLLOWERS = """
    SELECT member_id, 30::smallint AS reason, NULL::bigint AS search_id FROM threads_follow
    WHERE deposit_id = %(deposit)s AND member_id > %(after)s ORDER BY member_id LIMIT %(limit)s
"""
_HEARS_OF_CHANGE = """
    chosen.member_id IS DISTINCT FROM %(actor)s AND NOT EXISTS (
        SELECT FROM forum_notification AS before JOIN threads_change AS change ON change.id = before.change_id
        WHERE before.recipient_id = chosen.member_id AND NOT before.read AND change.deposit_id = %(deposit)s
        AND before.at = date_trunc('hour', %(at)s::timestamptz, 'UTC') AND before.seq <> %(seq)s)
"""
_OF_INTERVIEW = """
    SELECT member_id, 35::smallint AS reason, NULL::bigint AS search_id FROM forum_watch
    WHERE kind = 'interview' AND target_id = %(interview)s AND level = 3 AND member_id > %(after)s
    ORDER BY member_id LIMIT %(limit)s
"""


_OF_QUESTION = """
    SELECT member_id, 35::smallint AS reason, NULL::bigint AS search_id FROM threads_questionfollow
    WHERE question_id = %(question)s AND member_id > %(after)s ORDER BY member_id LIMIT %(limit)s
"""


@transaction.atomic
def tell_named(*, seq: int, post: Post, at: datetime) -> None:
    """Tell those whom `post` mentions, those it quotes, and whoever started its thread.

    Each hears of an event once, for the strongest reason; a repeat changes nothing.
    """
    _tell_each(About(seq, at, post=post.pk), post, _reasons(post), hears="")


@transaction.atomic
def tell_mentioned(*, seq: int, post: Post, at: datetime) -> None:
    """Tell those whom an edit of `post` mentions, but for those who know already that it does."""
    named = {member: reason for member, reason in _reasons(post).items() if reason == Reason.MENTION}
    _tell_each(About(seq, at, post=post.pk), post, named, hears=_NOT_NAMED_BEFORE)


@transaction.atomic
def tell_watchers(*, seq: int, post: Post, at: datetime, after: int, limit: int = CHUNK) -> int | None:
    """Tell up to `limit` of those who watch the thread or its board, in order of member id behind `after`; of a new thread
    also those who follow its author or one of its deposits.

    Returns the last member looked at, None when there are no more.
    """
    hears, params = hears_of(post)
    return tell_chosen(_WATCHERS, hears, About(seq, at, post=post.pk), {**params, "after": after, "limit": limit})


@transaction.atomic
def tell_followers(
    *, seq: int, at: datetime, change_id: int, deposit_id: int, actor_id: int | None, after: int, limit: int = CHUNK
) -> int | None:
    """Tell up to `limit` followers of a deposit that a figure of it has changed; as `tell_watchers`."""
    params = {"deposit": deposit_id, "actor": actor_id, "after": after, "limit": limit}
    return tell_chosen(_FOLLOWERS, _HEARS_OF_CHANGE, About(seq, at, change=change_id), params)


@transaction.atomic
def tell_interview(
    *, seq: int, at: datetime, interview_id: int, step: str, actor_id: int | None, after: int, limit: int = CHUNK
) -> int | None:
    """Tell up to `limit` of those who follow an interview what everybody may know of it now; as `tell_watchers`."""
    params = {"actor": actor_id, "after": after, "limit": limit}
    hears = "chosen.member_id IS DISTINCT FROM %(actor)s"
    return tell_chosen(_OF_INTERVIEW, hears, About(seq, at, interview=interview_id, step=step), params)


@transaction.atomic
def tell_question(
    *, seq: int, at: datetime, interview_id: int, question_id: int, actor_id: int | None, after: int, limit: int = CHUNK
) -> int | None:
    """Tell up to `limit` of those who follow a question that it was put to the guest, declined, merged or answered."""
    params = {"actor": actor_id, "question": question_id, "after": after, "limit": limit}
    hears = "chosen.member_id IS DISTINCT FROM %(actor)s"
    return tell_chosen(_OF_QUESTION, hears, About(seq, at, interview=interview_id, step="followed"), params)


@transaction.atomic
def tell_member(*, member_id: int, reason: Reason, about: About) -> None:
    """Tell one member of a matter of their own."""
    tell_members(member_ids=[member_id], reason=reason, about=about)


@transaction.atomic
def tell_members(*, member_ids: Sequence[int], reason: Reason, about: About) -> None:
    """Tell each of these of one thing, for one reason."""
    if member_ids:
        params = {"members": list(member_ids), "reasons": [int(reason)] * len(member_ids), "limit": CHUNK}
        tell_chosen(_NAMED, "true", about, params)


def tell_chosen(chosen: str, hears: str, about: About, params: dict[str, Any]) -> int | None:
    """Write the rows of those whom `chosen` names and who may hear; write down their mail and push, and ring.

    Returns the last member looked at when there may be more behind, else None.
    """
    values = {name: getattr(about, name) for name in About.__slots__} | params
    with connection.cursor() as cursor:
        cursor.execute(_TOLD.format(chosen=chosen, hears=hears), values)
        looked_at, reached, first, last, mailed, pushed = cursor.fetchone()
    seq = about.seq
    if mailed:
        jobs = [(f"mail:{member}:{seq}", {"recipient": member, "seq": seq}) for member in mailed]
        enqueue_many(MAIL, jobs, not_before=clock.now() + MAIL_WAITS)
    if pushed:
        enqueue_many(PUSH, [(f"push:{one}:{seq}", {"endpoint": one, "seq": seq}) for one in pushed])
    if first is not None:
        ring(first, last, seq)
    return int(reached) if looked_at == params["limit"] else None


def hears_of(post: Post) -> tuple[str, dict[str, Any]]:
    """The rule of who may hear of `post`, with the discussion's own of who may read it, and the values both need."""
    readers, values = discussion.readers_of(post.thread.board).values("pk").query.sql_with_params()
    named = {f"reader_{place}": value for place, value in enumerate(values)}
    rule = _HEARS.format(readers=readers % tuple(f"%({name})s" for name in named))
    params = {
        **named,
        "number": post.number,
        "thread": post.thread_id,
        "board": post.thread.board_id,
        "actor": post.author_id,
    }
    return rule, params


def ring(first: int, last: int, seq: int) -> None:
    """Tell the open pages of the members from `first` to `last` that their inbox may have changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [BELL, f"{first} {last} {seq}"])


def _tell_each(about: About, post: Post, reasons: Mapping[int, Reason], *, hears: str) -> None:
    if not reasons:
        return
    rule, params = hears_of(post)
    params |= {"members": list(reasons), "reasons": [int(reason) for reason in reasons.values()], "limit": CHUNK}
    tell_chosen(_NAMED, rule + hears, about, params)


def _reasons(post: Post) -> dict[int, Reason]:
    """Whom `post` concerns in person, and why; nobody who is out of its author's reach. Three queries at most."""
    parsed = text.parse(post.source, origin=settings.ORIGIN)
    reasons = {post.thread.author_id: Reason.REPLY} if post.number > 1 else {}
    quoted = Q(pk__in=[])
    for reference in parsed.posts:
        quoted |= Q(thread=reference.thread, number=reference.number)
    if parsed.posts:
        reasons |= dict.fromkeys(Post.objects.filter(quoted).values_list("author_id", flat=True), Reason.REPLY)
    if parsed.mentions:
        named = {person.id for person in members_by_handle(set(parsed.mentions)).values()}
        reasons |= dict.fromkeys(reachable(named, by=post.author) if named else (), Reason.MENTION)
    reasons.pop(post.author_id, None)
    return reasons
