"""Every change to appeals. Locks: the review item, the statement or the appeal, the action, then what it met."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member
from accounts.members.selectors import Viewer
from accounts.members.services import note_opening
from forum.kernel import clock, idempotency, text
from forum.kernel.errors import FieldError, Invalid, NotFound
from forum.kernel.events import publish
from moderation.actions import services as actions
from moderation.actions.kinds import KINDS
from moderation.actions.models import Action
from moderation.actions.models import State as ActionState
from moderation.actions.selectors import action_for_update, another_moderator
from moderation.actions.services.force import put_in_force
from moderation.appeals import policies, selectors
from moderation.appeals.events import AppealDecided, AppealFiled, AppealMessageWritten, AppealWithdrawn
from moderation.appeals.models import TEXT_LONGEST, Appeal, AppealMessage, Outcome
from moderation.queue import services as queue
from moderation.queue.models import Kind, ReviewItem, TargetKind
from moderation.queue.models import Outcome as ItemOutcome
from moderation.queue.policies import check_decide, check_moderate
from moderation.queue.scoring import Part
from moderation.queue.selectors import item_for_update, open_item_for_update
from moderation.queue.targets import Target


@transaction.atomic
def file_appeal(*, member_id: int, statement_id: int, words: str, key: idempotency.Key | None = None) -> int:
    """Appeal against what a statement says; the appeal's id. Locks the statement.

    The member may be suspended, and is named by the sealed link. Raises `NotFound`, `TermOver`, `NothingToAppeal`,
    `AlreadyAppealed`, `Invalid`.
    """
    cleaned = text.clean(words, max_length=TEXT_LONGEST)
    if not cleaned:
        raise text.TextEmpty
    statement = selectors.statement_for_update(statement_id, member_id=member_id)
    if (earlier := idempotency.claim(key)) is not None:
        return int(earlier.resource)
    policies.check_appeal(statement)
    action = statement.action
    discreet = statement.member.protected
    filed_at = clock.hour_of(clock.now()) if discreet else clock.now()
    made = Appeal.objects.create(action=action, member_id=member_id, text=cleaned, filed_at=filed_at)
    barred = [pk for pk in (action.actor_id, action.seconded_by_id, member_id) if pk]
    if not another_moderator(than=barred):
        barred = [member_id]
    about = Target(
        kind=TargetKind.APPEAL, id=str(made.pk), title=action.target_title or str(KINDS[action.kind].done),
        url=f"/moderation/appeals/{made.pk}", author=None, board_id=action.board_id, thread_id=None, board_title="", html="",
        source=cleaned, version=1, there=True,
    )  # fmt: skip
    queue.open_item(target=about, kind=Kind.APPEAL, parts=[Part("appeal", 0.5)], barred=barred, discreet=discreet)
    publish(AppealFiled(appeal_id=made.pk, action_id=action.pk), actor_id=member_id, coarse=discreet)
    idempotency.keep(key, status=201, resource=str(made.pk))
    return made.pk


def open_appeal(*, actor: Viewer, appeal_id: int) -> selectors.AppealRow:
    """An appeal with its dialogue, for a moderator; that they opened it is told to the log, once an hour.

    Raises `NotSignedIn`, `ModeratorsOnly`, `NotFound`.
    """
    moderator = check_moderate(actor)
    found = selectors.appeal(appeal_id, viewer=moderator)
    note_opening(actor_id=moderator.pk, thing=f"appeal:{appeal_id}")
    return found


def open_appeals(*, actor: Viewer, before: int, limit: int) -> list[selectors.AppealRow]:
    """All appeals but one's own, the newest first, below id `before`; told to the log like one of them."""
    moderator = check_moderate(actor)
    note_opening(actor_id=moderator.pk, thing="appeals")
    return selectors.appeals(viewer=moderator, before=before, limit=limit)


@transaction.atomic
def write_message(*, member_id: int, appeal_id: int, words: str) -> int:
    """A word of whoever appealed. Locks the item, then the appeal. Raises `NotFound`, `AppealClosed`, `Invalid`."""
    cleaned = _cleaned(words)
    queue.note_change_of(kind=TargetKind.APPEAL, target_id=str(appeal_id))
    appeal = selectors.appeal_for_update(appeal_id)
    if appeal.member_id != member_id:
        raise NotFound
    return _write(appeal, appeal.member, cleaned, by_staff=False)


@transaction.atomic
def ask(*, actor: Viewer, appeal_id: int, words: str) -> int:
    """A word of the moderator who looks at the appeal. Locks the appeal.

    Raises `NotSignedIn`, `ModeratorsOnly`, `NotFound`, `HadAPart`, `AppealClosed`, `Invalid`.
    """
    moderator = check_moderate(actor)
    cleaned = _cleaned(words)
    appeal = selectors.appeal_for_update(appeal_id)
    policies.check_judge(moderator, appeal.action)
    return _write(appeal, moderator, cleaned, by_staff=True)


def _cleaned(words: str) -> str:
    cleaned = text.clean(words, max_length=TEXT_LONGEST)
    if not cleaned:
        raise text.TextEmpty
    return cleaned


