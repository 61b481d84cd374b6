"""Who reports, who sees the queue, and who may decide what."""

from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member
from accounts.members.policies import check_member
from accounts.members.selectors import Viewer
from forum.kernel import clock
from forum.kernel.errors import Conflict, EditConflict, Forbidden
from moderation.queue.models import ReviewItem, State
from moderation.queue.targets import moderates as moderates

MOST_VIEWS = 30


class ModeratorsOnly(Forbidden):
    """403: the queue is for moderators."""

    code = "moderators_only"
    title = _("Only moderators can do this.")


class OwnThing(Forbidden):
    """403: nobody reports what they wrote themselves."""

    code = "own_thing"
    title = _("This is your own. You can edit or remove it yourself.")


class ItemTaken(Conflict):
    """409: another moderator has the item before them."""

    code = "item_taken"
    title = _("Another moderator is at this item.")


class LeaseLost(Conflict):
    """409: the item is not, or no longer, held by who decides."""

    code = "lease_lost"
    title = _("Your hold on this item has run out. Take it again and look at it once more.")


class ItemDecided(Conflict):
    """409: the item was decided before."""

    code = "item_decided"
    title = _("This item has been decided.")


class StaleDecision(EditConflict):
    """412: something came to the item that who decides has not seen."""

    code = "stale_decision"
    title = _("Something has changed about this item since you looked at it.")


class TooManyViews(Conflict):
    """409: nobody finds anything among more saved views."""

    code = "too_many_views"
    title = _("You have kept thirty views. Forget one first.")


def check_moderate(actor: Viewer) -> Member:
    """`actor` as a moderator in good standing. Raises `NotSignedIn`, `ModeratorsOnly`."""
    member = check_member(actor)
    if not moderates(member):
        raise ModeratorsOnly
    return member


def check_take(item: ReviewItem, member: Member) -> None:
    """Whether `member` may have this locked item before them now."""
    if item.state != State.OPEN:
        raise ItemDecided
    if held_by_another(item, member):
        raise ItemTaken


def held_by_another(item: ReviewItem, member: Member) -> bool:
    if item.holder_id is None or item.holder_id == member.pk or item.leased_until is None:
        return False
    return item.leased_until > clock.now()


def check_decide(item: ReviewItem, member: Member, *, version: int) -> None:
    """Whether `member`, who saw `version`, may decide this locked item. Raises `ItemDecided`, `LeaseLost`, `StaleDecision`."""
    if item.state != State.OPEN:
        raise ItemDecided
    if item.holder_id != member.pk or item.leased_until is None or item.leased_until <= clock.now():
        raise LeaseLost
    if item.version != version:
        raise StaleDecision


def check_save_view(*, others: int) -> None:
    """Whether one more view may be kept beside so many `others`. Raises `TooManyViews`."""
    if others >= MOST_VIEWS:
        raise TooManyViews


def check_report(actor: Viewer, author_id: int | None) -> None:
    """Anybody reports, guests and silenced members too; nobody reports themselves."""
    if actor.pk is not None and actor.pk == author_id:
        raise OwnThing
