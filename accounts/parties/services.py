"""Every change to parties. Who changed what and why is kept by the catalogue (`threads.deposits`), as of deposits."""

from collections.abc import Sequence

from django.db import transaction

from accounts.parties.events import PartyAdded, PartyEdited
from accounts.parties.models import Kind, Party, PartyName
from forum.kernel.errors import Conflict
from forum.kernel.events import publish
from forum.kernel.names import fold


@transaction.atomic
def add_party(
    *, slug: str, name: str, kind: str, country: str, aliases: Sequence[str], about: str, source_title: str,
    source_url: str, actor_id: int | None,
) -> Party:  # fmt: skip
    """A new party. The caller has checked every value and that this may be. Raises `Conflict` where the slug is taken."""
    if Party.everything.filter(slug=slug).exists():
        raise Conflict
    made = Party.objects.create(
        slug=slug, name=name, kind=Kind(kind), country=country, about=about, source_title=source_title,
        source_url=source_url,
    )  # fmt: skip
    _name(made, aliases)
    publish(PartyAdded(party_id=made.pk), actor_id=actor_id)
    return made


@transaction.atomic
def replace_party(
    *, party: Party, name: str, kind: str, country: str, aliases: Sequence[str], about: str, source_title: str,
    source_url: str, actor_id: int | None,
) -> None:  # fmt: skip
    """Replace what a party's page says. The caller has locked the row, checked every value and keeps the history."""
    party.name, party.kind, party.country, party.about = name, Kind(kind), country, about
    party.source_title, party.source_url, party.version = source_title, source_url, party.version + 1
    party.gone = False
    party.save()
    _name(party, aliases)
    publish(PartyEdited(party_id=party.pk), actor_id=actor_id)


@transaction.atomic
def withdraw_party(*, party: Party, actor_id: int) -> None:
    """Take a party back that was added by mistake. The caller has locked the row, checked, and keeps the history."""
    party.gone, party.version = True, party.version + 1
    party.save()
    PartyName.objects.filter(party=party).delete()
    publish(PartyEdited(party_id=party.pk), actor_id=actor_id)


def _name(party: Party, aliases: Sequence[str]) -> None:
    """Replace a party's names."""
    PartyName.objects.filter(party=party).delete()
    names = [party.name, *(alias for alias in dict.fromkeys(aliases) if alias != party.name)]
    PartyName.objects.bulk_create(
        PartyName(party=party, name=name, folded=fold(name), main=not place) for place, name in enumerate(names)
    )
