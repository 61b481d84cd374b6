"""The REST door of the lists."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from rest_framework.request import Request
from rest_framework.serializers import RegexField

from forum.http.api import Call, Created, Cursor, Endpoint, Ok, Page, etag, operation, page_url
from forum.http.fields import IdField, PageQuery, StrictSerializer
from threads.deposits import selectors as deposits
from threads.disclosures import selectors as disclosures
from threads.rankings import selectors, services
from threads.rankings.compare import compare
from threads.rankings.own import checked_weights, list_for
from threads.rankings.scoring import COMPONENTS

WEIGHT = r"^(1000|[0-9]{1,3}([.,][0-9]{1,6})?)$"


@dataclass(frozen=True, slots=True)
class ComponentShape:
    """One component of one deposit, null where it is missing. `scaled` is between the 5th and 95th percentile, 0 to 1."""

    raw: float | None
    log10: float | None
    scaled: float | None


@dataclass(frozen=True, slots=True)
class RankedShape:
    """A deposit on the list. `rank` is null where it is not ranked, and `missing` says what it lacks.

    `low` and `high` are the 5th and 95th percentile of its rank over 2,000 weightings. Components: magnet (kt of magnet
    oxides), value (US$ per kg of TREO), heavy (Dy+Tb share of TREO), grade (% TREO).
    """

    deposit: str
    rank: int | None
    score: float | None
    low: int | None
    high: int | None
    coverage: float
    missing: tuple[str, ...]
    components: dict[str, ComponentShape]


@dataclass(frozen=True, slots=True)
class InterestShape:
    """What the publisher states of its own interests."""

    subject: str
    interest: str
    details: str
    stated_on: str


@dataclass(frozen=True, slots=True)
class RankingShape:
    """The whole list, of the snapshot that it was computed from. `hashes` name its inputs by SHA-256."""

    snapshot: int
    taken_at: datetime
    weights: dict[str, float]
    prices: dict[str, float]
    deck: str
    hashes: dict[str, str]
    results: tuple[RankedShape, ...]
    publisher_interests: tuple[InterestShape, ...]


@dataclass(frozen=True, slots=True)
class SnapshotShape:
    """A snapshot in the list of them. `digest` is the hash of all its inputs: equal ones give equal lists."""

    id: int
    taken_at: datetime
    digest: str


@dataclass(frozen=True, slots=True)
class SnapshotBodyShape:
    """A snapshot with everything it was computed from: weights, deck, inputs by slug, results, hashes."""

    id: int
    taken_at: datetime
    digest: str
    body: dict[str, object]


@dataclass(frozen=True, slots=True)
class CauseShape:
    """Why a rank moved: a stable code, and the words after "since"."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class MoveShape:
    """A deposit whose rank is not what it was; null where it was or is not ranked."""

    deposit: str
    before: int | None
    after: int | None
    words: str
    causes: tuple[CauseShape, ...]


@dataclass(frozen=True, slots=True)
class MinedShape:
    """A line of the list by output: tonnes mined in a year, with the Admiralty grade of the source."""

    deposit: str
    year: int
    treo_t: Decimal | None
    dytb_t: Decimal | None
    grade: str
    source_title: str
    source_url: str


class WeightsQuery(StrictSerializer):
    snapshot = IdField(required=False, help_text="An earlier snapshot; the latest without.")
    magnet = RegexField(WEIGHT, required=False, help_text="Weight of magnet oxides. Only proportions count.")
    value = RegexField(WEIGHT, required=False, help_text="Weight of the priced-oxide value.")
    heavy = RegexField(WEIGHT, required=False, help_text="Weight of the Dy+Tb share.")
    grade = RegexField(WEIGHT, required=False, help_text="Weight of the grade.")


class PairQuery(StrictSerializer):
    before = IdField(help_text="The earlier snapshot.")
    after = IdField(help_text="The later snapshot.")


