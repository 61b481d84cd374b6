"""The end of actions: by themselves when their term is over, or taken back."""

from django.db import transaction

from accounts.members.models import Member
from accounts.members.selectors import Viewer
from forum.kernel import clock
from forum.kernel.events import publish
from moderation.actions import effects, policies, selectors
from moderation.actions.events import ActionEnded, ActionReversed
from moderation.actions.kinds import KINDS
from moderation.actions.models import Action, SealedText, State, Strike
from moderation.queue import services as queue
from moderation.queue.models import Outcome
from moderation.rules.services import forget_removed


@transaction.atomic
def end_action(*, action_id: int) -> bool:
    """End an action whose term is over; whether there was anything to do. Locks the action, then what it met."""
    action = selectors.action_for_update(action_id)
    if action.state != State.IN_FORCE or action.until is None or action.until > clock.now():
        return False
    action.state, action.ended_at = State.ENDED, clock.now()
    action.save(update_fields=["state", "ended_at"])
    if action.kind == "unseal":
        SealedText.objects.filter(pk=int(action.target_id)).update(open_until=None)
    effects.undo(action, actor=None, texts=None)
    if KINDS[action.kind].restricts and action.member_id is not None:
        effects.restand(action.member_id, actor_id=None)
    publish(ActionEnded(action_id=action.pk, member_id=action.member_id))
    return True


@transaction.atomic
def reverse_action(*, actor: Viewer, action_id: int, reopen: bool = False) -> None:
    """Take back an action in force. Locks the action, then what it met.

    With `reopen` its item waits again, as after a slip of the hand; without, its reports were not upheld.
    Raises `NotSignedIn`, `ModeratorsOnly`, `NotFound`, `ActionNotPermitted`, `NotInForce`.
    """
    action = selectors.action_for_update(action_id)
    moderator = policies.check_reverse(actor, action)
    reverse(action, by=moderator, reopen=reopen)


def reverse(action: Action, *, by: Member, reopen: bool = False) -> None:
    """Run the inverse of an action. The caller holds its row's lock and has checked that this may be.

    Of one whose term has run out, what is left is undone: its strike, and that its reports were upheld.
    """
    in_force = action.state == State.IN_FORCE
    sealed = selectors.sealed_for_update(action.pk)
    texts = sealed.texts if sealed is not None else None
    action.state, action.ended_at, action.ended_by = State.REVERSED, clock.now(), by
    action.save(update_fields=["state", "ended_at", "ended_by"])
    # Nobody is met by an approval: to take it back is to decide anew.
    reopen = reopen or action.kind == "approve"
    if in_force:
        effects.undo(action, actor=by, texts=texts, reopen=reopen)
    if sealed is not None:
        sealed.texts, sealed.open_until = None, None
        sealed.save(update_fields=["texts", "open_until"])
    if action.kind == "unseal":
        SealedText.objects.filter(pk=int(action.target_id)).update(open_until=None)
    forget_removed(cause=action.pk)
    Strike.objects.filter(action=action).update(withdrawn=True)
    if KINDS[action.kind].restricts and action.member_id is not None:
        effects.restand(action.member_id, actor_id=by.pk)
    if action.item_id is not None:
        if reopen:
            queue.reopen_item(item_id=action.item_id, actor_id=by.pk)
        else:
            queue.revise_outcome(item_id=action.item_id, outcome=Outcome.NOT_UPHELD)
    publish(ActionReversed(action_id=action.pk, member_id=action.member_id), actor_id=by.pk)
