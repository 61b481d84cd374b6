"""What search keeps: its rows, which follow the log, and the searches that members save.

A saved search is a note to oneself, like a draft: it publishes nothing.
"""

from collections.abc import Callable

from django.db import transaction

from accounts.members.policies import check_member
from accounts.members.selectors import Viewer
from forum.kernel import idempotency, text
from forum.kernel.errors import NotFound
from forum.search import indexing, policies, selectors
from forum.search.models import NAME_LONGEST as NAME_LONGEST
from forum.search.models import QUERY_LONGEST as QUERY_LONGEST
from forum.search.models import SavedSearch

BATCH = 1000


def index_post(*, post_id: int) -> None:
    """Read one post as it is now. Locks its search row."""
    indexing.index_posts([post_id])


def index_thread_chunk(*, thread_id: int, after: int) -> int | None:
    """Read the next posts of a thread behind `after` anew; the last one's id, None at the end."""
    ids = indexing.next_posts_of(thread_id, after=after, limit=BATCH)
    indexing.index_posts(ids)
    return ids[-1] if len(ids) == BATCH else None


def catch_up_chunk(*, after: int) -> tuple[int | None, int]:
    """Read those of the next posts behind `after` that search has not, or not as they are; the last id, and how many."""
    ids = indexing.next_posts(after=after, limit=BATCH)
    stale = indexing.stale_of(ids)
    indexing.index_posts(stale)
    return (ids[-1] if len(ids) == BATCH else None), len(stale)


def catch_up(*, after: int = 0, told: Callable[[int], None] | None = None) -> int:
    """`catch_up_chunk` to the end, each chunk in a transaction of its own; how many posts were read. For commands."""
    count, reached = 0, after if after else 0
    while True:
        following, some = catch_up_chunk(after=reached)
        count += some
        if told is not None:
            told(count)
        if following is None:
            return count
        reached = following


@transaction.atomic
def save_search(*, actor: Viewer, name: str, query: str, key: idempotency.Key | None = None) -> int:
    """Keep a search under a name, its id; the same name again stands for the new one. Locks the member's saved searches.

    Raises `NotSignedIn`, `TooManySaved`, `Invalid`.
    """
    member = check_member(actor)
    name = text.clean(name, max_length=NAME_LONGEST, lines=False)
    query = text.clean(query, max_length=QUERY_LONGEST, lines=False)
    if (earlier := idempotency.claim(key)) is not None:
        return int(earlier.resource)
    kept = selectors.saved_for_update(member)
    saved = next((one for one in kept if one.name == name), None)
    if saved is None:
        policies.check_save(member, kept=len(kept))
        saved = SavedSearch(member=member, name=name)
    saved.query = query
    saved.save()
    idempotency.keep(key, status=201, resource=str(saved.pk))
    return saved.pk


@transaction.atomic
def drop_search(*, actor: Viewer, saved_id: int) -> None:
    """Let one of the actor's own searches go. Raises `NotSignedIn`, `NotFound`."""
    member = check_member(actor)
    gone, _ = SavedSearch.objects.filter(member=member, pk=saved_id).delete()
    if not gone:
        raise NotFound
