"""Moving, merging and splitting threads, and undoing it."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member
from accounts.members.policies import check_write
from accounts.members.selectors import Viewer
from forum.kernel import text
from forum.kernel.errors import Conflict, FieldError, Invalid, NotFound, Words
from forum.kernel.screening import Draft as Screened
from forum.kernel.screening import screen
from threads.discussion import counters, policies, selectors
from threads.discussion.events import PostsMoved, ThreadMoved, ThreadTagged
from threads.discussion.models import (
    MOST_TAGS,
    TITLE_LONGEST,
    ChangeKind,
    Post,
    PostMove,
    State,
    Thread,
    ThreadChange,
    ThreadDeposit,
)
from threads.discussion.services.discretion import moment_for, tell
from threads.discussion.services.lines import note_change

MOST = 5_000
"""Posts that one merge or split may move: all in one transaction, under the locks of both threads."""


class CannotUndo(Conflict):
    """409: what this change left behind has changed again since."""

    code = "cannot_undo"
    title = _("This can no longer be undone: other changes came after it.")


class TooManyPosts(Conflict):
    """409: more posts than may be moved at once."""

    code = "too_many_posts"
    title = _("That is more posts than can be moved at once.")


@transaction.atomic
def move_thread(*, actor: Viewer, thread_id: int, board_slug: str) -> None:
    """Put a thread on another board, whose readers then are its readers. Locks the thread's row.

    Raises `NotFound`, `NotSignedIn`, `Silenced`, `StaffOnly` unless the actor keeps order on both boards.
    """
    check_write(actor)
    board = selectors.board(board_slug, viewer=actor)
    thread = selectors.thread_for_update(thread_id, viewer=actor)
    member = policies.check_order(actor, thread)
    policies.check_order_on(actor, board)
    if thread.board_id != board.id:
        change = note_change(thread, ChangeKind.MOVED, member, from_board_id=thread.board_id, to_board_id=board.id)
        _stand_on(thread, board.id, change, member)


@transaction.atomic
def merge_threads(*, actor: Viewer, thread_id: int, into_id: int) -> int:
    """Put all posts of a thread behind those of another; the id of the change. Locks both threads, the lower id first.

    Posts get new numbers, and old addresses lead to them; tags, as far as there is room, and deposits come along. Raises as
    `move_thread` does, `Invalid` for one and the same thread, `TooManyPosts`.
    """
    check_write(actor)
    if thread_id == into_id:
        detail: Words = _("A thread cannot be merged into itself.")
        raise Invalid(detail, errors=[FieldError("into", "same_thread", detail)])
    locked = {pk: selectors.thread_for_update(pk, viewer=actor) for pk in sorted((thread_id, into_id))}
    thread, into = locked[thread_id], locked[into_id]
    member = policies.check_order(actor, thread)
    policies.check_order(actor, into)
    posts = list(Post.objects.filter(thread=thread).order_by("number")[: MOST + 1])
    if len(posts) > MOST:
        raise TooManyPosts
    hidden = _hidden(thread, into)
    change = note_change(into, ChangeKind.MERGED, member, other=thread)
    _carry(posts, thread, into, change)
    _bring_subjects(thread, into, change, member)
    thread.merged_into, thread.version = into, thread.version + 1
    thread.save(update_fields=["merged_into", "version"])
    _settle_counts(thread, into)
    tell(PostsMoved(from_thread_id=thread.pk, to_thread_id=into.pk, change_id=change.pk, **hidden), member)
    return change.pk


@transaction.atomic
def split_thread(*, actor: Viewer, thread_id: int, numbers: Sequence[int], title: str) -> tuple[int, int]:
    """Make a thread of its own from some posts of another, on the same board; its id, and the change's. Locks the thread.

    The new thread is by the author of its first post, with the tags of the old one and about the same deposits. Raises as
    `move_thread` does, `Invalid` for numbers that are not there, or all of them.
    """
    author_id = check_write(actor).pk
    title = text.clean(title, max_length=TITLE_LONGEST, lines=False)
    ground = selectors.thread(thread_id, viewer=actor)
    screen(Screened(kind="thread_title", text=title, author_id=author_id, board_id=ground.board_id))
    thread = selectors.thread_for_update(thread_id, viewer=actor)
    member = policies.check_order(actor, thread)
    posts = _chosen(thread, numbers)
    first = posts[0]
    made = Thread.objects.create(
        board=thread.board, author=first.author, title=title, created_at=first.created_at, last_at=first.created_at,
        last_author=first.author, tags=thread.tags,
    )  # fmt: skip
    ThreadDeposit.objects.bulk_create(
        ThreadDeposit(thread=made, deposit_id=pk) for pk in selectors.deposit_ids_of(thread.pk)
    )
    hidden = _hidden(thread, made)
    change = note_change(thread, ChangeKind.SPLIT, member, other=made)
    _carry(posts, thread, made, change)
    _settle_counts(thread, made)
    tell(PostsMoved(from_thread_id=thread.pk, to_thread_id=made.pk, change_id=change.pk, **hidden), member)
    return made.pk, change.pk


@transaction.atomic
def undo_change(*, actor: Viewer, thread_id: int, change_id: int) -> None:
    """Undo a move, a merge or a split. Locks the threads, the lower id first, then the change's row.

    Posts go back to their old numbers. What was written meanwhile stays where it is, but when a split is undone, whose
    new thread ends: then it comes along. Raises `NotFound`, `NotSignedIn`, `StaffOnly`, `CannotUndo`.
    """
    check_write(actor)
    ground = selectors.changes_of(thread_id, viewer=actor) if selectors.thread_row(thread_id, viewer=actor) else []
    known = next((one for one in ground if one.id == change_id), None)
    if known is None:
        raise NotFound
    other_id = selectors.other_thread_of(change_id)
    locked = {pk: selectors.thread_row_lock(pk) for pk in sorted({thread_id, other_id or thread_id})}
    thread = locked[thread_id]
    change = selectors.change_for_update(change_id, thread_id=thread_id)
    member = policies.check_order(actor, thread)
    if change.undone_at is not None or change.kind not in selectors.UNDOABLE:
        raise CannotUndo
    change.undone_at = moment_for(member)
    change.save(update_fields=["undone_at"])
    if change.kind == ChangeKind.MOVED:
        _undo_move(thread, change, member)
        return
    other = locked[other_id or 0]
    policies.check_order(actor, other)
    left, reached = (thread, other) if change.kind == ChangeKind.MERGED else (other, thread)
    hidden = _hidden(left, reached)
    _bring_back(change)
    if change.kind == ChangeKind.MERGED:
        if other.merged_into_id != thread.pk:
            raise CannotUndo
        _take_back_subjects(thread, change, member)
        other.merged_into = None
    else:
        rest = list(Post.objects.filter(thread=other).order_by("number"))
        _carry(rest, other, thread, change)
        other.merged_into = thread
    other.version += 1
    other.save(update_fields=["merged_into", "version"])
    _settle_counts(thread, other)
    tell(PostsMoved(from_thread_id=left.pk, to_thread_id=reached.pk, change_id=change.pk, **hidden), member)


def _bring_subjects(source: Thread, target: Thread, change: ThreadChange, member: Member) -> None:
    """The target is about the source's deposits, too, and gets its tags while there is room. What came is kept."""
    ThreadDeposit.objects.bulk_create(
        [ThreadDeposit(thread=target, deposit_id=pk, brought_by=change) for pk in selectors.deposit_ids_of(source.pk)],
        ignore_conflicts=True,
    )
    change.brought_tags = [tag for tag in source.tags if tag not in target.tags][: MOST_TAGS - len(target.tags)]
    if change.brought_tags:
        change.save(update_fields=["brought_tags"])
        _tag(target, [*target.tags, *change.brought_tags], member)


