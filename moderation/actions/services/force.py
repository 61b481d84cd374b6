"""What happens when an action comes into force: its effect, its strike, its statement, the end of its item, its event."""

from forum.kernel import clock
from forum.kernel.events import publish
from forum.kernel.jobs import enqueue
from moderation.actions import effects
from moderation.actions.events import ActionTaken
from moderation.actions.kinds import APPEAL_TERM, KINDS
from moderation.actions.models import Action, SealedText, State, Strike
from moderation.actions.services.stating import issue_statement
from moderation.queue import services as queue
from moderation.queue.models import Outcome, ReviewItem
from moderation.queue.targets import Target
from moderation.rules.services import remember_removed

END = "actions.end"


def put_in_force(action: Action, target: Target | None, *, item: ReviewItem | None, board: str = "") -> None:
    """Everything that an action is, in the caller's transaction. The caller holds the locks and has checked that it may be."""
    kind = KINDS[action.kind]
    removed = action.kind == "remove" and target is not None
    effect = effects.apply(action, target, actor=action.actor, board=board)
    texts = effect.pop("texts", None)
    action.undo, action.state = effect, State.IN_FORCE
    action.save()
    if texts is not None:
        SealedText.objects.create(action=action, texts=texts, destroy_at=clock.now() + APPEAL_TERM)
    if removed and target is not None:
        remember_removed(text=target.source, reason=action.reason, cause=action.pk)
    if kind.strike and action.member_id is not None:
        Strike.objects.create(action=action, member_id=action.member_id, points=kind.strike, given_at=clock.now())
    if kind.restricts and action.member_id is not None:
        effects.restand(action.member_id, actor_id=action.actor_id)
    issue_statement(action)
    if item is not None:
        gone = target is not None and not target.there and not kind.upheld
        outcome = Outcome.GONE if gone else Outcome.UPHELD if kind.upheld else Outcome.NOT_UPHELD
        queue.resolve_item(item=item, outcome=outcome, decided_by=action.actor_id)
    if action.until is not None:
        enqueue(END, key=f"end:{action.pk}", payload={"action": action.pk}, not_before=action.until)
    publish(
        ActionTaken(
            action_id=action.pk, kind=action.kind, target=f"{action.target_kind}:{action.target_id}",
            member_id=action.member_id, reason=action.reason, seconded_by=action.seconded_by_id, alone=action.alone,
        ),
        actor_id=action.actor_id,
    )  # fmt: skip
