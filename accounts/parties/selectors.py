"""Every read of parties. They are public: who holds a mine is no secret here."""

from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from accounts.members.selectors import Viewer
from accounts.parties.models import Kind, Party, PartyName
from forum.kernel.errors import Gone, NotFound
from forum.kernel.holding import held
from forum.kernel.names import fold

PAGE = 50


class WasTakenBack(Gone):
    """410: it was added by mistake, and an editor took it back; its history says why."""

    code = "taken_back"
    title = _("This page was added by mistake, and taken back.")


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party in a list or a line."""

    id: int
    slug: str
    name: str
    kind: str
    country: str

    @property
    def url(self) -> str:
        return f"/parties/{self.slug}"

    @property
    def kind_label(self) -> str:
        return str(Kind(self.kind).label)


@dataclass(frozen=True, slots=True)
class PartyPage:
    """A party's own page."""

    row: PartyRow
    aliases: tuple[str, ...]
    about: str
    source_title: str
    source_url: str
    version: int


def row_of(party: Party) -> PartyRow:
    return PartyRow(party.pk, party.slug, party.name, party.kind, party.country)


def parties(*, viewer: Viewer, after: str = "", limit: int = PAGE) -> list[PartyRow]:
    """Parties by slug behind `after`."""
    return [row_of(found) for found in Party.objects.filter(slug__gt=after).order_by("slug")[:limit]]


def party(slug: str, *, viewer: Viewer, history: bool = False) -> PartyPage:
    """One party with its aliases. Two queries. Raises `NotFound`, and `WasTakenBack` but for its `history`."""
    found = Party.everything.filter(slug=slug).first()
    if found is None:
        raise NotFound
    if found.gone and not history:
        raise WasTakenBack
    aliases = PartyName.objects.filter(party=found, main=False).order_by("name").values_list("name", flat=True)
    return PartyPage(row_of(found), tuple(aliases), found.about, found.source_title, found.source_url, found.version)


def party_by_id(pk: int) -> Party:
    """The row itself, for services. Raises `Party.DoesNotExist`."""
    return Party.objects.get(pk=pk)


def held_party(slug: str) -> Party | None:
    """The party with this slug if it stands, held: whatever is to point to a party takes it from here. One query."""
    return held(Party, [slug]).get(slug)


def aliases_of(party_pk: int) -> tuple[str, ...]:
    """Aliases in the order they were given."""
    found = PartyName.objects.filter(party_id=party_pk, main=False).order_by("id")
    return tuple(found.values_list("name", flat=True))


def all_slugs() -> frozenset[str]:
    return frozenset(Party.objects.values_list("slug", flat=True))


def search_parties(words: str, *, viewer: Viewer, limit: int = 20) -> list[PartyRow]:
    """Parties whose name or alias is like `words`, the most alike first; one letter wrong still finds it. Two queries."""
    wanted = fold(words)
    if not wanted:
        return []
    found = (
        PartyName.objects.filter(Q(folded__trigram_similar=wanted) | Q(folded__contains=wanted))
        .values("party_id")
        .annotate(likeness=Max(TrigramSimilarity("folded", wanted)))
        .order_by("-likeness", "party_id")[:limit]
    )
    places = {row["party_id"]: place for place, row in enumerate(found)}
    rows = [row_of(one) for one in Party.objects.filter(pk__in=places)]
    return sorted(rows, key=lambda row: places[row.id])
