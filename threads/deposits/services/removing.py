"""Taking back a deposit or party that was added by mistake, while nothing hangs on it."""

from django.db.models import ForeignObjectRel

from accounts.parties.models import PartyName
from accounts.parties.policies import InUse
from accounts.parties.services import withdraw_party
from accounts.verification.selectors import names_party
from threads.deposits.models import Change, DepositName, Follow, Proposal
from threads.deposits.selectors import Place

OWN = frozenset({DepositName, PartyName, Change, Proposal, Follow})
"""What belongs to a deposit or party itself. Of proposals the open ones are somebody's words."""


def withdraw(place: Place, *, actor_id: int) -> None:
    """Take the locked deposit or party out of the catalogue; `undo_change` saves a deposit and keeps the history.

    Raises `InUse` where anything but its names, its history and its followers points to it.
    """
    if _hangs_on(place):
        raise InUse
    if place.deposit is not None:
        place.deposit.gone = True
        DepositName.objects.filter(deposit=place.deposit).delete()
    elif place.party is not None:
        withdraw_party(party=place.party, actor_id=actor_id)


def _hangs_on(place: Place) -> bool:
    thing = place.deposit or place.party
    if thing is None:
        return True
    # Those without a name for the way back, too.
    relations = [one for one in thing._meta.get_fields(include_hidden=True) if isinstance(one, ForeignObjectRel)]
    pointing = [one for one in relations if one.related_model not in OWN]
    if any(one.related_model._default_manager.filter(**{one.field.name: thing}).exists() for one in pointing):
        return True
    if Proposal.objects.filter(deposit=place.deposit, party=place.party, status=Proposal.Status.OPEN).exists():
        return True
    # Attestations name a party by its slug.
    return place.party is not None and names_party(place.slug)
