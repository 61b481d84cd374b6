"""What moderation does to threads and posts beyond showing and hiding: locking for a decision, closing, sealing texts.

The caller has checked that this may be, and keeps the reason.
"""

from typing import Any

from django.db import transaction

from forum.kernel.errors import NotFound
from forum.kernel.events import publish
from threads.discussion import selectors
from threads.discussion.events import ThreadClosed, ThreadReopened
from threads.discussion.models import ChangeKind, Post, PostRevision, Thread
from threads.discussion.services.lines import note_change


def lock_thread_row(*, thread_id: int) -> None:
    """Lock a thread's row until the caller's transaction ends, if it is there."""
    list(Thread.objects.select_for_update().filter(pk=thread_id).values_list("pk"))


def lock_post(*, post_id: int) -> None:
    """Lock a post's thread, then the post, until the caller's transaction ends, if they are there."""
    thread_id = Post.objects.filter(pk=post_id).values_list("thread_id", flat=True).first()
    if thread_id is not None:
        lock_thread_row(thread_id=thread_id)
        list(Post.objects.select_for_update().filter(pk=post_id).values_list("pk"))


def board_slug_of(*, thread_id: int) -> str:
    """Where a thread stands."""
    return str(Thread.objects.values_list("board__slug", flat=True).get(pk=thread_id))


@transaction.atomic
def lock_thread(*, thread_id: int, closed: bool, actor_id: int | None) -> bool:
    """Close a thread, or open it again when a term has run out; whether that changed anything. Locks the thread's row."""
    thread = selectors.thread_row_lock(thread_id)
    if thread.closed == closed:
        return False
    thread.closed, thread.version = closed, thread.version + 1
    thread.save(update_fields=["closed", "version"])
    note_change(thread, ChangeKind.LOCKED if closed else ChangeKind.REOPENED, None)
    publish(ThreadClosed(thread_id=thread_id) if closed else ThreadReopened(thread_id=thread_id), actor_id=actor_id)
    return True


@transaction.atomic
def take_texts(*, post_id: int) -> dict[str, Any]:
    """Take everything a hidden post says, and ever said, out of it, for the caller to keep. Locks the post's row.

    Raises `NotFound`.
    """
    post = Post.objects.select_for_update().filter(pk=post_id).first()
    if post is None:
        raise NotFound
    taken = {"source": post.source, "html": post.html, "text": post.text}
    revisions = dict(PostRevision.objects.filter(post=post).values_list("pk", "source"))
    PostRevision.objects.filter(post=post).update(source="")
    _write(post, source="", html="", text="")
    return {**taken, "revisions": {str(pk): source for pk, source in revisions.items()}}


@transaction.atomic
def give_back_texts(*, post_id: int, texts: dict[str, Any]) -> None:
    """Put back what `take_texts` took. Locks the post's row."""
    post = Post.objects.select_for_update().get(pk=post_id)
    for pk, source in texts["revisions"].items():
        PostRevision.objects.filter(pk=int(pk), post=post).update(source=source)
    _write(post, source=texts["source"], html=texts["html"], text=texts["text"])


def _write(post: Post, *, source: str, html: str, text: str) -> None:
    post.source, post.html, post.text, post.version = source, html, text, post.version + 1
    post.save(update_fields=["source", "html", "text", "version"])