def _take_back_subjects(target: Thread, change: ThreadChange, member: Member) -> None:
    ThreadDeposit.objects.filter(thread=target, brought_by=change).delete()
    kept = [tag for tag in target.tags if tag not in change.brought_tags]
    if kept != target.tags:
        _tag(target, kept, member)


def _tag(thread: Thread, tags: list[str], member: Member) -> None:
    thread.tags, thread.version = tags, thread.version + 1
    thread.save(update_fields=["tags", "version"])
    tell(ThreadTagged(thread_id=thread.pk), member)


def _hidden(source: Thread, target: Thread) -> dict[str, bool]:
    """Which of the two threads has no readers before its posts move."""
    return {"from_hidden": not counters.has_readers(source), "to_hidden": not counters.has_readers(target)}


def _undo_move(thread: Thread, change: ThreadChange, member: Member) -> None:
    if thread.board_id != change.to_board_id or change.from_board is None or change.from_board_id is None:
        raise CannotUndo
    policies.check_order_on(member, change.from_board)
    _stand_on(thread, change.from_board_id, change, member)


def _stand_on(thread: Thread, board_id: int, change: ThreadChange, member: Member) -> None:
    before, left = counters.seen_of(thread), thread.board_id
    thread.board_id, thread.version = board_id, thread.version + 1
    thread.save(update_fields=["board", "version"])
    counters.note_difference(thread, before)
    hidden = not before[1]
    tell(ThreadMoved(thread_id=thread.pk, from_board_id=left, to_board_id=board_id, hidden=hidden), member)


