"""Every change to boards, threads and posts.

Locks are always taken in this order: board, thread, post. The text is rendered and screened before any of them.
"""

from collections.abc import Sequence
from secrets import token_hex

from django.conf import settings
from django.db import transaction

from accounts.members.models import Member
from accounts.members.policies import check_write
from accounts.members.selectors import Viewer, members_by_handle
from forum.kernel import clock, idempotency, text
from forum.kernel.errors import EditConflict
from forum.kernel.events import publish
from forum.kernel.screening import Draft, screen
from threads.deposits.selectors import deposits_for_thread, names_for_text
from threads.disclosures import selectors as disclosures
from threads.disclosures.models import Interest as Interest
from threads.disclosures.policies import DisclosureNeeded
from threads.disclosures.services import Said as Said
from threads.disclosures.services import state_where_missing
from threads.discussion import policies, selectors
from threads.discussion.events import (
    PostEdited,
    ReplyPosted,
    ThreadClosed,
    ThreadRenamed,
    ThreadReopened,
    ThreadStarted,
)
from threads.discussion.models import TITLE_LONGEST as TITLE_LONGEST
from threads.discussion.models import Board, Colour, Post, PostInterest, Thread, ThreadDeposit

POST_LONGEST = 40_000


def rendered_post(source: str) -> tuple[str, text.Rendered]:
    """`source` cleaned, and rendered with the members and deposits it names. Two queries at most. Raises `Invalid` with codes."""
    cleaned = text.clean(source, max_length=POST_LONGEST)
    if not cleaned:
        raise text.TextEmpty
    parsed = text.parse(cleaned, origin=settings.ORIGIN)
    people = members_by_handle(set(parsed.handles))
    names = text.Names(
        members={name: person.url for name, person in people.items()}, deposits=names_for_text(parsed.deposits)
    )
    # The prefix keeps footnotes of two posts on one page apart; it must be there before the post has an id.
    return cleaned, text.render(parsed, names=names, prefix=f"p{token_hex(4)}-")


@transaction.atomic
def start_thread(
    *, actor: Viewer, board_slug: str, title: str, source: str, deposits: Sequence[str] = (), said: Said | None = None,
    key: idempotency.Key | None = None,
) -> int:  # fmt: skip
    """Open a thread with its first post, perhaps on `deposits` (slugs), and return its id. Locks nothing but the key.

    `said` is the author's interest, for those of the deposits on which nothing was stated yet. Raises `NotFound`,
    `NotSignedIn`, `Silenced`, `MayNotStart`, `DisclosureNeeded`, `Invalid`.
    """
    author_id = check_write(actor).pk
    title = text.clean(title, max_length=TITLE_LONGEST, lines=False)
    cleaned, rendered = rendered_post(source)
    board = selectors.board(board_slug, viewer=actor)
    screen(Draft(kind="thread_title", text=title, author_id=author_id, board_id=board.id))
    screen(Draft(kind="post", text=cleaned, author_id=author_id, board_id=board.id, links=rendered.links))
    if (earlier := idempotency.claim(key)) is not None:
        return int(earlier.resource)
    author = policies.check_start(actor, board)
    subjects = deposits_for_thread(deposits)
    policies.check_start_on(author, subjects)
    interests = _interests(author, [subject.pk for subject in subjects], said)
    now = clock.now()
    thread = Thread.objects.create(
        board_id=board.id, author=author, title=title, created_at=now, last_at=now, last_author=author
    )
    post = thread.add_reply(author=author, source=cleaned, rendered=rendered, at=now)
    ThreadDeposit.objects.bulk_create(ThreadDeposit(thread=thread, deposit=subject) for subject in subjects)
    _freeze(post, interests)
    publish(ThreadStarted(thread_id=thread.pk, post_id=post.pk), actor_id=author.pk)
    idempotency.keep(key, status=201, resource=str(thread.pk))
    return thread.pk


