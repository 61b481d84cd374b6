"""Stating and ending interests. Nothing is ever rewritten: what a post froze stays as it was."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member
from accounts.members.selectors import Viewer
from accounts.parties.models import Party
from accounts.parties.selectors import held_party
from forum.kernel import clock, idempotency, text
from forum.kernel.errors import FieldError, Invalid
from forum.kernel.events import publish
from forum.kernel.screening import Draft, screen
from threads.deposits.models import Deposit
from threads.deposits.selectors import held_deposits
from threads.disclosures import policies, selectors
from threads.disclosures.events import DisclosureEnded, DisclosureStated
from threads.disclosures.models import DETAILS_LONGEST, Disclosure
from threads.disclosures.models import Interest as Interest


@dataclass(frozen=True, slots=True)
class Said:
    """An interest as somebody says it: its kind and, unless there is none, what exactly."""

    interest: Interest
    details: str = ""


@transaction.atomic
def state_interest(
    *, actor: Viewer, said: Said, deposit: str = "", party: str = "", for_publisher: bool = False,
    key: idempotency.Key | None = None,
) -> int:  # fmt: skip
    """State an interest in a deposit or a party (by slug, one of both) from today on; the statement's id.

    "No interest" ends what was stated of the same thing before; anything else ends "no interest". Locks the deposit or party
    against being taken back, and the key. Raises `NotSignedIn`, `Silenced`, `PublisherOnly`, `Invalid`.
    """
    member = policies.check_state_for_publisher(actor) if for_publisher else policies.check_state(actor)
    details = _details(said, author_id=member.pk)
    subject = _subject(deposit, party)
    if (earlier := idempotency.claim(key)) is not None:
        return int(earlier.resource)
    owner = None if for_publisher else member
    standing = Disclosure.objects.select_for_update().filter(member=owner, ended_on=None, **subject)
    is_none = said.interest == Interest.NONE
    for row in standing.exclude(interest=Interest.NONE) if is_none else standing.filter(interest=Interest.NONE):
        _end(row, by=member)
    same = standing.filter(interest=said.interest, details=details).first()
    if same is None:
        same = Disclosure.objects.create(
            member=owner, interest=said.interest, details=details, stated_on=clock.today(), **subject
        )
        publish(DisclosureStated(disclosure_id=same.pk), actor_id=member.pk, coarse=member.protected)
    idempotency.keep(key, status=201, resource=str(same.pk))
    return same.pk


@transaction.atomic
def state_where_missing(*, actor: Viewer, said: Said, deposit_ids: Sequence[int]) -> None:
    """State the same of every one of these deposits on which the actor has said nothing yet. Raises as `state_interest`."""
    member = policies.check_state(actor)
    missing = selectors.unstated(member, deposit_ids)
    for slug in Deposit.objects.filter(pk__in=missing).order_by("id").values_list("slug", flat=True):
        state_interest(actor=actor, said=said, deposit=slug)


@transaction.atomic
def end_interest(*, actor: Viewer, disclosure_id: int) -> None:
    """Say that an interest holds no longer, as of today; ending it again changes nothing. Locks the statement's row.

    Raises `NotFound`, `NotSignedIn`, `NotYourDisclosure`.
    """
    member = policies.check_state(actor)
    found = selectors.for_update(disclosure_id)
    if found.member_id is None:
        policies.check_state_for_publisher(actor)
    elif found.member_id != member.pk:
        raise policies.NotYourDisclosure
    if found.ended_on is None:
        _end(found, by=member)


def _end(row: Disclosure, *, by: Member) -> None:
    row.ended_on = clock.today()
    row.save(update_fields=["ended_on"])
    publish(DisclosureEnded(disclosure_id=row.pk), actor_id=by.pk, coarse=by.protected)


def _details(said: Said, *, author_id: int) -> str:
    details = text.clean(said.details, max_length=DETAILS_LONGEST)
    if said.interest == Interest.NONE:
        return ""
    if not details:
        detail = _("Say in a few words what exactly: which securities, which employer, who pays.")
        raise Invalid(errors=[FieldError("details", "required", detail)])
    screen(Draft(kind="disclosure", text=details, author_id=author_id))
    return " ".join(details.split())


def _subject(deposit: str, party: str) -> dict[str, Deposit | Party]:
    if bool(deposit) == bool(party):
        raise Invalid(errors=[FieldError("deposit", "one_of_two", _("Name a deposit or a party, one of both."))])
    if deposit:
        place = held_deposits([deposit]).get(deposit)
        if place is None:
            raise Invalid(errors=[FieldError("deposit", "unknown_deposit", _("There is no such deposit."))])
        return {"deposit": place}
    held = held_party(party)
    if held is None:
        raise Invalid(errors=[FieldError("party", "unknown_party", _("There is no such party."))])
    return {"party": held}
