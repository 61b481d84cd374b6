"""The layer of occurrences, and what may be one place with what."""

from dataclasses import dataclass

from accounts.members.selectors import Viewer
from threads.deposits.importing import Named
from threads.deposits.mapping import Position, shown_position
from threads.deposits.models import Deposit, DepositName, Double, Occurrence


@dataclass(frozen=True, slots=True)
class OccurrenceRow:
    """One occurrence. `likely` names the deposit that it may be, by slug, or is empty."""

    id: int
    key: str
    name: str
    country: str
    region: str
    position: Position | None
    deposit_type: str
    commodities: str
    source_title: str
    source_url: str
    likely: str


@dataclass(frozen=True, slots=True)
class DoubleRow:
    """An occurrence that may be a deposit of the catalogue."""

    name: str
    likeness: float
    km: float | None
    source_title: str
    source_url: str


def occurrences(*, viewer: Viewer, country: str = "", after: int = 0, limit: int | None = None) -> list[OccurrenceRow]:
    """Occurrences by id behind `after`. Two queries."""
    found = Occurrence.objects.filter(pk__gt=after).order_by("id")
    if country:
        found = found.filter(country=country)
    page = list(found if limit is None else found[:limit])
    likely = _likely([row.key for row in page])
    return [
        OccurrenceRow(
            id=row.pk,
            key=row.key,
            name=row.name,
            country=row.country,
            region=row.region,
            position=_position(row),
            deposit_type=row.deposit_type,
            commodities=row.commodities,
            source_title=row.source_title,
            source_url=row.source_url,
            likely=likely.get(row.key, ""),
        )
        for row in page
    ]


def _position(row: Occurrence) -> Position | None:
    if row.latitude is None or row.longitude is None:
        return None
    return shown_position(float(row.latitude), float(row.longitude), row.country)


def _likely(keys: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for first, second in Double.objects.filter(first__startswith="deposit:", second__in=keys).values_list(
        "first", "second"
    ):
        found[second] = first.removeprefix("deposit:")
    for first, second in Double.objects.filter(second__startswith="deposit:", first__in=keys).values_list(
        "first", "second"
    ):
        found[first] = second.removeprefix("deposit:")
    return found


def doubles_of(slug: str) -> list[DoubleRow]:
    """Occurrences that may be this deposit, the most alike first. Two queries."""
    key = f"deposit:{slug}"
    pairs = Double.objects.filter(first=key) | Double.objects.filter(second=key)
    by_key = {(d.second if d.first == key else d.first): d for d in pairs}
    rows = [
        DoubleRow(o.name, by_key[o.key].likeness, by_key[o.key].km, o.source_title, o.source_url)
        for o in Occurrence.objects.filter(key__in=by_key)
    ]
    return sorted(rows, key=lambda row: (-row.likeness, row.name))


def named_deposits() -> list[Named]:
    """What of the catalogue is compared with a layer. Two queries."""
    names: dict[int, list[str]] = {}
    for deposit_id, name in DepositName.objects.order_by("-main", "id").values_list("deposit_id", "name"):
        names.setdefault(deposit_id, []).append(name)
    return [
        Named(
            key=f"deposit:{row.slug}",
            names=tuple(names.get(row.pk, [row.name])),
            country_iso2=row.country,
            place=None
            if row.latitude is None or row.longitude is None
            else (float(row.latitude), float(row.longitude)),
        )
        for row in Deposit.objects.order_by("id")
    ]