@transaction.atomic
def post_reply(
    *, actor: Viewer, thread_id: int, source: str, said: Said | None = None, key: idempotency.Key | None = None
) -> int:
    """Add a post to a thread and return its id. Locks the thread's row.

    On a thread about deposits the author's interest as of now is frozen onto the post; `said` states it where it was not
    stated yet. Raises `NotFound`, `NotSignedIn`, `Silenced`, `MayNotReply`, `ThreadClosed`, `DisclosureNeeded`, `Invalid`.
    """
    author_id = check_write(actor).pk
    cleaned, rendered = rendered_post(source)
    screen(Draft(kind="post", text=cleaned, author_id=author_id, links=rendered.links))
    thread = selectors.thread_for_update(thread_id, viewer=actor)
    if (earlier := idempotency.claim(key)) is not None:
        return int(earlier.resource)
    author = policies.check_reply(actor, thread)
    interests = _interests(author, selectors.deposit_ids_of(thread.pk), said)
    post = thread.add_reply(author=author, source=cleaned, rendered=rendered, at=clock.now())
    _freeze(post, interests)
    publish(ReplyPosted(thread_id=thread.pk, post_id=post.pk), actor_id=author.pk)
    idempotency.keep(key, status=201, resource=str(post.pk))
    return post.pk


@transaction.atomic
def edit_post(*, actor: Viewer, post_id: int, source: str, version: int) -> None:
    """Replace a post's text, keeping the one before. Locks the post's row.

    Raises `NotFound`, `NotSignedIn`, `Silenced`, `NotYours`, `ThreadClosed`, `Invalid`, and `EditConflict` when `version` is
    no longer the current one.
    """
    author_id = check_write(actor).pk
    cleaned, rendered = rendered_post(source)
    screen(Draft(kind="post", text=cleaned, author_id=author_id, links=rendered.links))
    post = selectors.post_for_update(post_id, viewer=actor)
    editor = policies.check_edit(actor, post)
    if post.version != version:
        raise EditConflict
    if post.source == cleaned:
        return
    post.revise(editor=editor, source=cleaned, rendered=rendered, at=clock.now())
    publish(PostEdited(thread_id=post.thread_id, post_id=post.pk), actor_id=editor.pk)


@transaction.atomic
def rename_thread(*, actor: Viewer, thread_id: int, title: str, version: int) -> None:
    """Give a thread another title. Locks the thread's row. Raises as `edit_post` does."""
    author_id = check_write(actor).pk
    title = text.clean(title, max_length=TITLE_LONGEST, lines=False)
    screen(Draft(kind="thread_title", text=title, author_id=author_id))
    thread = selectors.thread_for_update(thread_id, viewer=actor)
    editor = policies.check_rename(actor, thread)
    if thread.version != version:
        raise EditConflict
    if thread.title == title:
        return
    thread.title, thread.version = title, version + 1
    thread.save(update_fields=["title", "version"])
    publish(ThreadRenamed(thread_id=thread.pk), actor_id=editor.pk)


@transaction.atomic
def set_closure(*, actor: Viewer, thread_id: int, closed: bool) -> None:
    """Close a thread to replies, or open it again; asking for what already is changes nothing. Locks the thread's row."""
    thread = selectors.thread_for_update(thread_id, viewer=actor)
    member = policies.check_close(actor)
    if thread.closed == closed:
        return
    thread.closed, thread.version = closed, thread.version + 1
    thread.save(update_fields=["closed", "version"])
    event = ThreadClosed(thread_id=thread.pk) if closed else ThreadReopened(thread_id=thread.pk)
    publish(event, actor_id=member.pk)


@transaction.atomic
def create_board(
    *, slug: str, title: str, description: str, colour: Colour, position: int, levels: tuple[int, int, int]
) -> Board:
    """A new board, with its levels for reading, starting and replying. The caller has checked that this may be."""
    read, start, reply = levels
    return Board.objects.create(
        slug=slug, title=title, description=description, colour=colour, position=position,
        read_level=read, start_level=start, reply_level=reply,
    )  # fmt: skip


def _interests(author: Member, deposit_ids: Sequence[int], said: Said | None) -> list[int]:
    """What the author has stated of these deposits, for the post that is about to be written; none without deposits.

    Raises `DisclosureNeeded` where nothing was stated and nothing is said now.
    """
    if not deposit_ids:
        return []
    if disclosures.unstated(author, deposit_ids):
        if said is None:
            raise DisclosureNeeded
        state_where_missing(actor=author, said=said, deposit_ids=deposit_ids)
    return disclosures.in_force(author, deposit_ids)


def _freeze(post: Post, disclosure_ids: Sequence[int]) -> None:
    PostInterest.objects.bulk_create(PostInterest(post=post, disclosure_id=pk) for pk in disclosure_ids)