def _chosen(thread: Thread, numbers: Sequence[int]) -> list[Post]:
    wanted = sorted(set(numbers))
    if len(wanted) > MOST:
        raise TooManyPosts
    posts = list(Post.objects.filter(thread=thread, number__in=wanted).select_related("author").order_by("number"))
    stays = Post.objects.filter(thread=thread, state=State.VISIBLE, whisper=False).exclude(number__in=wanted).exists()
    if len(posts) != len(wanted) or not posts or not stays:
        detail: Words = _("Choose posts of this thread by number, and leave at least one.")
        raise Invalid(detail, errors=[FieldError("posts", "bad_numbers", detail)])
    return posts


def _carry(posts: Sequence[Post], source: Thread, target: Thread, change: ThreadChange) -> None:
    """Give posts the next numbers of another thread, and keep where they were. The caller holds both threads' locks."""
    moves = []
    for post in posts:
        number = target.next_number()
        moves.append(PostMove(
            change=change, post=post, from_thread=source.pk, from_number=post.number, to_thread=target.pk, to_number=number,
        ))  # fmt: skip
        post.thread, post.number, post.version = target, number, post.version + 1
    PostMove.objects.bulk_create(moves)
    Post.objects.bulk_update(posts, ["thread", "number", "version"], batch_size=500)
    target.save(update_fields=["top_number"])


def _bring_back(change: ThreadChange) -> None:
    """Every post that the change moved goes back to its old number. Raises `CannotUndo` if one is elsewhere by now."""
    moves = list(change.moves.select_related("post").order_by("id"))
    back = []
    for move in moves:
        if (move.post.thread_id, move.post.number) != (move.to_thread, move.to_number):
            raise CannotUndo
        move.post.thread_id, move.post.number, move.post.version = (
            move.from_thread,
            move.from_number,
            move.post.version + 1,
        )
        back.append(PostMove(
            change=change, post=move.post, from_thread=move.to_thread, from_number=move.to_number,
            to_thread=move.from_thread, to_number=move.from_number,
        ))  # fmt: skip
    Post.objects.bulk_update([move.post for move in moves], ["thread", "number", "version"], batch_size=500)
    PostMove.objects.bulk_create(back)


def _settle_counts(*threads: Thread) -> None:
    for thread in threads:
        counters.recount_thread(thread)