def _write(appeal: Appeal, author: Member, words: str, *, by_staff: bool) -> int:
    if appeal.outcome:
        raise policies.AppealClosed
    discreet = author.protected
    at = clock.hour_of(clock.now()) if discreet else clock.now()
    made = AppealMessage.objects.create(appeal=appeal, author=author, by_staff=by_staff, text=words, at=at)
    publish(AppealMessageWritten(appeal_id=appeal.pk, message_id=made.pk), actor_id=author.pk, coarse=discreet)
    return made.pk


@transaction.atomic
def withdraw_appeal(*, member_id: int, appeal_id: int) -> None:
    """Take an appeal back. Locks the item, then the appeal. Raises `NotFound`, `AppealClosed`."""
    item = open_item_for_update(TargetKind.APPEAL, str(appeal_id))
    appeal = selectors.appeal_for_update(appeal_id)
    if appeal.member_id != member_id:
        raise NotFound
    if appeal.outcome:
        raise policies.AppealClosed
    discreet = appeal.member.protected
    appeal.outcome = Outcome.WITHDRAWN
    appeal.decided_at = clock.hour_of(clock.now()) if discreet else clock.now()
    appeal.save()
    if item is not None:
        queue.resolve_item(item=item, outcome=ItemOutcome.GONE, decided_by=None)
    publish(AppealWithdrawn(appeal_id=appeal.pk), actor_id=member_id, coarse=discreet)


def decide_appeal(
    *, actor: Viewer, appeal_id: int, version: int, outcome: str, answer: str, instead: actions.Choice | None = None
) -> None:
    """Decide on an appeal whose item the actor holds and of which they saw `version`.

    `overturned` runs the inverse of the action; `changed` does so and takes `instead`, a milder one. Locks item, appeal, action,
    what it met. An answer that came too late is audited. Raises `NotSignedIn`, `ModeratorsOnly`, `NotFound`, `HadAPart`,
    `AppealClosed`, `LeaseLost`, `StaleDecision`, `Invalid`.
    """
    with queue.noting_refusals(actor=actor, about=(TargetKind.APPEAL, str(appeal_id))):
        _decide(actor, appeal_id, version, outcome, answer, instead)


@transaction.atomic
def _decide(
    actor: Viewer, appeal_id: int, version: int, outcome: str, answer: str, instead: actions.Choice | None
) -> None:
    moderator = check_moderate(actor)
    cleaned = _checked(outcome, answer, instead)
    item = _item(appeal_id, moderator)
    appeal = selectors.appeal_for_update(appeal_id)
    policies.check_judge(moderator, appeal.action)
    if appeal.outcome:
        raise policies.AppealClosed
    check_decide(item, moderator, version=version)
    action = action_for_update(appeal.action_id)
    if outcome != Outcome.UPHELD and action.state in {ActionState.IN_FORCE, ActionState.ENDED}:
        actions.reverse(action, by=moderator)
    if outcome == Outcome.CHANGED and instead is not None:
        appeal.changed_to = _instead(action, moderator, instead)
    appeal.outcome, appeal.answer, appeal.decided_at, appeal.decided_by = outcome, cleaned, clock.now(), moderator
    appeal.save()
    found = ItemOutcome.NOT_UPHELD if outcome == Outcome.UPHELD else ItemOutcome.UPHELD
    queue.resolve_item(item=item, outcome=found, decided_by=moderator.pk)
    publish(AppealDecided(appeal_id=appeal.pk, action_id=action.pk, outcome=outcome), actor_id=moderator.pk)


def _item(appeal_id: int, moderator: Member) -> ReviewItem:
    """The appeal's item, locked. `HadAPart` for those it bars, as `check_judge` says it."""
    found = open_item_for_update(TargetKind.APPEAL, str(appeal_id))
    if found is None:
        raise policies.AppealClosed if selectors.appeal_for_update(appeal_id).outcome else NotFound
    if moderator.pk in found.barred:
        raise policies.HadAPart
    return item_for_update(found.pk, viewer=moderator)


def _checked(outcome: str, answer: str, instead: actions.Choice | None) -> str:
    if outcome not in {Outcome.UPHELD, Outcome.OVERTURNED, Outcome.CHANGED}:
        raise Invalid(errors=[FieldError("outcome", "unknown_outcome", _("Uphold, overturn or change."))])
    if (instead is not None) != (outcome == Outcome.CHANGED):
        raise Invalid(
            errors=[FieldError("instead", "required", _("Say what the decision is changed to, and only then."))]
        )
    cleaned = text.clean(answer, max_length=TEXT_LONGEST)
    if not cleaned:
        raise Invalid(errors=[FieldError("answer", "required", _("Tell the member why."))])
    return cleaned


def _instead(action: Action, moderator: Member, choice: actions.Choice) -> Action:
    """The milder action in place of another, against the same member."""
    choice = actions.checked(choice)
    kind = KINDS.get(choice.kind)
    if (
        kind is None
        or not kind.person
        or kind.restricts >= max(KINDS[action.kind].restricts, 1 if kind.restricts else 99)
    ):
        detail = _("Choose something milder: a warning, a silence, a suspension.")
        raise Invalid(detail, errors=[FieldError("instead", "not_milder", detail)])
    now = clock.now()
    made = Action(
        kind=choice.kind, target_kind=action.target_kind, target_id=action.target_id, target_title=action.target_title,
        member=action.member, board_id=action.board_id if kind.board else None, actor=moderator, reason=action.reason,
        facts=choice.facts, at=now, until=now + choice.term if choice.term else None,
    )  # fmt: skip
    put_in_force(made, None, item=None)
    return made
