"""What a member may do with webhooks."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member
from accounts.members.policies import check_member
from accounts.members.selectors import Viewer
from forum.kernel.errors import Conflict, FieldError, Invalid, Words
from forum.webhooks.addresses import BadAddress, check_url
from forum.webhooks.models import URL_LONGEST, Kind, Outcome

MOST = 10

REASONS: dict[str, Words] = {
    "bad_url": _("This is no address that can be reached."),
    "not_https": _("The address must begin with https://."),
    "bad_port": _("Ports 443 and 8443 can be reached, and no others."),
    "bad_host": _("Name the machine by its public name, not by a number."),
}


class TooManyWebhooks(Conflict):
    """409: a member has ten webhooks at most."""

    code = "too_many_webhooks"
    title = _("You have as many webhooks as one may have.")


class StillOnItsWay(Conflict):
    """409: a delivery that is still being tried needs no second one."""

    code = "still_on_its_way"
    title = _("This is still on its way.")


class WebhookOff(Conflict):
    """409: nothing is sent to a webhook that is off."""

    code = "webhook_off"
    title = _("This webhook is off. Turn it on first.")


def check_owner(actor: Viewer) -> Member:
    """The actor, who may have webhooks. Raises `NotSignedIn`."""
    return check_member(actor)


def check_target(url: str) -> None:
    """Raise `Invalid` for an address that will never be sent to. What its name stands for is asked with each delivery."""
    try:
        check_url(url[: URL_LONGEST + 1], inside=settings.WEBHOOKS_INSIDE)
        if len(url) > URL_LONGEST:
            raise BadAddress("bad_url")
    except BadAddress as error:
        raise Invalid(errors=[FieldError("url", str(error), REASONS[str(error)])]) from None


def check_kinds(kinds: tuple[str, ...]) -> list[str]:
    """The kinds in their own order, each once. Raises `Invalid` for unknown ones and for none."""
    wanted = [kind for kind in Kind.values if kind in kinds]
    if not wanted or not set(kinds) <= set(Kind.values):
        raise Invalid(errors=[FieldError("kinds", "unknown_kind", _("Choose at least one of the kinds there are."))])
    return wanted


def check_again(outcome: str) -> None:
    """Raise `StillOnItsWay` for a delivery that has not come to its end."""
    if outcome == Outcome.WAITING:
        raise StillOnItsWay
