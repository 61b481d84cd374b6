"""Removed texts: sealed until the appeal window closes, opened by two people, then destroyed."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from accounts.members.selectors import Viewer
from forum.kernel import clock
from forum.kernel.errors import NotFound
from forum.kernel.events import publish
from moderation.actions import policies, selectors
from moderation.actions.events import SealedTextDestroyed, SealedTextRead
from moderation.actions.models import Action, SealedText
from moderation.actions.services.deciding import Taken, propose
from moderation.actions.services.force import put_in_force
from moderation.queue.policies import check_moderate

OPEN_FOR = timedelta(days=1)
"""How long an unsealed text can be read."""


@transaction.atomic
def unseal(*, actor: Viewer, action_id: int) -> Taken:
    """Ask that a removed text may be read by staff for a day; it takes a second signature. Locks the action.
    Where one was asked and waits, it is that one.

    Raises `NotSignedIn`, `ModeratorsOnly`, `NotFound` for what is not sealed or was destroyed, `ActionNotPermitted` for who
    wrote it.
    """
    moderator = check_moderate(actor)
    removal = selectors.action_for_update(action_id)
    sealed = selectors.sealed_for_update(action_id)
    if sealed is None or sealed.texts is None:
        raise NotFound
    if removal.member_id == moderator.pk:
        raise policies.ActionNotPermitted
    waiting = selectors.asked_unsealing(action_id)
    if waiting is not None:
        return Taken(waiting, waits=True)
    now = clock.now()
    action = Action(
        kind="unseal", target_kind="action", target_id=str(action_id), target_title=removal.target_title, actor=moderator,
        reason=removal.reason, at=now, until=now + OPEN_FOR, two_people=True,
    )  # fmt: skip
    if selectors.another_moderator(than=[moderator.pk]):
        propose(action, None, None)
        return Taken(action.pk, waits=True)
    action.alone = True
    put_in_force(action, None, item=None)
    open_sealed(action)
    return Taken(action.pk)


def open_sealed(action: Action) -> None:
    """The effect of an unsealing in force. The caller holds the action's lock."""
    SealedText.objects.filter(pk=int(action.target_id)).update(open_until=action.until)


@transaction.atomic
def read_sealed(*, actor: Viewer, action_id: int) -> dict[str, Any]:
    """The texts of a removed post, while they are unsealed. That they were read is audited.

    Raises `NotSignedIn`, `ModeratorsOnly`, `NotFound`, `Sealed`.
    """
    moderator = check_moderate(actor)
    if not SealedText.objects.filter(pk=action_id, texts__isnull=False).exists():
        raise NotFound
    texts = selectors.sealed_texts(action_id)
    if texts is None:
        raise policies.Sealed
    publish(SealedTextRead(action_id=action_id), actor_id=moderator.pk)
    return texts


@transaction.atomic
def destroy_due(*, held: frozenset[int] = frozenset(), limit: int = 200) -> int:
    """Destroy the texts whose appeal window has closed, but for those of actions in `held`; how many. Locks their rows."""
    due = SealedText.objects.filter(texts__isnull=False, destroy_at__lte=clock.now()).exclude(pk__in=held)
    rows = list(due.select_for_update(skip_locked=True)[:limit])
    for row in rows:
        row.texts, row.open_until = None, None
        row.save(update_fields=["texts", "open_until"])
        publish(SealedTextDestroyed(action_id=row.pk))
    return len(rows)
