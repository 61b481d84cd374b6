"""Deposits in lists: filtered, sorted, searched. Each list costs the same number of queries, however long it is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from accounts.members.selectors import Viewer
from accounts.parties.policies import is_editor
from forum.kernel.names import fold
from forum.kernel.text import Deposit as TextDeposit
from threads.deposits.mapping import Position, shown_position
from threads.deposits.models import Control, Deposit, DepositName, Output, ResourceStatement
from threads.deposits.reporting import OUT_OF_FORCE
from threads.deposits.selectors.figures import OutputRow, output_row

PAGE = 50
APART = Decimal("1.02")

SORTS: dict[str, tuple[str, bool]] = {
    "name": ("name", False),
    "country": ("country", False),
    "tonnes": ("tonnes_mt", True),
    "grade": ("grade_pct", True),
    "changed": ("updated_at", True),
}
NOTES = ("no-statement", "in-conflict", "unlicensed")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; empty parts narrow nothing. `note` is one of `NOTES`; `words` finds names by likeness."""

    country: str = ""
    kind: str = ""
    party: str = ""
    note: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class DepositRow:
    """A deposit in a list. Headline figures are metric Mt, % TREO and kt TREO; `position` is as it may be shown."""

    id: int
    slug: str
    name: str
    country: str
    region: str
    deposit_type: str
    stage: str
    position: Position | None
    precision: str
    tonnes_mt: Decimal | None
    grade_pct: Decimal | None
    contained_kt: Decimal | None
    code: str
    effective: str
    source_title: str
    source_url: str
    operators: tuple[str, ...]
    controlling: tuple[str, ...]
    statement_count: int
    in_conflict: bool
    updated_at: datetime
    version: int

    @property
    def url(self) -> str:
        return f"/deposits/{self.slug}"

    @property
    def unlicensed(self) -> bool:
        return "unlicensed" in self.stage

    @property
    def no_statement(self) -> bool:
        """Whether nobody has stated how much there is, in a statement or as a headline."""
        return not self.statement_count and self.tonnes_mt is None and self.grade_pct is None

    @property
    def notes(self) -> tuple[str, ...]:
        """The standing notes, by code."""
        held = (self.no_statement, self.in_conflict, self.unlicensed)
        return tuple(code for code, holds in zip(NOTES, held, strict=True) if holds)


@dataclass(frozen=True, slots=True)
class Slice:
    """Some rows, and where to go on: the place of the last one, or None at the end. `total` counts all that match."""

    rows: list[DepositRow]
    place: tuple[Any, int] | None
    total: int


def deposits(
    *, viewer: Viewer, filters: Filters | None = None, sort: str = "name", place: tuple[Any, int] | None = None,
    limit: int = PAGE,
) -> Slice:  # fmt: skip
    """Deposits in order behind `place`. Three queries. Missing figures come last, whatever the order."""
    found = narrowed(filters or Filters())
    column, falling = SORTS[sort]
    total = found.count()
    if place is not None:
        found = found.filter(_behind(column, place, falling=falling))
    order = F(column).desc(nulls_last=True) if falling else F(column).asc(nulls_last=True)
    page = list(_annotated(found).order_by(order, "id")[: limit + 1])
    rows = _rows(page[:limit], viewer=viewer)
    last = page[limit - 1] if len(page) > limit else None
    value = None if last is None else getattr(last, column)
    return Slice(rows, None if last is None else (_plain(value), last.pk), total)


def all_deposits(*, viewer: Viewer, filters: Filters | None = None, sort: str = "name") -> list[DepositRow]:
    """Every deposit that matches, for maps and files. Two queries."""
    column, falling = SORTS[sort]
    order = F(column).desc(nulls_last=True) if falling else F(column).asc(nulls_last=True)
    return _rows(list(_annotated(narrowed(filters or Filters())).order_by(order, "id")), viewer=viewer)


def deposits_by_slug(slugs: Iterable[str], *, viewer: Viewer) -> dict[str, DepositRow]:
    """Those of `slugs` that exist. Two queries."""
    rows = _rows(list(_annotated(Deposit.objects.filter(slug__in=set(slugs))).order_by("id")), viewer=viewer)
    return {row.slug: row for row in rows}


