"""A decision that came too late is refused with a code, and the log keeps that it was tried."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from accounts.members.selectors import Viewer
from forum.kernel.errors import Conflict, EditConflict
from forum.kernel.events import publish
from moderation.queue import selectors
from moderation.queue.events import DecisionRefused


@contextmanager
def noting_refusals(*, actor: Viewer, item_id: int = 0, about: tuple[str, str] = ("", "")) -> Iterator[None]:
    """Around the transaction of a decision on an item, or `about` (kind, id) a thing; whatever is refused is raised on."""
    try:
        yield
    except (Conflict, EditConflict) as refused:
        with transaction.atomic():
            found = item_id or selectors.newest_item(*about)
            publish(DecisionRefused(item_id=found, code=refused.code), actor_id=actor.pk)
        raise
