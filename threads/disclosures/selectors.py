"""Every read of stated interests. They are public, and so is their history."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from accounts.members.models import Member
from accounts.members.selectors import Person, Viewer, person_of
from forum.kernel import clock
from forum.kernel.errors import NotFound
from threads.deposits.models import Control
from threads.disclosures.models import Disclosure, Interest

# Affiliations show as long as they hold and for twelve months after.
SHOWN = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class DisclosureRow:
    """One stated interest. `person` is None where the publisher states it; `subject` is a deposit's or a party's name."""

    id: int
    person: Person | None
    subject: str
    subject_url: str
    deposit: str
    party: str
    interest: str
    interest_label: str
    details: str
    stated_on: date
    ended_on: date | None

    @property
    def line(self) -> str:
        """ "holds securities: 2,000 shares" """
        return f"{self.interest_label}: {self.details}" if self.details else self.interest_label


def row_of(found: Disclosure) -> DisclosureRow:
    """A row fetched with member, deposit and party."""
    subject = found.deposit or found.party
    assert subject is not None
    kind = "deposits" if found.deposit else "parties"
    return DisclosureRow(
        id=found.pk,
        person=None if found.member is None else person_of(found.member),
        subject=subject.name,
        subject_url=f"/{kind}/{subject.slug}",
        deposit=found.deposit.slug if found.deposit else "",
        party=found.party.slug if found.party else "",
        interest=found.interest,
        interest_label=str(Interest(found.interest).label),
        details=found.details,
        stated_on=found.stated_on,
        ended_on=found.ended_on,
    )


def _whole() -> QuerySet[Disclosure]:
    return Disclosure.objects.select_related("member", "deposit", "party")


def _shown() -> Q:
    return Q(ended_on=None) | Q(ended_on__gte=clock.today() - SHOWN)


def of_member(member_id: int | None, *, viewer: Viewer, limit: int = 200) -> list[DisclosureRow]:
    """Everything a member stated (None: the publisher), those in force first, then the newest. One query."""
    whose = Q(member=None) if member_id is None else Q(member_id=member_id)
    rows = [row_of(found) for found in _whole().filter(whose).order_by("-id")[:limit]]
    return sorted(rows, key=lambda row: row.ended_on is not None)


def publishers() -> list[DisclosureRow]:
    """What the publisher states of itself, as far as it shows. One query."""
    found = _whole().filter(_shown(), member=None).exclude(interest=Interest.NONE)
    return [row_of(one) for one in found.order_by("-id")]


def standing_on_deposit(deposit_id: int, *, limit: int = 50) -> list[DisclosureRow]:
    """Interests in a deposit or in who operates and controls it, as far as they show. Two queries."""
    parties = list(Control.objects.filter(deposit=deposit_id, until="").values_list("party_id", flat=True))
    found = _whole().filter(_shown(), Q(deposit=deposit_id) | Q(party__in=parties)).exclude(interest=Interest.NONE)
    return [row_of(one) for one in found.order_by("-id")[:limit]]


def standing_on_party(party_id: int, *, limit: int = 50) -> list[DisclosureRow]:
    """Interests in a party, as far as they show. One query."""
    found = _whole().filter(_shown(), party=party_id).exclude(interest=Interest.NONE)
    return [row_of(one) for one in found.order_by("-id")[:limit]]


def disclosure(disclosure_id: int, *, viewer: Viewer) -> DisclosureRow:
    """One stated interest. Raises `NotFound`."""
    found = _whole().filter(pk=disclosure_id).first()
    if found is None:
        raise NotFound
    return row_of(found)


def for_update(disclosure_id: int) -> Disclosure:
    """Locks the row. Raises `NotFound`."""
    found = Disclosure.objects.select_for_update().filter(pk=disclosure_id).first()
    if found is None:
        raise NotFound
    return found


def unstated(member: Viewer, deposit_ids: Sequence[int]) -> list[int]:
    """Of these deposits, those on which the member has nothing in force, not even that there is no interest. One query."""
    if not deposit_ids or not isinstance(member, Member):
        return []
    stated = set(
        Disclosure.objects.filter(member=member, deposit__in=deposit_ids, ended_on=None).values_list(
            "deposit_id", flat=True
        )
    )
    return [pk for pk in deposit_ids if pk not in stated]


def in_force(member: Member, deposit_ids: Sequence[int]) -> list[int]:
    """Ids of what a member has in force on these deposits and on who operates or controls them. Two queries."""
    if not deposit_ids:
        return []
    parties = list(Control.objects.filter(deposit__in=deposit_ids, until="").values_list("party_id", flat=True))
    found = Disclosure.objects.filter(Q(deposit__in=deposit_ids) | Q(party__in=parties), member=member, ended_on=None)
    return list(found.order_by("id").values_list("id", flat=True))


def lines(disclosure_ids: Iterable[int]) -> dict[int, DisclosureRow]:
    """Rows by id. One query."""
    return {found.pk: row_of(found) for found in _whole().filter(pk__in=set(disclosure_ids))}


def compact(stated: Sequence[tuple[Interest, str, str]]) -> str:
    """One line for beside an author's name, from (interest, details, subject): "no interest" only where nothing else is said."""
    interests: dict[str, list[str]] = defaultdict(list)
    for interest, details, subject in stated:
        if interest != Interest.NONE:
            interests[f"{interest.label}: {details}" if details else str(interest.label)].append(subject)
    if not interests:
        return str(Interest.NONE.label) if stated else ""
    return "; ".join(f"{line} ({', '.join(subjects)})" for line, subjects in interests.items())