@dataclass(frozen=True, slots=True)
class DepositVersion:
    """Which deposit it is, and a number that moves with everything that is stated of it."""

    id: int
    slug: str
    name: str
    country: str
    version: int

    @property
    def url(self) -> str:
        return f"/deposits/{self.slug}"


def versions(ids: Iterable[int]) -> list[DepositVersion]:
    """Those of `ids` that exist, by id. One query."""
    return _versions(Deposit.objects.filter(pk__in=list(ids)))


def newest_versions(*, after: int, most: int, limit: int) -> list[DepositVersion]:
    """Of the `most` newest deposits the next `limit` behind id `after`, by id. One query."""
    newest = Deposit.objects.order_by("-id").values("pk")[:most]
    return _versions(Deposit.objects.filter(pk__in=newest, pk__gt=after), limit)


def _versions(found: QuerySet[Deposit], limit: int | None = None) -> list[DepositVersion]:
    rows = found.order_by("id").values_list("id", "slug", "name", "country", "version")[:limit]
    return [DepositVersion(*one) for one in rows]


def names_for_text(slugs: Iterable[str]) -> Mapping[str, TextDeposit]:
    """What `[[slug]]` stands for in a text, by slug. One query, none without slugs."""
    wanted = set(slugs)
    if not wanted:
        return {}
    found = Deposit.objects.filter(slug__in=wanted).values_list("slug", "name")
    return {slug: TextDeposit(name=name, url=f"/deposits/{slug}") for slug, name in found}


def slugs_named(words: str) -> list[str]:
    """The deposits that go by exactly this name or alias, whatever its case and accents; and the one of this slug."""
    names = Q(names__folded=fold(words[:100])) | Q(slug=words[:100].lower())
    return list(Deposit.objects.filter(names).order_by("id").values_list("slug", flat=True).distinct())


def search_deposits(words: str, *, viewer: Viewer, limit: int = 20) -> list[DepositRow]:
    """Deposits whose name or alias is like `words`, the most alike first. Three queries.

    Case and accents do not matter, and a letter or two may be wrong: "Pangwa" finds Panwa, "Norra Karr" Norra Kärr.
    """
    places = _alike(words, limit)
    if not places:
        return []
    rows = _rows(list(_annotated(Deposit.objects.filter(pk__in=places))), viewer=viewer)
    return sorted(rows, key=lambda row: places[row.id])


def countries() -> list[tuple[str, int]]:
    """(country, how many deposits), most first. One query."""
    found = Deposit.objects.values_list("country").annotate(n=Count("id")).order_by("-n", "country")
    return [(country, n) for country, n in found]


def deposit_types() -> list[tuple[str, int]]:
    """(first word of the deposit type, how many), most first: the many wordings of the sources share it. One query."""
    counts: dict[str, int] = defaultdict(int)
    for wording, n in Deposit.objects.exclude(deposit_type="").values_list("deposit_type").annotate(n=Count("id")):
        counts[family(wording)] += n
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def family(wording: str) -> str:
    """ "Carbonatite (weathered)" -> "Carbonatite"; what stands before a bracket, comma or slash."""
    for mark in ("(", ",", "/", " with "):
        wording = wording.partition(mark)[0]
    return wording.strip()


def outputs() -> list[OutputRow]:
    """What was mined, the latest year first; of a year the most TREO first. One query."""
    found = Output.objects.select_related("deposit").order_by(
        "-year", F("treo_t").desc(nulls_last=True), "deposit__slug"
    )
    return [output_row(row) for row in found]


def narrowed(filters: Filters) -> QuerySet[Deposit]:
    """The deposits that match, unordered."""
    found = Deposit.objects.all()
    if filters.country:
        found = found.filter(country=filters.country)
    if filters.kind:
        found = found.filter(deposit_type__istartswith=filters.kind)
    if filters.party:
        found = found.filter(Exists(Control.objects.filter(deposit=OuterRef("pk"), party__slug=filters.party)))
    if filters.words:
        found = found.filter(pk__in=_alike(filters.words, 1000))
    if filters.note == "unlicensed":
        found = found.filter(stage__contains="unlicensed")
    elif filters.note == "in-conflict":
        found = found.filter(_conflict())
    elif filters.note == "no-statement":
        stated = Exists(ResourceStatement.objects.filter(deposit=OuterRef("pk")))
        found = found.filter(~stated, tonnes_mt=None, grade_pct=None)
    return found


