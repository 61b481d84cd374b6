"""Every read of the lists and their snapshots. They are public."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.members.selectors import Viewer
from forum.kernel.errors import NotFound
from threads.deposits.arithmetic import ELEMENTS
from threads.deposits.reporting import Category, Flag
from threads.deposits.selectors import inputs_now
from threads.rankings.models import Snapshot, SnapshotRank
from threads.rankings.scoring import (
    COMPONENTS,
    DepositInput,
    ElementRow,
    PriceDeck,
    RankingInput,
    Statement,
    Weights,
)
from threads.rankings.scoring.in_force import IN_FORCE, WORDS, Reason

DECK_YEAR = 2024
LINE_LONGEST = 40


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """A snapshot in a list."""

    id: int
    taken_at: datetime
    digest: str

    @property
    def url(self) -> str:
        return f"/rankings/resource?snapshot={self.id}"


@dataclass(frozen=True, slots=True)
class Taken:
    """A snapshot with its body (`scoring.snapshot.snapshot_of`)."""

    row: SnapshotRow
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the latest snapshot says of one deposit. `uses` says of each statement, by ref, whether it is in force, in words."""

    snapshot: SnapshotRow
    rank: int | None
    ranked: int
    score: float | None
    interval: tuple[int, int] | None
    coverage: float
    missing: tuple[str, ...]
    uses: dict[str, str]
    in_force: frozenset[str]


def latest_id() -> int | None:
    """The latest snapshot's id, None before the first."""
    return Snapshot.objects.order_by("-id").values_list("id", flat=True).first()


def snapshots(*, viewer: Viewer, before: int = 0, limit: int = 50) -> list[SnapshotRow]:
    """Snapshots, the newest first, below id `before` (0: from the newest). One query."""
    found = Snapshot.objects.order_by("-id")
    if before:
        found = found.filter(pk__lt=before)
    return [SnapshotRow(*row) for row in found.values_list("id", "taken_at", "digest")[:limit]]


def snapshot(snapshot_id: int | None, *, viewer: Viewer) -> Taken:
    """One snapshot, the latest for None. One query. Raises `NotFound`."""
    found = Snapshot.objects.order_by("-id")
    row = (found if snapshot_id is None else found.filter(pk=snapshot_id)).first()
    if row is None:
        raise NotFound
    return Taken(SnapshotRow(row.pk, row.taken_at, row.digest), row.body)


def standing_of(slug: str, *, viewer: Viewer) -> Standing | None:
    """A deposit's place in the latest snapshot, None where it is not in it. One query."""
    found = (
        Snapshot.objects.order_by("-id")
        .values_list("id", "taken_at", "digest", f"body__results__{slug}", "body__ranked")
        .first()
    )
    if found is None or found[3] is None:
        return None
    pk, taken_at, digest, result, ranked = found
    uses = {ref: Reason(reason) for ref, reason in result["uses"].items()}
    return Standing(
        snapshot=SnapshotRow(pk, taken_at, digest),
        rank=result["rank"],
        ranked=ranked,
        score=result["score"],
        interval=(result["interval"][0], result["interval"][1]) if result["interval"] else None,
        coverage=result["coverage"],
        missing=tuple(result["missing"]),
        uses={ref: str(WORDS[reason]) for ref, reason in uses.items()},
        in_force=frozenset(ref for ref, reason in uses.items() if reason in IN_FORCE),
    )


def lines(slugs: Iterable[str]) -> dict[str, list[tuple[datetime, int]]]:
    """(moment, rank) of each deposit over the latest snapshots, the oldest first. Two queries."""
    recent = dict(Snapshot.objects.order_by("-id").values_list("id", "taken_at")[:LINE_LONGEST])
    found: dict[str, list[tuple[datetime, int]]] = defaultdict(list)
    ranks = SnapshotRank.objects.filter(snapshot__in=recent, slug__in=list(slugs)).order_by("snapshot_id")
    for slug, snapshot_id, rank in ranks.values_list("slug", "snapshot_id", "rank"):
        found[slug].append((recent[snapshot_id], rank))
    return found


def current_inputs(weights: Weights | None = None) -> RankingInput:
    """What the list would be computed from at this moment. Four queries."""
    stated, prices = inputs_now()
    own: dict[str, float] = {}
    for price in prices:
        if price.year == DECK_YEAR:
            # Of several purities the dearest: the one that is traded for magnets.
            own[price.element] = max(price.usd_per_kg, own.get(price.element, 0.0))
    deck = PriceDeck(name=str(DECK_YEAR), usd_per_kg=own, assumed={"Pr": "Nd"} if "Pr" not in own else {})
    deposits = tuple(
        DepositInput(
            slug=one.slug,
            statements=tuple(_statement(s) for s in one.statements),
            headline=_statement(one.headline) if one.headline else None,
            elements=tuple(
                ElementRow(id=z.id, zone=z.zone, ore_mt=z.ore_mt, ppm=z.ppm, complete=z.complete) for z in one.zones
            ),
        )
        for one in stated
    )
    return RankingInput(deposits=deposits, deck=deck, weights=weights or Weights())


def _statement(row: Any) -> Statement:
    return Statement(
        id=row.id, category=Category(row.category), tonnes=row.tonnes, unit=row.unit, grade_pct=row.grade_pct,
        code=row.code, effective=row.effective, zone=row.zone, flags=frozenset(Flag(flag) for flag in row.flags),
    )  # fmt: skip


def inputs_of(body: dict[str, Any], weights: Weights | None = None) -> RankingInput:
    """The inputs that a snapshot keeps, as they were; with other weights where given."""
    deposits = tuple(
        DepositInput(
            slug=slug,
            statements=tuple(_from_json(row) for row in stated["statements"]),
            headline=_from_json(stated["headline"]) if stated["headline"] else None,
            elements=tuple(
                ElementRow(
                    id=row["id"], zone=row["zone"], ore_mt=row["ore_mt"], complete=row["complete"],
                    ppm=tuple(row["ppm"].get(element) for element in ELEMENTS),
                )
                for row in stated["elements"]
            ),
        )
        for slug, stated in body["inputs"].items()
    )  # fmt: skip
    deck = PriceDeck(**body["deck"])
    return RankingInput(
        deposits=deposits, deck=deck, weights=weights or Weights(**{name: body["weights"][name] for name in COMPONENTS})
    )


def _from_json(row: dict[str, Any]) -> Statement:
    flags = frozenset(Flag(flag) for flag in row["flags"])
    return Statement(**{**row, "category": Category(row["category"]), "flags": flags})
