"""The second signature."""

from django.db import transaction

from accounts.members.selectors import Viewer
from forum.kernel import clock
from forum.kernel.events import publish
from moderation.actions import policies, selectors
from moderation.actions.events import ActionDeclined
from moderation.actions.models import Action, State
from moderation.actions.services.force import put_in_force
from moderation.actions.services.sealing import open_sealed
from moderation.queue import selectors as queue_selectors
from moderation.queue import services as queue
from moderation.queue import targets
from moderation.queue.models import Outcome, ReviewItem, TargetKind


def sign(*, actor: Viewer, action_id: int) -> None:
    """Sign what another proposed; it is in force at once. Locks the items, the action, then what it meets.

    A signature that came too late is audited. Raises `NotSignedIn`, `ModeratorsOnly`, `NotFound`, `OwnProposal`,
    `NotInForce`, `TargetGone`.
    """
    with queue.noting_refusals(actor=actor, about=(TargetKind.ACTION, str(action_id))):
        _sign(actor, action_id)


def decline(*, actor: Viewer, action_id: int) -> None:
    """Do not sign; whoever proposed it may take it back this way, too. The item waits again. Locks and raises as `sign`."""
    with queue.noting_refusals(actor=actor, about=(TargetKind.ACTION, str(action_id))):
        _decline(actor, action_id)


@transaction.atomic
def _sign(actor: Viewer, action_id: int) -> None:
    asked, item = _items(action_id)
    action = selectors.action_for_update(action_id)
    moderator = policies.check_second(actor, action)
    if moderator.pk == action.actor_id:
        raise policies.OwnProposal
    action.seconded_by = moderator
    if action.until is not None:
        # The term begins with the signature, not with the proposal.
        action.until = clock.now() + (action.until - action.at)
    action.at = clock.now()
    if asked is not None:
        queue.resolve_item(item=asked, outcome=Outcome.UPHELD, decided_by=moderator.pk)
    put_in_force(action, targets.seen(action.target_kind, action.target_id, viewer=moderator), item=item)
    if action.kind == "unseal":
        open_sealed(action)


@transaction.atomic
def _decline(actor: Viewer, action_id: int) -> None:
    asked, item = _items(action_id)
    action = selectors.action_for_update(action_id)
    moderator = policies.check_second(actor, action)
    action.state, action.ended_at, action.ended_by = State.DECLINED, clock.now(), moderator
    action.save(update_fields=["state", "ended_at", "ended_by"])
    if asked is not None:
        queue.resolve_item(item=asked, outcome=Outcome.NOT_UPHELD, decided_by=moderator.pk)
    if item is not None:
        queue.reopen_item(item_id=item.pk, actor_id=moderator.pk)
    publish(ActionDeclined(action_id=action.pk), actor_id=moderator.pk)


def _items(action_id: int) -> tuple[ReviewItem | None, ReviewItem | None]:
    """The item that asks for the signature, and the one that the action decides; both rows locked."""
    asked = queue_selectors.open_item_for_update(TargetKind.ACTION, str(action_id))
    found = Action.objects.filter(pk=action_id).values_list("item_id", flat=True).first()
    item = ReviewItem.objects.select_for_update().filter(pk=found).first() if found else None
    return asked, item
