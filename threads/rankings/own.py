"""Own weights: the published list with other weights, the same answer for everybody who gives the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from forum.kernel.errors import Conflict, FieldError, Invalid
from threads.rankings.scoring import COMPONENTS, PUBLISHED_WEIGHTS, Weights, rank_by_resource
from threads.rankings.scoring.snapshot import snapshot_of
from threads.rankings.selectors import Taken, inputs_of

# Weighing 120 deposits takes some 25 ms. A list this long is still weighed within a fifth of a second; a longer one would
# keep a worker busy for one reader, and the snapshot's JSON holds all that is needed to do it elsewhere.
LONGEST = 600
KEPT_SECONDS = 3600
MOST = 1000.0


class TooLongToWeigh(Conflict):
    """409: the list is too long to be weighed while somebody waits."""

    code = "too_long_to_weigh"
    title = _("This list is too long to be weighed here. The snapshot as JSON holds everything to do it yourself.")


@dataclass(frozen=True, slots=True)
class OwnWeights:
    """What the query string gives. `wrong` says what of it cannot be used; then the published weights stand."""

    weights: Weights
    given: bool
    wrong: str

    @property
    def shown(self) -> dict[str, str]:
        """Weights by component as typed fields show them, in per cent."""
        return {name: f"{getattr(self.weights, name) * 100:.6g}" for name in COMPONENTS}

    @property
    def published(self) -> dict[str, str]:
        return {name: f"{getattr(PUBLISHED_WEIGHTS, name) * 100:.6g}" for name in COMPONENTS}

    def query(self, snapshot: int | None) -> str:
        """The query string that asks for this list again."""
        parts: dict[str, str] = {} if snapshot is None else {"snapshot": str(snapshot)}
        if self.given:
            parts |= self.shown
        return f"?{urlencode(parts)}" if parts else ""


def read_weights(query: Mapping[str, Any]) -> OwnWeights:
    """Weights from `?magnet=35&value=25&heavy=25&grade=15`; only their proportions count. One left out counts 0."""
    if not any(name in query for name in COMPONENTS):
        return OwnWeights(PUBLISHED_WEIGHTS, given=False, wrong="")
    values = {}
    for name in COMPONENTS:
        value = _number(str(query.get(name) or "0"))
        if value is None:
            return OwnWeights(PUBLISHED_WEIGHTS, given=True, wrong=str(_("Weights are numbers from 0 to 1000.")))
        values[name] = value / 100
    if not sum(values.values()):
        return OwnWeights(PUBLISHED_WEIGHTS, given=True, wrong=str(_("At least one weight must be above zero.")))
    return OwnWeights(Weights(**values), given=True, wrong="")


def checked_weights(query: Mapping[str, Any]) -> OwnWeights:
    """The same for doors that refuse: raises `Invalid`."""
    own = read_weights(query)
    if own.wrong:
        raise Invalid(
            own.wrong, errors=[FieldError(name, "bad_weight", own.wrong) for name in COMPONENTS if name in query]
        )
    return own


def _number(text: str) -> float | None:
    plain = text.strip().replace(",", ".")
    if len(plain) > 12 or not plain.replace(".", "", 1).isdigit() or not plain.isascii():
        return None
    value = float(plain)
    return value if value <= MOST else None


def list_for(taken: Taken, own: OwnWeights) -> dict[str, Any]:
    """The body of a snapshot, computed anew where somebody brings their own weights. Raises `TooLongToWeigh`."""
    if not own.given or own.wrong or own.weights == PUBLISHED_WEIGHTS:
        return taken.body
    if len(taken.body["inputs"]) > LONGEST:
        raise TooLongToWeigh
    key = f"ranking:{taken.row.digest}:" + ":".join(f"{share:.12f}" for share in own.weights.shares)
    kept: dict[str, Any] | None = cache.get(key)
    if kept is None:
        ranking = rank_by_resource(inputs_of(taken.body, own.weights))
        kept = snapshot_of(ranking) | {"ranked": len(ranking.ranked)}
        cache.set(key, kept, KEPT_SECONDS)
    return kept
