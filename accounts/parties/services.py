"""Every change to parties."""

from collections.abc import Sequence

from django.db import transaction

from accounts.members.selectors import Viewer
from accounts.parties import policies, selectors
from accounts.parties.events import PartyAdded, PartyEdited
from accounts.parties.models import NAME_LONGEST, Kind, Party, PartyName
from forum.kernel import text
from forum.kernel.errors import Conflict, EditConflict, FieldError, Invalid
from forum.kernel.events import publish
from forum.kernel.names import fold
from forum.kernel.screening import Draft, screen


@transaction.atomic
def add_party(
    *, slug: str, name: str, kind: str, country: str, aliases: Sequence[str], about: str, source_title: str,
    source_url: str, actor_id: int | None,
) -> Party:  # fmt: skip
    """A new party. The caller has checked every value and that this may be. Raises `Conflict` where the slug is taken."""
    if Party.objects.filter(slug=slug).exists():
        raise Conflict
    made = Party.objects.create(
        slug=slug, name=name, kind=Kind(kind), country=country, about=about, source_title=source_title,
        source_url=source_url,
    )  # fmt: skip
    _name(made, aliases)
    publish(PartyAdded(party_id=made.pk), actor_id=actor_id)
    return made


@transaction.atomic
def edit_party(
    *, actor: Viewer, slug: str, name: str, aliases: Sequence[str], about: str, source_title: str, source_url: str,
    version: int,
) -> None:  # fmt: skip
    """Replace what a party's page says. Locks the party's row. Raises `NotFound`, `EditorsOnly`, `EditConflict`, `Invalid`."""
    editor = policies.check_edit(actor)
    name = text.clean(name, max_length=NAME_LONGEST, lines=False)
    about = text.clean(about, max_length=2000)
    screen(Draft(kind="party", text=f"{name}\n{about}", author_id=editor.pk))
    if not source_url.startswith(("http://", "https://")):
        raise Invalid(errors=[FieldError("source_url", "bad_url", "An http or https address is needed.")])
    found = selectors.party_for_update(slug)
    if found.version != version:
        raise EditConflict
    found.name, found.about, found.version = name, about, version + 1
    found.source_title, found.source_url = source_title, source_url
    found.save()
    _name(found, [cleaned for one in aliases if (cleaned := text.clean(one, max_length=NAME_LONGEST, lines=False))])
    publish(PartyEdited(party_id=found.pk), actor_id=editor.pk)


def _name(party: Party, aliases: Sequence[str]) -> None:
    """Replace a party's names."""
    PartyName.objects.filter(party=party).delete()
    names = [party.name, *(alias for alias in dict.fromkeys(aliases) if alias != party.name)]
    PartyName.objects.bulk_create(
        PartyName(party=party, name=name, folded=fold(name), main=not place) for place, name in enumerate(names)
    )
