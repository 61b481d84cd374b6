"""Deciding a review item, and acting without one."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member, Standing
from accounts.members.selectors import Viewer
from forum.kernel import clock, idempotency, text
from forum.kernel.errors import FieldError, Invalid, Words
from forum.kernel.events import publish
from moderation.actions import effects, policies, selectors
from moderation.actions.events import ActionProposed
from moderation.actions.kinds import KINDS
from moderation.actions.models import FACTS_LONGEST, Action, Automation, State
from moderation.actions.services.force import put_in_force
from moderation.queue import policies as queue_policies
from moderation.queue import selectors as queue_selectors
from moderation.queue import services as queue
from moderation.queue import targets
from moderation.queue.models import Kind, Report, ReviewItem, TargetKind
from moderation.queue.scoring import Part
from moderation.queue.targets import Target
from moderation.rules.reasons import REASONS
from threads.discussion.services import order

LONGEST_TERM = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a moderator chose: the action, the rule, the facts in their words, and what the action needs.

    `term` is how long it lasts, None until it is lifted; `on_board` limits it to the board of the thing; `board` is the slug
    that a thread moves to; `seen` the version of the thing that was looked at, 0 to decide whatever it says now.
    """

    kind: str
    reason: str = "other"
    facts: str = ""
    term: timedelta | None = None
    on_board: bool = False
    board: str = ""
    seen: int = 0


@dataclass(frozen=True, slots=True)
class Taken:
    """What a decision came to: an action in force, or one that waits for a second signature."""

    action_id: int
    waits: bool = False


def decide(
    *, actor: Viewer, item_id: int, version: int, choice: Choice, bulk: UUID | None = None,
    key: idempotency.Key | None = None,
) -> Taken:  # fmt: skip
    """Decide an item that the actor holds and of which they saw `version`. Locks item, thread, post, member.

    Effect, statement of reasons, outcome of all reports and event are one transaction. A decision that came too late is
    refused with a code, and that is audited. Raises `NotSignedIn`, `ModeratorsOnly`, `NotFound`, `LeaseLost`, `ItemDecided`,
    `StaleDecision`, `TargetChanged`, `TargetGone`, `ActionNotPermitted`, `Invalid`.
    """
    try:
        with queue.noting_refusals(actor=actor, item_id=item_id):
            return _decide(actor=actor, item_id=item_id, version=version, choice=choice, bulk=bulk, key=key)
    except policies.TargetChanged:
        # The log tells the queue of it seconds later; whoever decides need not wait for that.
        queue.follow_target(item_id=item_id)
        raise


@transaction.atomic
def _decide(
    *, actor: Viewer, item_id: int, version: int, choice: Choice, bulk: UUID | None, key: idempotency.Key | None
) -> Taken:
    moderator = queue_policies.check_moderate(actor)
    choice = checked(choice)
    item = queue_selectors.item_for_update(item_id, viewer=moderator)
    if (earlier := idempotency.claim(key)) is not None:
        return Taken(int(earlier.resource), waits=_waits(int(earlier.resource)))
    queue_policies.check_decide(item, moderator, version=version)
    action = _act(
        moderator, item.target_kind, item.target_id, choice, item=item, bulk=bulk,
        member_id=item.author_id,
    )  # fmt: skip
    idempotency.keep(key, status=201, resource=str(action.pk))
    return Taken(action.pk, waits=action.state == State.PROPOSED)


def take_action(
    *, actor: Viewer, target_kind: str, target_id: str, choice: Choice, key: idempotency.Key | None = None
) -> Taken:
    """Act on something that no item is about, or whose item another may have. Locks as `decide` does; an open item is closed.

    What came too late is audited as it is there. Raises `NotSignedIn`, `ModeratorsOnly`, `NotFound`, `ItemTaken`,
    `TargetChanged`, `TargetGone`, `ActionNotPermitted`, `Invalid`.
    """
    with queue.noting_refusals(actor=actor, about=(target_kind, target_id)):
        return _take_action(actor=actor, target_kind=target_kind, target_id=target_id, choice=choice, key=key)


@transaction.atomic
def _take_action(
    *, actor: Viewer, target_kind: str, target_id: str, choice: Choice, key: idempotency.Key | None
) -> Taken:
    moderator = queue_policies.check_moderate(actor)
    choice = checked(choice)
    item = queue_selectors.open_item_for_update(target_kind, target_id)
    if item is not None:
        # Whoever has a part in an item cannot go round the queue.
        item = queue_selectors.item_for_update(item.pk, viewer=moderator)
        queue_policies.check_take(item, moderator)
    target = targets.find(target_kind, target_id, viewer=moderator)
    if (earlier := idempotency.claim(key)) is not None:
        return Taken(int(earlier.resource), waits=_waits(int(earlier.resource)))
    action = _act(
        moderator, target_kind, target_id, choice, item=item, bulk=None,
        member_id=target.author.id if target.author else None,
    )  # fmt: skip
    idempotency.keep(key, status=201, resource=str(action.pk))
    return Taken(action.pk, waits=action.state == State.PROPOSED)


