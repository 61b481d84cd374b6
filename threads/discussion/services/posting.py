"""Starting threads and replying. What may not stand at once becomes a submission."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member
from accounts.members.policies import check_write
from accounts.members.selectors import Viewer
from forum.kernel import clock, idempotency, text
from forum.kernel.errors import FieldError, Invalid, Words
from forum.kernel.events import publish
from forum.kernel.screening import Draft as Screened
from forum.kernel.screening import Verdict, screen
from threads.deposits.models import Deposit
from threads.deposits.selectors import deposits_for_thread
from threads.disclosures.services import Said
from threads.discussion import counters, policies, selectors
from threads.discussion.events import ReplyPosted, ThreadStarted, WhisperPosted
from threads.discussion.models import MOST_TAGS, TITLE_LONGEST, Post, Thread, ThreadDeposit
from threads.discussion.models.threads import Writing
from threads.discussion.selectors import BoardRow
from threads.discussion.services import drafts, submissions
from threads.discussion.services.interests import freeze, interests_of
from threads.discussion.services.reading import follow_own_post
from threads.discussion.services.rendering import note_named, rendered_post


@transaction.atomic
def start_thread(
    *, actor: Viewer, board_slug: str, title: str, source: str, tags: tuple[str, ...] = (), deposits: Sequence[str] = (),
    said: Said | None = None, publish_at: datetime | None = None, key: idempotency.Key | None = None,
) -> int | UUID:  # fmt: skip
    """Open a thread with its first post and return its id; or the id of the submission that it waits in. Locks the key.

    `deposits` are slugs of what it is about; `said` is the author's interest, for those of them on which nothing was stated
    yet. Raises `NotFound`, `NotSignedIn`, `Silenced`, `MayNotStart`, `DisclosureNeeded`, `Invalid`.
    """
    author_id = check_write(actor).pk
    title = text.clean(title, max_length=TITLE_LONGEST, lines=False)
    board = selectors.board(board_slug, viewer=actor)
    writing = rendered_post(source, author_id=author_id, read_level=board.read_level)
    verdicts = (
        screen(Screened(kind="thread_title", text=title, author_id=author_id, board_id=board.id)),
        _screened(writing, author_id, board.id),
    )
    if (earlier := idempotency.claim(key)) is not None:
        return _earlier(earlier)
    author = policies.check_start(actor, board)
    subjects = deposits_for_thread(deposits)
    policies.check_start_on(author, subjects)
    asked = [subject.pk for subject in subjects] + _named_deposits(writing, verdicts)
    interests = interests_of(author, asked, said)
    labels = clean_tags(tags)
    waits_for = submissions.reason_to_wait(author, verdicts, publish_at)
    drafts.drop_begun(author, board=board.slug, deposits=deposits, source=writing.source)
    if waits_for is not None:
        made = submissions.submit(
            author=author, waits_for=waits_for, source=writing.source, board_id=board.id, title=title,
            release_at=publish_at, verdicts=verdicts, tags=labels,
            deposits=[subject.slug for subject in subjects],
        )  # fmt: skip
        idempotency.keep(key, status=202, resource=str(made))
        return made
    thread = open_thread(
        author=author, board=board, title=title, writing=writing, at=clock.now(), tags=labels, subjects=subjects,
        interests=interests,
    )  # fmt: skip
    idempotency.keep(key, status=201, resource=str(thread.pk))
    return thread.pk


@transaction.atomic
def post_reply(
    *, actor: Viewer, thread_id: int, source: str, reply_to: int | None = None, whisper: bool = False,
    said: Said | None = None, publish_at: datetime | None = None, key: idempotency.Key | None = None,
) -> int | UUID:  # fmt: skip
    """Add a post to a thread and return its id; or the id of the submission that it waits in. Locks the thread's row.

    `reply_to` is the number of the post it answers. A `whisper` is seen by those alone who moderate the board, and waits
    for nothing. Raises `NotFound`, `NotSignedIn`, `Silenced`, `MayNotReply`, `ThreadClosed`, `ThreadArchived`, `SlowMode`,
    `StaffOnly` for a whisper, `DisclosureNeeded`, `Invalid`. On a thread about deposits the author's interest as of now
    is frozen onto the post; `said` states it where it was not stated yet.
    """
    author_id = check_write(actor).pk
    ground = selectors.thread(thread_id, viewer=actor)
    writing = rendered_post(source, author_id=author_id, read_level=ground.board.read_level)
    if whisper and publish_at is not None:
        detail: Words = _("A whisper stands at once: leave the time empty.")
        raise Invalid(detail, errors=[FieldError("publish_at", "whisper_waits", detail)])
    verdict = _screened(writing, author_id, ground.board_id)
    thread = selectors.thread_for_update(thread_id, viewer=actor)
    if (earlier := idempotency.claim(key)) is not None:
        return _earlier(earlier)
    author = policies.check_whisper(actor, thread) if whisper else policies.check_reply(actor, thread)
    policies.check_pace(author, thread)
    answered = answered_post(thread, reply_to, viewer=actor)
    asked = selectors.deposit_ids_of(thread.pk) + _named_deposits(writing, (verdict,))
    interests = interests_of(author, asked, said)
    waits_for = None if whisper else submissions.reason_to_wait(author, (verdict,), publish_at)
    drafts.drop_sent(author, f"thread:{thread.pk}")
    if waits_for is not None:
        made = submissions.submit(
            author=author, waits_for=waits_for, source=writing.source, thread_id=thread.pk, reply_to_id=answered,
            release_at=publish_at, verdicts=(verdict,),
        )  # fmt: skip
        idempotency.keep(key, status=202, resource=str(made))
        return made
    post = append_post(
        thread=thread, author=author, writing=writing, at=clock.now(), reply_to=answered, whisper=whisper,
        interests=interests,
    )  # fmt: skip
    idempotency.keep(key, status=201, resource=str(post.pk))
    return post.pk


def open_thread(
    *, author: Member, board: BoardRow, title: str, writing: Writing, at: datetime, tags: Sequence[str] = (),
    subjects: Sequence[Deposit] = (), interests: Sequence[int] = (),
) -> Thread:  # fmt: skip
    """The rows of a new thread, and its event. The caller's transaction; everything has been checked."""
    thread = Thread.objects.create(
        board_id=board.id, author=author, title=title, created_at=at, last_at=at, last_author=author, tags=list(tags)
    )
    post = thread.add_reply(author=author, writing=writing, at=at)
    ThreadDeposit.objects.bulk_create(ThreadDeposit(thread=thread, deposit=subject) for subject in subjects)
    freeze(post, interests)
    note_named(post, writing)
    follow_own_post(member=author, thread=thread, before=0)
    counters.add(board.id, threads=1, posts=1)
    publish(ThreadStarted(thread_id=thread.pk, post_id=post.pk), actor_id=author.pk)
    return thread


