"""Setting and dropping watches. Deposits are followed in the catalogue, and saved searches by their alerts."""

from django.db import connection, transaction
from django.db.models import Q

from accounts.members.models import Member
from accounts.members.selectors import Viewer
from forum.kernel.events import publish
from forum.notifications import policies, selectors, targets
from forum.notifications.events import WatchChanged
from forum.notifications.models import Kind, SearchAlert, Watch, WatchLevel
from forum.notifications.services.searching import watch_search
from threads.deposits.services import follow_deposit, unfollow_deposit
from threads.discussion import selectors as discussion

_SPLIT = f"""
    INSERT INTO forum_watch (member_id, kind, target_id, level)
    SELECT DISTINCT ON (member_id) member_id, 'thread', %(made)s, level FROM forum_watch
    WHERE kind = 'thread' AND target_id = ANY(ARRAY({discussion.JOINED.format("%(source)s")})) AND member_id IN (
        SELECT post.author_id FROM threads_postmove AS moved JOIN threads_post AS post ON post.id = moved.post_id
        JOIN threads_threadchange AS change ON change.id = moved.change_id
        WHERE change.id = %(change)s AND change.kind = 'split' AND change.undone_at IS NULL AND post.thread_id = %(made)s
    )
    ORDER BY member_id, target_id = %(source)s DESC, level DESC
    ON CONFLICT DO NOTHING
"""  # noqa: S608 - put together from our own text alone


@transaction.atomic
def set_watch(*, actor: Viewer, kind: str, key: str, level: WatchLevel) -> targets.Target:
    """Set how much the actor wants to hear of one thing. Locks nothing. Raises `NotSignedIn`, `NotFound`, `Invalid`."""
    member = policies.check_inbox(actor)
    target = targets.find(kind, key, viewer=member)
    policies.check_level(target.kind, level)
    followed = target.kind not in {Kind.BOARD, Kind.THREAD}
    if followed and level == WatchLevel.NORMAL:
        drop_watch(actor=member, kind=kind, key=key)
        return target
    if target.kind == Kind.DEPOSIT:
        follow_deposit(actor=member, slug=target.key)
    elif target.kind == Kind.SEARCH:
        watch_search(member=member, search_id=target.id)
    else:
        _drop_joined(member.pk, target)
        Watch.objects.update_or_create(
            member=member,
            kind=target.kind,
            target_id=target.id,
            defaults={"level": level},
            create_defaults={"level": level},
        )
    _tell(member, target)
    return target


@transaction.atomic
def drop_watch(*, actor: Viewer, kind: str, key: str) -> None:
    """Back to what holds without a setting; doing it again changes nothing. Raises `NotSignedIn`, `NotFound`."""
    member = policies.check_inbox(actor)
    target = targets.find(kind, key, viewer=member)
    if target.kind == Kind.DEPOSIT:
        unfollow_deposit(actor=member, slug=target.key)
        dropped = 1
    elif target.kind == Kind.SEARCH:
        dropped, _ = SearchAlert.objects.filter(member=member, search=target.id).delete()
    else:
        _drop_joined(member.pk, target)
        dropped, _ = Watch.objects.filter(member=member, kind=target.kind, target_id=target.id).delete()
    if dropped:
        _tell(member, target)


def _tell(member: Member, target: targets.Target) -> None:
    changed = WatchChanged(member_id=member.pk, kind=target.kind.value, target_id=target.id)
    publish(changed, actor_id=member.pk, coarse=member.protected)


def _drop_joined(member_id: int, target: targets.Target) -> None:
    """What is said of a thread is said of all that was merged into it."""
    if target.kind == Kind.THREAD:
        Watch.objects.filter(selectors.came_along(target.id), member=member_id).exclude(target_id=target.id).delete()


@transaction.atomic
def track_thread(*, member_id: int, thread_id: int, board_id: int) -> None:
    """Track a thread that the member takes part in, unless something is set for it, or its board is tracked anyway."""
    covered = Q(kind=Kind.THREAD, target_id=thread_id) | Q(
        kind=Kind.BOARD, target_id=board_id, level__gte=WatchLevel.TRACKING
    )
    covered |= selectors.came_along(thread_id)
    if not Watch.objects.filter(covered, member_id=member_id).exists():
        _set_unless_set(member_id, Kind.THREAD, thread_id, WatchLevel.TRACKING)


@transaction.atomic
def follow_split(*, change_id: int, from_thread_id: int, to_thread_id: int) -> None:
    """Whoever wrote what was split off has the level there that they had for the thread it came from. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_SPLIT, {"change": change_id, "source": from_thread_id, "made": to_thread_id})


@transaction.atomic
def follow_interview(*, member_id: int, interview_id: int) -> None:
    """Whoever proposes or seconds an interview follows it, unless something is set already."""
    _set_unless_set(member_id, Kind.INTERVIEW, interview_id, WatchLevel.WATCHING)


def _set_unless_set(member_id: int, kind: Kind, target_id: int, level: WatchLevel) -> None:
    Watch.objects.bulk_create(
        [Watch(member_id=member_id, kind=kind, target_id=target_id, level=level)], ignore_conflicts=True
    )
