"""When what waits becomes a post."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from forum.kernel import clock
from forum.kernel.errors import AssayError, NotFound
from forum.kernel.events import publish
from threads.deposits.selectors import deposits_for_thread
from threads.discussion import policies, selectors
from threads.discussion.events import SubmissionReopened
from threads.discussion.models import Submission, SubmissionState, Waiting
from threads.discussion.services.editing import hide_post, show_post
from threads.discussion.services.interests import interests_of
from threads.discussion.services.posting import append_post, open_thread
from threads.discussion.services.rendering import rendered_post
from threads.discussion.services.states import set_thread_state
from threads.discussion.services.submissions import (
    AlreadySettled,
    settle,
    submission_for_update,
    waiting_for_update,
)

TOGETHER = 3
"""How many protected members must have something waiting for their texts to be released together..."""

LONGEST_WAIT = timedelta(hours=6)
"""...unless one has waited this long: then all go, however few."""


@transaction.atomic
def release_submission(*, submission_id: UUID, actor_id: int | None = None) -> int | None:
    """Make a post of a text that waits, if its author may still post it there; the post's id, None when it may not stand.

    Locks the submission's row, then the thread's. Every rule is asked again, as of now, and the code of the one that
    stands against it is kept. The caller has checked that this may be. Raises `NotFound`, `AlreadySettled`.
    """
    found = waiting_for_update(submission_id)
    try:
        with transaction.atomic():
            found.post_id = _post(found) if found.post_id is None else _shown_again(found, actor_id)
    except AssayError as error:
        found.refusal = error.code
        settle(found, SubmissionState.REFUSED, actor_id=actor_id)
        return None
    settle(found, SubmissionState.RELEASED, actor_id=actor_id)
    return found.post_id


@transaction.atomic
def reopen_submission(*, submission_id: UUID, actor_id: int) -> None:
    """Take back what staff decided on a text that was held: it waits again, and the post made of it is hidden meanwhile.

    Locks the submission's row, then the thread's. The caller has checked that this may be. Raises `NotFound`.
    """
    found = submission_for_update(submission_id)
    if found.state not in {SubmissionState.RELEASED, SubmissionState.REFUSED}:
        return
    if found.post_id is not None:
        _set_shown(found, shown=False, actor_id=actor_id)
    found.state, found.refusal = SubmissionState.WAITING, ""
    found.save(update_fields=["state", "refusal"])
    publish(SubmissionReopened(submission_id=found.pk), actor_id=actor_id)


def _shown_again(found: Submission, actor_id: int | None) -> int:
    """The post that was made of it before."""
    _set_shown(found, shown=True, actor_id=actor_id)
    return int(found.post_id or 0)


def _set_shown(found: Submission, *, shown: bool, actor_id: int | None) -> None:
    """Show or hide what was made of a submission: a reply, or the whole thread that it began."""
    post_id = int(found.post_id or 0)
    if found.board_id is not None:
        set_thread_state(thread_id=selectors.thread_id_of(post_id), hidden=not shown, actor_id=actor_id)
    elif shown:
        show_post(post_id=post_id, actor_id=actor_id)
    else:
        hide_post(post_id=post_id, actor_id=actor_id)


def release_due() -> int:
    """Release what is scheduled for now or before, and the texts of protected members if there are enough; how many.

    Each in a transaction of its own, so that one that may not stand holds up no other.
    """
    now = clock.now()
    # Proposals of interviews are released by those.
    waiting = Submission.objects.filter(state=SubmissionState.WAITING, subject="")
    due = waiting.filter(waits_for=Waiting.SCHEDULED, release_at__lte=now).order_by("release_at")
    ids = list(due.values_list("pk", flat=True)[:200])
    # In the order of their random ids: which of them was written first does not show.
    batch = list(waiting.filter(waits_for=Waiting.BATCH).order_by("id").values_list("pk", "author_id", "hour")[:500])
    oldest = min((hour for _, _, hour in batch), default=now)
    if len({author for _, author, _ in batch}) >= TOGETHER or now - oldest >= LONGEST_WAIT:
        ids += [pk for pk, _, _ in batch]
    return sum(_released(pk) for pk in ids)


def _released(submission_id: UUID) -> bool:
    try:
        return release_submission(submission_id=submission_id) is not None
    except (NotFound, AlreadySettled):
        return False  # Its author was faster.


def _post(found: Submission) -> int:
    """The post that a submission becomes. Raises what starting and replying raise."""
    author, now = found.author, clock.now()
    if found.board is not None:
        board = selectors.board(found.board.slug, viewer=author)
        writing = rendered_post(found.source, author_id=author.pk, read_level=board.read_level)
        policies.check_start(author, board)
        subjects = deposits_for_thread(found.deposits)
        policies.check_start_on(author, subjects)
        made = open_thread(
            author=author, board=board, title=found.title, writing=writing, at=now, tags=found.tags, subjects=subjects,
            interests=interests_of(author, [subject.pk for subject in subjects], None),
        )  # fmt: skip
        return made.last_post_id
    ground = selectors.thread(found.thread_id or 0, viewer=author)
    writing = rendered_post(found.source, author_id=author.pk, read_level=ground.board.read_level)
    thread = selectors.thread_for_update(ground.pk, viewer=author)
    policies.check_reply(author, thread)
    interests = interests_of(author, selectors.deposit_ids_of(thread.pk), None)
    return append_post(
        thread=thread, author=author, writing=writing, at=now, reply_to=found.reply_to_id, interests=interests
    ).pk