class RankingByResource(Endpoint):
    @operation(
        summary="The list by resource", query=WeightsQuery, out=RankingShape, scope="deposits:read", public=True,
        limit="search", errors=("not_found", "too_long_to_weigh"), etag=True,
    )  # fmt: skip
    def get(self, request: Request, call: Call) -> Ok[RankingShape]:
        """Ranked deposits by rank, then the others by slug. With weights of your own the answer is the same for everybody."""
        own = checked_weights(call.query)
        taken = selectors.snapshot(call.query.get("snapshot"), viewer=request.user)
        body = list_for(taken, own)
        results = body["results"]
        order = sorted(results, key=lambda slug: (results[slug]["rank"] is None, results[slug]["rank"] or 0, slug))
        shape = RankingShape(
            snapshot=taken.row.id,
            taken_at=taken.row.taken_at,
            weights=body["weights"],
            prices=body["deck"]["usd_per_kg"],
            deck=body["deck"]["name"],
            hashes=body["hashes"],
            results=tuple(_ranked(slug, results[slug]) for slug in order),
            publisher_interests=tuple(
                InterestShape(row.subject, row.interest, row.details, row.stated_on.isoformat())
                for row in disclosures.publishers()
            ),
        )
        return Ok(shape, etag=etag(taken.row.id, body["hashes"]["all"], shape.publisher_interests))


def _ranked(slug: str, one: dict[str, Any]) -> RankedShape:
    low, high = one["interval"] or (None, None)
    return RankedShape(
        deposit=slug,
        rank=one["rank"],
        score=one["score"],
        low=low,
        high=high,
        coverage=one["coverage"],
        missing=tuple(one["missing"]),
        components={key: ComponentShape(**one["components"][key]) for key in COMPONENTS},
    )


class Snapshots(Endpoint):
    @operation(
        summary="Snapshots of the list by resource", query=PageQuery, out=Page[SnapshotShape], scope="deposits:read",
        public=True, errors=("bad_cursor",),
    )  # fmt: skip
    def get(self, request: Request, call: Call) -> Page[SnapshotShape]:
        """The newest first."""
        limit = call.query["limit"]
        place = Cursor.open(call.query["cursor"], purpose="snapshots") if "cursor" in call.query else {"before": 0}
        rows = selectors.snapshots(viewer=request.user, before=place["before"], limit=limit + 1)
        more = Cursor.seal({"before": rows[limit - 1].id}, purpose="snapshots") if len(rows) > limit else None
        shapes = [SnapshotShape(row.id, row.taken_at, row.digest) for row in rows[:limit]]
        return Page(results=shapes, next=page_url(request, more))

    @operation(
        summary="Take a snapshot", out=SnapshotShape, status=201, scope="deposits:write", limit="write", idempotent=True,
        errors=("editors_only", "silenced"),
    )  # fmt: skip
    def post(self, request: Request, call: Call) -> Created[SnapshotShape]:
        """Compute the list from the catalogue as it stands and keep it for good. For editors; one is taken each night."""
        made = call.once(lambda: services.take_snapshot_now(actor=request.user))
        row = selectors.snapshot(made, viewer=request.user).row
        return Created(
            SnapshotShape(row.id, row.taken_at, row.digest), location=f"/api/v1/rankings/resource/snapshots/{made}"
        )


class SnapshotById(Endpoint):
    @operation(
        summary="One snapshot with its inputs", out=SnapshotBodyShape, scope="deposits:read", public=True, limit="search",
        errors=("not_found",), etag=True,
    )  # fmt: skip
    def get(self, request: Request, call: Call, snapshot_id: int) -> Ok[SnapshotBodyShape]:
        """Enough to check the hashes and to compute the list anew."""
        taken = selectors.snapshot(snapshot_id, viewer=request.user)
        row = taken.row
        return Ok(SnapshotBodyShape(row.id, row.taken_at, row.digest, taken.body), etag=etag(row.id, row.digest))


class Comparison(Endpoint):
    @operation(
        summary="What moved between two snapshots", query=PairQuery, out=Page[MoveShape], scope="deposits:read",
        public=True, limit="search", errors=("not_found",),
    )  # fmt: skip
    def get(self, request: Request, call: Call) -> Page[MoveShape]:
        """Every deposit whose rank changed, the largest move first, with the input that caused it."""
        before, after = (selectors.snapshot(call.query[name], viewer=request.user).body for name in ("before", "after"))
        return Page(results=[
            MoveShape(
                move.slug, move.before, move.after, move.words,
                tuple(CauseShape(cause.code.value, cause.words) for cause in move.causes),
            )
            for move in compare(before, after)
        ])  # fmt: skip


class RankingByOutput(Endpoint):
    @operation(summary="The list by output", out=Page[MinedShape], scope="deposits:read", public=True)
    def get(self, request: Request, call: Call) -> Page[MinedShape]:
        """What is actually mined, the latest year first; only what has a source."""
        return Page(results=[
            MinedShape(
                row.deposit_slug, row.year, row.treo_t, row.dytb_t, row.grade, row.source_title, row.source_url
            )
            for row in deposits.outputs()
        ])  # fmt: skip