def append_post(
    *,
    thread: Thread,
    author: Member,
    writing: Writing,
    at: datetime,
    reply_to: int | None = None,
    whisper: bool = False,
    interests: Sequence[int] = (),
) -> Post:
    """The row of a new post, and its event. The caller holds the thread's lock; everything has been checked."""
    before = thread.last_number
    post: Post = thread.add_reply(author=author, writing=writing, at=at, whisper=whisper, reply_to=reply_to)
    freeze(post, interests)
    note_named(post, writing)
    if whisper:
        publish(WhisperPosted(thread_id=thread.pk, post_id=post.pk), actor_id=author.pk)
        return post
    follow_own_post(member=author, thread=thread, before=before)
    # A thread that was empty to its readers is one again.
    counters.add(thread.board_id, threads=1 if thread.post_count == 1 else 0, posts=1)
    publish(ReplyPosted(thread_id=thread.pk, post_id=post.pk), actor_id=author.pk)
    return post


def answered_post(thread: Thread, number: int | None, *, viewer: Viewer) -> int | None:
    """The id of the post under `number`, which the viewer must see. Raises `Invalid`."""
    if number is None:
        return None
    found = selectors.posts(viewer=viewer).filter(thread=thread, number=number).values_list("pk", flat=True).first()
    if found is None:
        detail: Words = _("There is no such post to answer.")
        raise Invalid(detail, errors=[FieldError("reply_to", "not_found", detail)])
    return int(found)


def clean_tags(tags: tuple[str, ...]) -> list[str]:
    """Up to five tags in lower case, each once, in the order given. Raises `Invalid`."""
    found = list(dict.fromkeys(tag.strip().lower() for tag in tags if tag.strip()))
    detail: Words = _("Up to five tags of 2 to 30 small letters, digits and hyphens.")
    fits = all(2 <= len(tag) <= 30 and tag.isascii() and tag.replace("-", "").isalnum() for tag in found)
    if len(found) > MOST_TAGS or not fits:
        raise Invalid(detail, errors=[FieldError("tags", "bad_tags", detail)])
    return found


def _screened(writing: Writing, author_id: int, board_id: int) -> Verdict:
    return screen(
        Screened(kind="post", text=writing.source, author_id=author_id, board_id=board_id, links=writing.rendered.links)
    )


def _named_deposits(writing: Writing, verdicts: Sequence[Verdict]) -> list[int]:
    """Where a rule requires a disclosure: the deposits that the text names. No query where none does."""
    if not writing.rendered.deposits or all(one.effect != "require_disclosure" for one in verdicts):
        return []
    return [subject.pk for subject in deposits_for_thread(writing.rendered.deposits)]


def _earlier(earlier: idempotency.Earlier) -> int | UUID:
    return UUID(earlier.resource) if earlier.status == 202 else int(earlier.resource)