def _behind(column: str, place: tuple[Any, int], *, falling: bool) -> Q:
    value, pk = place
    if value is None:
        return Q(**{f"{column}__isnull": True}, pk__gt=pk)
    beyond = Q(**{f"{column}__{'lt' if falling else 'gt'}": value}) | Q(**{f"{column}__isnull": True})
    return beyond | Q(**{column: value}, pk__gt=pk)


def _plain(value: Any) -> Any:
    """A sort value as a cursor can carry it, to the last digit."""
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def sort_value(sort: str, value: Any) -> Any:
    """A sort value as it was before it went into a cursor."""
    if value is None or sort in ("name", "country"):
        return value
    return datetime.fromisoformat(value) if sort == "changed" else Decimal(value)


def _alike(words: str, limit: int) -> dict[int, int]:
    """Deposit ids by place, the most alike first. One query."""
    wanted = fold(words[:100])
    if not wanted:
        return {}
    found = (
        DepositName.objects.filter(Q(folded__trigram_similar=wanted) | Q(folded__contains=wanted))
        .values("deposit_id")
        .annotate(likeness=Max(TrigramSimilarity("folded", wanted)))
        .order_by("-likeness", "deposit_id")[:limit]
    )
    return {row["deposit_id"]: place for place, row in enumerate(found)}


def _conflict() -> Exists:
    """Whether a deposit's statements contradict one another, or one is flagged as wrong."""
    own = ResourceStatement.objects.filter(deposit=OuterRef("pk"))
    higher = Q(tonnes__gt=OuterRef("tonnes") * APART) | Q(grade_pct__gt=OuterRef("grade_pct") * APART)
    same = {name: OuterRef(name) for name in ("deposit", "zone", "category", "unit", "effective")}
    other = ResourceStatement.objects.filter(higher, **same)
    return Exists(own.filter(Q(flags__overlap=[flag.value for flag in OUT_OF_FORCE]) | Exists(other)))


def _annotated(found: QuerySet[Deposit]) -> QuerySet[Deposit]:
    return found.annotate(statement_count=Count("statements", distinct=True), conflict=_conflict())


def _rows(found: list[Deposit], *, viewer: Viewer) -> list[DepositRow]:
    """Rows with who operates and controls them now. One query besides those of `found`."""
    parties: dict[tuple[int, str], list[str]] = defaultdict(list)
    current = Control.objects.filter(deposit__in=[row.pk for row in found], until="").order_by("id")
    for deposit_id, role, name in current.values_list("deposit_id", "role", "party__name"):
        parties[deposit_id, role].append(name)
    exact = is_editor(viewer)
    return [
        DepositRow(
            id=row.pk,
            slug=row.slug,
            name=row.name,
            country=row.country,
            region=row.region,
            deposit_type=row.deposit_type,
            stage=row.stage,
            position=position_of(row, exact=exact),
            precision=row.precision,
            tonnes_mt=row.tonnes_mt,
            grade_pct=row.grade_pct,
            contained_kt=row.contained_kt,
            code=row.code,
            effective=row.effective,
            source_title=row.source_title,
            source_url=row.source_url,
            operators=tuple(parties[row.pk, "operator"]),
            controlling=tuple(parties[row.pk, "controlling"]),
            statement_count=int(getattr(row, "statement_count", 0)),
            in_conflict=bool(getattr(row, "conflict", False)),
            updated_at=row.updated_at,
            version=row.version,
        )
        for row in found
    ]


def position_of(row: Deposit, *, exact: bool) -> Position | None:
    """A deposit's position as it may be shown; `exact` for those who keep the catalogue."""
    if row.latitude is None or row.longitude is None:
        return None
    latitude, longitude = float(row.latitude), float(row.longitude)
    if exact:
        return Position(latitude, longitude, 0.0)
    return shown_position(latitude, longitude, row.country, coarse=row.coarse)
