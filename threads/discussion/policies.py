"""Who may start, reply, edit, remove, keep order and run boards."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from accounts.members.models import Level, Member, Role
from accounts.members.policies import check_member, check_write, check_write_on
from accounts.members.selectors import Viewer, level_of
from forum.kernel import clock
from forum.kernel.errors import AssayError, Conflict, Forbidden, TooMany
from threads.deposits.models import Deposit
from threads.discussion import selectors
from threads.discussion.models import Board, Post, State, Thread
from threads.discussion.selectors import BoardRow

GRACE = timedelta(minutes=5)
"""How long after posting an edit leaves no trace, if nobody has answered yet."""


class MayNotStart(Forbidden):
    """403: the board is open for starting threads to others only."""

    code = "may_not_start"
    title = _("Starting threads on this board is kept to others.")


class MayNotReply(Forbidden):
    """403: the board is open for replies to others only."""

    code = "may_not_reply"
    title = _("Replying on this board is kept to others.")


class ThreadClosed(Conflict):
    """409: no more replies are taken."""

    code = "thread_closed"
    title = _("This thread is closed.")


class ThreadArchived(Conflict):
    """409: the thread is kept for reading alone."""

    code = "thread_archived"
    title = _("This thread is in the archive: it can be read, and no longer changed.")


class SlowMode(TooMany):
    """429: the board is in slow mode; `Retry-After` says when the next post is taken."""

    code = "slow_mode"
    title = _("This board is in slow mode. Please wait before you post again in this thread.")


class NotYours(Forbidden):
    """403: only the author may do this."""

    code = "not_yours"
    title = _("Only the author can change this.")


class StaffOnly(Forbidden):
    """403: this is for those who keep order on the board."""

    code = "staff_only"
    title = _("Only staff can do this.")


class EditorsOnly(Forbidden):
    """403: this is for editors."""

    code = "editors_only"
    title = _("Only editors can do this.")


class AdminsOnly(Forbidden):
    """403: this is for administrators."""

    code = "admins_only"
    title = _("Only administrators can do this.")


class HasReplies(Conflict):
    """409: a thread that others have replied to keeps its first post."""

    code = "has_replies"
    title = _("Others have replied already, so the first post stays. You can edit it.")


class PostRemoved(Conflict):
    """409: the post was removed or hidden."""

    code = "post_removed"
    title = _("This post is not there to be changed.")


def check_start(actor: Viewer, board: BoardRow) -> Member:
    member = check_write_on(actor, board.id)
    if level_of(member) < board.start_level:
        raise MayNotStart(_needed(board.start_level))
    return member


def check_start_on(member: Member, subjects: Sequence[Deposit]) -> None:
    """Deposits say from which level on threads about them are started: verified members, unless an editor chose another."""
    needed = max((subject.start_level for subject in subjects), default=Level.MEMBER)
    if level_of(member) < needed:
        raise MayNotStart(_needed(needed))


def check_reply(actor: Viewer, thread: Thread) -> Member:
    """Whether a reply would be taken now. Up to two queries, in a closed thread or on a slow board."""
    member = check_write_on(actor, thread.board_id)
    if level_of(member) < thread.board.reply_level:
        raise MayNotReply(_needed(thread.board.reply_level))
    if thread.archived:
        raise ThreadArchived
    if thread.closed and not selectors.moderates(member, thread.board_id):
        raise ThreadClosed
    return member


def check_pace(member: Member, thread: Thread) -> None:
    """Slow mode. Asked when a reply is written, and not for pages that merely show the box."""
    if not thread.board.slow_seconds or selectors.moderates(member, thread.board_id):
        return
    wait = selectors.seconds_since_own_post(thread.pk, viewer=member)
    if wait is not None and wait < thread.board.slow_seconds:
        raise SlowMode(headers={"Retry-After": str(thread.board.slow_seconds - wait)})


def check_whisper(actor: Viewer, thread: Thread) -> Member:
    member = check_write(actor)
    if not selectors.moderates(member, thread.board_id):
        raise StaffOnly
    return member


def check_edit(actor: Viewer, post: Post) -> Member:
    member = check_write_on(actor, post.thread.board_id)
    if post.author_id != member.pk:
        raise NotYours
    if post.thread.archived:
        raise ThreadArchived
    if post.thread.closed and not selectors.moderates(member, post.thread.board_id):
        raise ThreadClosed
    if post.state != State.VISIBLE:
        raise PostRemoved
    return member


def check_remove(actor: Viewer, post: Post) -> Member:
    """Whether the author may take the post away, or bring back what they took away."""
    member = check_write(actor)
    if post.author_id != member.pk:
        raise NotYours
    if post.thread.archived:
        raise ThreadArchived
    if post.thread.closed and not selectors.moderates(member, post.thread.board_id):
        raise ThreadClosed
    if post.state == State.HIDDEN:
        raise PostRemoved
    if post.number == 1 and post.state == State.VISIBLE and post.thread.post_count > 1:
        raise HasReplies
    return member


def in_grace(post: Post) -> bool:
    """Whether an edit now would leave no trace: soon after posting, not edited before, and the last word still."""
    last = post.thread.last_post_id == post.pk
    return last and post.edited_at is None and clock.now() - post.created_at < GRACE


def check_rename(actor: Viewer, thread: Thread) -> Member:
    member = check_write(actor)
    return member if selectors.moderates(member, thread.board_id) else check_rename_own(actor, thread)


def check_rename_own(actor: Viewer, thread: Thread) -> Member:
    """The same for somebody who keeps no order on the board. No query."""
    member = check_write(actor)
    if thread.author_id != member.pk:
        raise NotYours
    if thread.archived:
        raise ThreadArchived
    return member


def check_react(actor: Viewer, post: Post) -> Member:
    member = check_write(actor)
    if post.state != State.VISIBLE or post.whisper:
        raise PostRemoved
    if post.author_id == member.pk:
        raise Forbidden(_("A reaction to your own post would say nothing."))
    if post.thread.archived:
        raise ThreadArchived
    return member


def check_order(actor: Viewer, thread: Thread) -> Member:
    """Whether the actor keeps order on the thread's board: staff, and the board's own moderators."""
    member = check_write(actor)
    if not selectors.moderates(member, thread.board_id):
        raise StaffOnly
    return member


def check_order_on(actor: Viewer, board: BoardRow | Board) -> Member:
    member = check_write(actor)
    if not selectors.moderates(member, board.id):
        raise StaffOnly
    return member


def check_summarise(actor: Viewer) -> Member:
    member = check_write(actor)
    if member.role not in {Role.EDITOR, Role.ADMIN}:
        raise EditorsOnly
    return member


def check_boards(actor: Viewer) -> Member:
    """Whether the actor may open boards and change them."""
    member = check_member(actor)
    if member.role != Role.ADMIN:
        raise AdminsOnly
    return check_write(member)


def refusal[**P](check: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> AssayError | None:
    """What `check` has against it, as the error it would raise, for pages that say why not."""
    try:
        check(*args, **kwargs)
    except AssayError as error:
        return error
    return None


def can[**P](check: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> bool:
    """Whether `check` has nothing against it."""
    return refusal(check, *args, **kwargs) is None


def _needed(level: int) -> str:
    return _("It takes: %(who)s.") % {"who": Level(level).label}
