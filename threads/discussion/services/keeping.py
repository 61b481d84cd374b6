"""Reactions and bookmarks."""

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from accounts.members.policies import check_member
from accounts.members.selectors import Viewer
from forum.kernel import clock
from forum.kernel.errors import FieldError, Invalid, Words
from forum.kernel.events import publish
from threads.discussion import policies, selectors
from threads.discussion.events import BookmarkDue, PostReacted
from threads.discussion.models import Bookmark, Reaction, ReactionCount, ReactionKind
from threads.discussion.services.discretion import tell
from threads.discussion.services.rendering import clean_line

REACTIONS = {kind.value: kind for kind in ReactionKind}

_COUNT = """
    INSERT INTO threads_reactioncount AS kept (post_id, kind, count) VALUES (%s, %s, 1)
    ON CONFLICT (post_id, kind) DO UPDATE SET count = kept.count + 1
"""


@transaction.atomic
def react(*, actor: Viewer, post_id: int, kind: ReactionKind) -> None:
    """Set the actor's one reaction to a post; the same again changes nothing. Locks the reaction's row, then its count's.

    Raises `NotFound`, `NotSignedIn`, `Silenced`, `PostRemoved`, `ThreadArchived`, and `Forbidden` for one's own post.
    """
    member = policies.check_react(actor, selectors.post(post_id, viewer=actor))
    found, made = Reaction.objects.select_for_update().get_or_create(
        post_id=post_id, member=member, defaults={"kind": kind}
    )
    if not made and found.kind == kind:
        return
    if not made:
        _less(post_id, found.kind)
        found.kind = kind
        found.save(update_fields=["kind"])
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [post_id, str(kind)])
    tell(PostReacted(thread_id=selectors.thread_id_of(post_id), post_id=post_id), member)


@transaction.atomic
def withdraw_reaction(*, actor: Viewer, post_id: int) -> None:
    """Take the actor's reaction back; again changes nothing. Locks and raises as `react` does."""
    post = selectors.post(post_id, viewer=actor)
    member = policies.check_react(actor, post)
    found = Reaction.objects.select_for_update().filter(post_id=post_id, member=member).first()
    if found is None:
        return
    _less(post_id, found.kind)
    found.delete()
    tell(PostReacted(thread_id=post.thread_id, post_id=post_id), member)


@transaction.atomic
def bookmark_post(*, actor: Viewer, post_id: int, note: str = "", remind_at: datetime | None = None) -> None:
    """Keep a post, or change how it is kept. Raises `NotSignedIn`, `NotFound`, `Invalid` for a time that is past."""
    member = check_member(actor)
    found = selectors.post(post_id, viewer=member)
    if remind_at is not None and remind_at <= clock.now():
        detail: Words = _("Choose a time from now on.")
        raise Invalid(detail, errors=[FieldError("remind_at", "bad_time", detail)])
    kept = {"note": clean_line(note, max_length=200), "remind_at": remind_at}
    Bookmark.objects.update_or_create(member=member, post=found, defaults=kept)


@transaction.atomic
def drop_bookmark(*, actor: Viewer, post_id: int) -> None:
    """Keep a post no longer; again changes nothing. Raises `NotSignedIn`."""
    Bookmark.objects.filter(member=check_member(actor), post=post_id).delete()


@transaction.atomic
def remind_due(*, limit: int = 500) -> int:
    """Tell of the bookmarks whose time has come, each once; how many. Locks their rows, passing over locked ones."""
    due = Bookmark.objects.select_for_update(skip_locked=True).filter(remind_at__lte=clock.now()).order_by("remind_at")
    rows = list(due[:limit])
    for one in rows:
        publish(BookmarkDue(bookmark_id=one.pk, member_id=one.member_id, post_id=one.post_id))
    Bookmark.objects.filter(pk__in=[one.pk for one in rows]).update(remind_at=None)
    return len(rows)


def _less(post_id: int, kind: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {ReactionCount._meta.db_table} SET count = count - 1 WHERE post_id = %s AND kind = %s AND count > 0",  # noqa: S608
            [post_id, kind],
        )
