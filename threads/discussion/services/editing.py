"""Changing what stands: texts, titles, tags, and whether a post is there."""

from django.db import transaction
from django.db.models import F, Func, Value

from accounts.members.policies import check_write
from accounts.members.selectors import Viewer
from forum.kernel import text
from forum.kernel.errors import Conflict, EditConflict
from forum.kernel.events import publish
from forum.kernel.screening import Draft as Screened
from forum.kernel.screening import screen
from threads.discussion import counters, policies, selectors
from threads.discussion.events import PostEdited, PostStateChanged, ThreadRenamed, ThreadTagged
from threads.discussion.models import TITLE_LONGEST, ChangeKind, Post, State, ThreadChange
from threads.discussion.models.posts import REASON_LONGEST
from threads.discussion.services import drafts
from threads.discussion.services.discretion import moment_for, tell
from threads.discussion.services.lines import note_change
from threads.discussion.services.posting import clean_tags
from threads.discussion.services.rendering import clean_line, note_named, rendered_post


@transaction.atomic
def edit_post(*, actor: Viewer, post_id: int, source: str, version: int, reason: str = "") -> None:
    """Replace a post's text, keeping the one before, unless nobody can have answered it yet. Locks the post's row.

    Raises `NotFound`, `NotSignedIn`, `Silenced`, `NotYours`, `ThreadClosed`, `ThreadArchived`, `PostRemoved`, `Invalid`, and
    `EditConflict` when `version` is no longer the current one.
    """
    author_id = check_write(actor).pk
    ground = selectors.post(post_id, viewer=actor)
    writing = rendered_post(source, author_id=ground.author_id, read_level=ground.thread.board.read_level)
    reason = clean_line(reason, max_length=REASON_LONGEST)
    board_id = ground.thread.board_id
    screen(
        Screened(kind="post", text=writing.source, author_id=author_id, board_id=board_id, links=writing.rendered.links)
    )
    post = selectors.post_for_update(post_id, viewer=actor)
    editor = policies.check_edit(actor, post)
    if post.version != version:
        raise EditConflict
    drafts.drop_sent(editor, f"post:{post.pk}")
    if post.source == writing.source:
        return
    post.revise(editor=editor, writing=writing, at=moment_for(editor), reason=reason, quietly=policies.in_grace(post))
    note_named(post, writing)
    tell(PostEdited(thread_id=post.thread_id, post_id=post.pk), editor)


@transaction.atomic
def remove_post(*, actor: Viewer, post_id: int) -> None:
    """Take one's own post away; again changes nothing. Its number stays. Locks the thread's row, then the post's.

    Raises `NotFound`, `NotSignedIn`, `Silenced`, `NotYours`, `ThreadClosed`, `ThreadArchived`, `HasReplies`.
    """
    post = _locked(actor, post_id)
    member = policies.check_remove(actor, post)
    if changed := _set_state(post, State.DELETED):
        tell(changed, member)


@transaction.atomic
def restore_post(*, actor: Viewer, post_id: int) -> None:
    """Bring back what one took away oneself; again changes nothing. Locks and raises as `remove_post` does."""
    post = _locked(actor, post_id)
    member = policies.check_remove(actor, post)
    if changed := _set_state(post, State.VISIBLE):
        tell(changed, member)


@transaction.atomic
def hide_post(*, post_id: int, actor_id: int | None) -> bool:
    """Hide a post from its readers; whether that changed anything. Locks the thread's row, then the post's.

    For moderation, which has checked that this may be and keeps the reason. Raises `NotFound`, `Conflict`.
    """
    return _moderate(post_id, State.HIDDEN, actor_id)


@transaction.atomic
def show_post(*, post_id: int, actor_id: int | None) -> bool:
    """Undo `hide_post`. A post that its author removed stays removed."""
    return _moderate(post_id, State.VISIBLE, actor_id)


@transaction.atomic
def rename_thread(*, actor: Viewer, thread_id: int, title: str, version: int) -> None:
    """Give a thread another title. Locks the thread's row. Raises as `edit_post` does."""
    author_id = check_write(actor).pk
    title = text.clean(title, max_length=TITLE_LONGEST, lines=False)
    ground = selectors.thread(thread_id, viewer=actor)
    screen(Screened(kind="thread_title", text=title, author_id=author_id, board_id=ground.board_id))
    thread = selectors.thread_for_update(thread_id, viewer=actor)
    editor = policies.check_rename(actor, thread)
    if thread.version != version:
        raise EditConflict
    if thread.title == title:
        return
    thread.title, thread.version = title, version + 1
    thread.save(update_fields=["title", "version"])
    note_change(thread, ChangeKind.RENAMED, editor)
    tell(ThreadRenamed(thread_id=thread.pk), editor)


@transaction.atomic
def change_thread(*, actor: Viewer, thread_id: int, title: str, tags: tuple[str, ...], version: int) -> None:
    """Another title and other tags, both or neither. Locks and raises as `rename_thread` and `set_tags` do."""
    rename_thread(actor=actor, thread_id=thread_id, title=title, version=version)
    set_tags(actor=actor, thread_id=thread_id, tags=tags)


@transaction.atomic
def set_tags(*, actor: Viewer, thread_id: int, tags: tuple[str, ...]) -> None:
    """Replace a thread's tags. Locks the thread's row. Raises as `rename_thread` does, but for the version."""
    check_write(actor)
    wanted = clean_tags(tags)
    ground = selectors.thread(thread_id, viewer=actor)
    screen(Screened(kind="tags", text=" ".join(wanted), author_id=actor.pk or 0, board_id=ground.board_id))
    thread = selectors.thread_for_update(thread_id, viewer=actor)
    editor = policies.check_rename(actor, thread)
    if thread.tags == wanted:
        return
    for tag in set(thread.tags) - set(wanted):
        brought = ThreadChange.objects.filter(thread=thread, brought_tags__contains=[tag])
        brought.update(brought_tags=Func(F("brought_tags"), Value(tag), function="array_remove"))
    thread.tags, thread.version = wanted, thread.version + 1
    thread.save(update_fields=["tags", "version"])
    tell(ThreadTagged(thread_id=thread.pk), editor)


def _locked(actor: Viewer, post_id: int) -> Post:
    """The actor's own post, removed or not, and its thread: both locked, the thread first."""
    return _with_thread_locked(selectors.own_post(post_id, viewer=actor).pk)


def _moderate(post_id: int, state: State, actor_id: int | None) -> bool:
    post = _with_thread_locked(post_id)
    changed = None if post.state == State.DELETED else _set_state(post, state)
    if changed is not None:
        publish(changed, actor_id=actor_id)
    return changed is not None


def _with_thread_locked(post_id: int) -> Post:
    """Locks the thread's row, then the post's. Raises `NotFound`, and `Conflict` if the post was moved while we waited."""
    thread = selectors.thread_row_lock(selectors.thread_id_of(post_id))
    post = Post.objects.select_for_update().get(pk=post_id)
    if post.thread_id != thread.pk:
        raise Conflict
    post.thread = thread
    return post


def _set_state(post: Post, state: State) -> PostStateChanged | None:
    """Change a post's state and everything counted from it; what there is to tell. The caller holds both locks."""
    if post.state == state:
        return None
    had_readers = counters.has_readers(post.thread)
    post.state, post.version = state, post.version + 1
    post.save(update_fields=["state", "version"])
    counters.recount_thread(post.thread)
    left = post.thread.board_id if had_readers and not counters.has_readers(post.thread) else 0
    return PostStateChanged(thread_id=post.thread_id, post_id=post.pk, state=int(state), left_board_id=left)
