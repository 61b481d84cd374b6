"""Who appeals, until when, and who decides."""

from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member
from forum.kernel import clock
from forum.kernel.errors import Conflict, Forbidden
from moderation.actions.models import Action, Statement
from moderation.actions.models import State as ActionState
from moderation.actions.selectors import another_moderator
from moderation.appeals.models import Appeal


class TermOver(Conflict):
    """409: the window for appeals has closed."""

    code = "appeal_term_over"
    title = _("The time to appeal against this decision is over.")


class AlreadyAppealed(Conflict):
    """409: there is an appeal against this."""

    code = "already_appealed"
    title = _("You have appealed against this decision already.")


class NothingToAppeal(Conflict):
    """409: the decision was taken back."""

    code = "nothing_to_appeal"
    title = _("This decision no longer stands.")


class AppealClosed(Conflict):
    """409: the appeal is decided, or was taken back."""

    code = "appeal_closed"
    title = _("This appeal is closed.")


class HadAPart(Forbidden):
    """403: who had a part in a decision does not judge it."""

    code = "had_a_part"
    title = _("You had a part in this decision. Another decides on the appeal.")


def check_appeal(statement: Statement) -> None:
    """Whether this decision can be appealed against now. Raises `TermOver`, `NothingToAppeal`, `AlreadyAppealed`."""
    if statement.appeal_until <= clock.now():
        raise TermOver
    if statement.action.state not in {ActionState.IN_FORCE, ActionState.ENDED}:
        raise NothingToAppeal
    if Appeal.objects.filter(action=statement.action_id).exists():
        raise AlreadyAppealed


def check_judge(moderator: Member, action: Action) -> None:
    """Whether `moderator` may decide on an appeal against this action. With nobody else there, the exception shows in the log."""
    if action.member_id == moderator.pk:
        raise HadAPart
    part = {action.actor_id, action.seconded_by_id}
    if moderator.pk in part and another_moderator(than=[pk for pk in (*part, action.member_id) if pk]):
        raise HadAPart
