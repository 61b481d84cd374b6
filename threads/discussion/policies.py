"""Who may start, reply, edit and close."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext_lazy as _

from accounts.members.models import Level, Member
from accounts.members.policies import check_write
from accounts.members.selectors import Viewer, level_of
from forum.kernel.errors import AssayError, Conflict, Forbidden
from threads.deposits.models import Deposit
from threads.discussion.models import Post, Thread
from threads.discussion.selectors import BoardRow


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


class NotYours(Forbidden):
    """403: only the author may do this."""

    code = "not_yours"
    title = _("Only the author can change this.")


class StaffOnly(Forbidden):
    """403: this is for moderators and editors."""

    code = "staff_only"
    title = _("Only staff can do this.")


def check_start(actor: Viewer, board: BoardRow) -> Member:
    member = check_write(actor)
    if level_of(member) < board.start_level:
        raise MayNotStart(_needed(board.start_level))
    return member


def check_start_on(member: Member, subjects: Sequence[Deposit]) -> None:
    """Deposits say from which level on threads about them are started: verified members, unless an editor chose another."""
    needed = max((subject.start_level for subject in subjects), default=Level.MEMBER)
    if level_of(member) < needed:
        raise MayNotStart(_needed(needed))


def check_reply(actor: Viewer, thread: Thread) -> Member:
    member = check_write(actor)
    if level_of(member) < thread.board.reply_level:
        raise MayNotReply(_needed(thread.board.reply_level))
    if thread.closed and level_of(member) < Level.STAFF:
        raise ThreadClosed
    return member


def check_edit(actor: Viewer, post: Post) -> Member:
    member = check_write(actor)
    if post.author_id != member.pk:
        raise NotYours
    if post.thread.closed and level_of(member) < Level.STAFF:
        raise ThreadClosed
    return member


def check_rename(actor: Viewer, thread: Thread) -> Member:
    member = check_write(actor)
    if thread.author_id != member.pk and level_of(member) < Level.STAFF:
        raise NotYours
    return member


def check_close(actor: Viewer) -> Member:
    member = check_write(actor)
    if level_of(member) < Level.STAFF:
        raise StaffOnly
    return member


def refusal[**P](check: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> AssayError | None:
    """What `check` has against it, as the error it would raise, for pages that say why not."""
    try:
        check(*args, **kwargs)
    except AssayError as error:
        return error
    return None


def _needed(level: int) -> str:
    return _("It takes: %(who)s.") % {"who": Level(level).label}