def _waits(action_id: int) -> bool:
    return Action.objects.filter(pk=action_id, state=State.PROPOSED).exists()


def _act(
    moderator: Member, target_kind: str, target_id: str, choice: Choice, *, item: ReviewItem | None, bulk: UUID | None,
    member_id: int | None,
) -> Action:  # fmt: skip
    target = _locked(target_kind, target_id, viewer=moderator)
    member = Member.objects.filter(pk=member_id or 0).first()
    there = target is not None and target.there
    if not there and not KINDS[choice.kind].person and choice.kind != "approve":
        raise effects.TargetGone
    if KINDS[choice.kind].person and member is not None and member.standing == Standing.ERASED:
        raise effects.TargetGone
    policies.check_action(moderator, choice.kind, target_kind=target_kind, member=member, there=there)
    if target is not None and choice.seen and target.version != choice.seen:
        raise policies.TargetChanged
    if (
        item is not None
        and target is not None
        and (item.thread_id, item.board_id) != (target.thread_id, target.board_id)
    ):
        raise policies.TargetChanged
    first = Report.objects.filter(item=item).order_by("id").first() if item else None
    now = clock.now()
    action = Action(
        kind=choice.kind, target_kind=target_kind, target_id=target_id, target_title=target.title if target else "",
        item=item, member=member, board_id=_scope(choice, target), actor=moderator, reason=choice.reason,
        facts=choice.facts, automation=_automation(item), reported_at=first.filed_at if first else None, at=now,
        until=now + choice.term if choice.term is not None else None, bulk=bulk,
    )  # fmt: skip
    if policies.needs_two(choice.kind, member):
        action.two_people = True
        if selectors.another_moderator(than=[moderator.pk, member_id or 0]):
            return propose(action, target, item)
        action.alone = True
    put_in_force(action, target, item=item, board=choice.board)
    return action


def propose(action: Action, target: Target | None, item: ReviewItem | None) -> Action:
    """Put the action down for a second signature, and ask for it in the queue."""
    action.state = State.PROPOSED
    action.save()
    asked = Target(
        kind=TargetKind.ACTION, id=str(action.pk), title=str(KINDS[action.kind].label), url=f"/moderation/actions/{action.pk}",
        author=None, board_id=None, thread_id=None, board_title="", html="", source=action.facts, version=1, there=True,
    )  # fmt: skip
    barred = [action.actor_id, *([action.member_id] if action.member_id else [])]
    queue.open_item(target=asked, kind=Kind.SECOND, parts=[Part("signature", 0.6)], barred=barred)
    if item is not None:
        queue.await_second(item=item)
    publish(ActionProposed(action_id=action.pk, kind=action.kind), actor_id=action.actor_id)
    return action


def _locked(kind: str, target_id: str, *, viewer: Member) -> Target | None:
    """The thing as it is, its thread's row and its own locked; None for what is no longer there at all."""
    if kind == TargetKind.POST and target_id.isdigit():
        order.lock_post(post_id=int(target_id))
    elif kind == TargetKind.THREAD and target_id.isdigit():
        order.lock_thread_row(thread_id=int(target_id))
    return targets.seen(kind, target_id, viewer=viewer)


def _scope(choice: Choice, target: Target | None) -> int | None:
    if not choice.on_board:
        return None
    if not KINDS[choice.kind].board or target is None or target.board_id is None:
        detail: Words = _("This action cannot be limited to a board.")
        raise Invalid(detail, errors=[FieldError("on_board", "no_board", detail)])
    return target.board_id


def _automation(item: ReviewItem | None) -> Automation:
    found = item is not None and item.kind in {Kind.RULE, Kind.HELD, Kind.WAVE}
    return Automation.FOUND if found else Automation.NONE


def checked(choice: Choice) -> Choice:
    """The choice with its facts cleaned. Raises `Invalid` that names what is wrong."""
    errors = []
    if choice.kind not in KINDS or choice.kind == "unseal":
        errors.append(FieldError("kind", "unknown_action", _("There is no such action.")))
    elif choice.term is not None and not KINDS[choice.kind].lasts:
        errors.append(FieldError("term", "no_term", _("This action has no term.")))
    elif choice.kind == "move" and not choice.board:
        errors.append(FieldError("board", "required", _("Say which board it moves to.")))
    if choice.term is not None and not timedelta(0) < choice.term <= LONGEST_TERM:
        errors.append(FieldError("term", "bad_term", _("A term is at most a year.")))
    if choice.reason not in REASONS:
        errors.append(FieldError("reason", "unknown_reason", _("Choose one of the reasons.")))
    if errors:
        raise Invalid(errors=errors)
    facts = text.clean(choice.facts, max_length=FACTS_LONGEST)
    return Choice(choice.kind, choice.reason, facts, choice.term, choice.on_board, choice.board, choice.seen)
