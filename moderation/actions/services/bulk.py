"""The same decision on many items at once, and taking all of it back at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction

from accounts.members.selectors import Viewer
from forum.kernel import ids
from forum.kernel.errors import AssayError, NotFound
from moderation.actions import policies, selectors
from moderation.actions.services.deciding import Choice, checked, decide
from moderation.actions.services.ending import reverse
from moderation.queue import services as queue
from moderation.queue.policies import check_moderate

MOST = 100


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What came of it: the mark that undoes it, the items decided, and (item, code) of those refused."""

    bulk: UUID
    decided: tuple[int, ...]
    refused: tuple[tuple[int, str], ...]


def decide_many(*, actor: Viewer, items: Sequence[tuple[int, int]], choice: Choice) -> BulkResult:
    """Decide each (item, version) of the preview, in transactions of their own: one refusal stops none.

    Raises `NotSignedIn`, `ModeratorsOnly`, `Invalid`.
    """
    check_moderate(actor)
    choice = replace(checked(choice), seen=0)
    bulk = ids.random_id()
    decided, refused = [], []
    for item_id, version in items[:MOST]:
        try:
            with queue.noting_refusals(actor=actor, item_id=item_id):
                queue.take_item(actor=actor, item_id=item_id)
            decide(actor=actor, item_id=item_id, version=version, choice=choice, bulk=bulk)
            decided.append(item_id)
        except AssayError as refusal:
            refused.append((item_id, refusal.code))
    return BulkResult(bulk, tuple(decided), tuple(refused))


@transaction.atomic
def undo_bulk(*, actor: Viewer, bulk: UUID) -> int:
    """Take back everything that was done at once under this mark; how many actions. The items wait again.

    Locks the actions, the newest first. All or nothing. Raises `NotSignedIn`, `ModeratorsOnly`, `NotFound` when nothing of it
    is in force, `ActionNotPermitted`.
    """
    check_moderate(actor)
    found = selectors.bulk_for_update(bulk)
    if not found:
        raise NotFound
    for action in found:
        moderator = policies.check_reverse(actor, action)
        reverse(action, by=moderator, reopen=True)
    return len(found)
