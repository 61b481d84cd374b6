"""Following deposits."""

from django.db import transaction

from accounts.members.policies import check_member
from accounts.members.selectors import Viewer
from threads.deposits import selectors
from threads.deposits.models import Follow


@transaction.atomic
def follow_deposit(*, actor: Viewer, slug: str) -> None:
    """Hear of new threads and changed figures from now on; asking twice changes nothing. Raises `NotFound`, `NotSignedIn`."""
    member = check_member(actor)
    Follow.objects.get_or_create(deposit_id=selectors.deposit_id(slug), member=member)


@transaction.atomic
def unfollow_deposit(*, actor: Viewer, slug: str) -> None:
    """Hear no more. Raises `NotFound`, `NotSignedIn`."""
    member = check_member(actor)
    Follow.objects.filter(deposit_id=selectors.deposit_id(slug), member=member).delete()
