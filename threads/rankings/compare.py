"""The difference between two snapshots in words, with the input that caused it.

Takes the JSON of two snapshots (`scoring.snapshot.snapshot_of`) and nothing else. A deposit's own causes come first
(its statements, their flags and figures, its composition), then what touches everybody (prices, weights); where none
of its own inputs changed, it moved because others did, and they are named.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Json = dict[str, Any]
NAMED_OTHERS = 3


class CauseCode(StrEnum):
    """What changed. Stable: templates and translations go by it."""

    DEPOSIT_ADDED = "deposit_added"
    DEPOSIT_REMOVED = "deposit_removed"
    REPLACED = "statement_replaced"
    ADDED = "statement_added"
    REMOVED = "statement_removed"
    FLAGGED = "flag_added"
    UNFLAGGED = "flag_removed"
    CHANGED = "statement_changed"
    COMPOSITION = "composition_changed"
    PRICES = "prices_changed"
    WEIGHTS = "weights_changed"
    OTHERS = "others_moved"


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause: its code, the sentence part after "since", and the ids (statements, rows, slugs) that it names."""

    code: CauseCode
    words: str
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """One deposit whose rank is not what it was. A rank is None where it was or is not ranked, or not on the list."""

    slug: str
    before: int | None
    after: int | None
    score_before: float | None
    score_after: float | None
    causes: tuple[Cause, ...]

    @property
    def words(self) -> str:
        """The whole sentence: "tanbreez: from 1 to 19, since statement X replaced statement Y"."""
        causes = " and ".join(cause.words for cause in self.causes)
        return f"{self.slug}: {_places(self.before, self.after)}, since {causes}"


def _places(before: int | None, after: int | None) -> str:
    if before is None:
        return "not ranked" if after is None else f"new at {after}"
    return f"from {before} to not ranked" if after is None else f"from {before} to {after}"


def compare(before: Json, after: Json) -> tuple[Move, ...]:
    """Every deposit whose rank changed between two snapshots, largest move first, ties by slug.

    Equal inputs give none.
    """
    slugs = sorted({*before["results"], *after["results"]})
    shared = _shared_causes(before, after)
    changed = {slug: _own_causes(slug, before, after) for slug in slugs}
    moves = []
    for slug in slugs:
        old, new = before["results"].get(slug, {}), after["results"].get(slug, {})
        old_rank, new_rank = old.get("rank"), new.get("rank")
        if old_rank == new_rank:
            continue
        causes = (*changed[slug], *shared) or (_others(slug, before, after, changed),)
        moves.append(Move(slug, old_rank, new_rank, old.get("score"), new.get("score"), causes))
    return tuple(sorted(moves, key=lambda move: (-_distance(move), move.slug)))


def _distance(move: Move) -> float:
    if move.before is None or move.after is None:
        return float("inf")
    return abs(move.before - move.after)


def _shared_causes(before: Json, after: Json) -> tuple[Cause, ...]:
    causes = []
    if before["deck"] != after["deck"]:
        names = before["deck"]["name"], after["deck"]["name"]
        words = f"prices went from deck {names[0]} to deck {names[1]}"
        if names[0] == names[1]:
            changes = _changes(before["deck"]["usd_per_kg"], after["deck"]["usd_per_kg"])
            words = f"prices of deck {names[0]} changed: {changes}"
        causes.append(Cause(CauseCode.PRICES, words))
    if before["weights"] != after["weights"]:
        words = f"weights changed: {_changes(before['weights'], after['weights'])}"
        causes.append(Cause(CauseCode.WEIGHTS, words))
    return tuple(causes)


def _changes(old: Json, new: Json) -> str:
    """Figures that differ, as "Nd 56 to 60"."""
    parts = [
        f"{key} {_figure(old.get(key))} to {_figure(new.get(key))}"
        for key in sorted({*old, *new})
        if old.get(key) != new.get(key)
    ]
    return ", ".join(parts) or "what stands in for what"


def _figure(value: object) -> str:
    if value is None or value == "":
        return "none"
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return str(value)


def _own_causes(slug: str, before: Json, after: Json) -> tuple[Cause, ...]:
    """Causes among a deposit's own inputs; none where they are equal."""
    old, new = before["inputs"].get(slug), after["inputs"].get(slug)
    if old == new:
        return ()
    if old is None:
        return (Cause(CauseCode.DEPOSIT_ADDED, "the deposit is new in the catalogue", (slug,)),)
    if new is None:
        return (Cause(CauseCode.DEPOSIT_REMOVED, "the deposit left the catalogue", (slug,)),)
    uses = before["results"][slug]["uses"], after["results"][slug]["uses"]
    return (*_statement_causes(_statements(old), _statements(new), *uses), *_composition_causes(old, new))


def _statements(deposit: Json) -> dict[str, Json]:
    listed = [*deposit["statements"], *([deposit["headline"]] if deposit["headline"] else [])]
    return {statement["id"]: statement for statement in listed}


IN_FORCE = frozenset({"split", "total", "headline"})


def _in_force(uses: Json) -> list[str]:
    return [key for key, reason in uses.items() if reason in IN_FORCE]


def _statement_causes(old: dict[str, Json], new: dict[str, Json], old_uses: Json, new_uses: Json) -> list[Cause]:
    causes = [cause for key in sorted({*old} & {*new}) for cause in _changed(key, old[key], new[key])]
    standing, now = set(_in_force(old_uses)), set(_in_force(new_uses))
    came, went = sorted(now - standing), sorted(standing - now)
    if came and went:
        words = f"{_named(came)} replaced {_named(went)}"
        causes.append(Cause(CauseCode.REPLACED, words, (*came, *went)))
    elif came:
        causes.append(Cause(CauseCode.ADDED, f"{_named(came)} came into force", tuple(came)))
    elif went:
        causes.append(Cause(CauseCode.REMOVED, f"{_named(went)} is no longer in force", tuple(went)))
    if not causes:
        causes += _arrivals(sorted({*new} - {*old}), CauseCode.ADDED, "was added")
        causes += _arrivals(sorted({*old} - {*new}), CauseCode.REMOVED, "was removed")
    return causes


def _arrivals(keys: list[str], code: CauseCode, verb: str) -> list[Cause]:
    return [Cause(code, f"{_named(keys)} {verb}", tuple(keys))] if keys else []


def _named(keys: Iterable[str]) -> str:
    return " and ".join(f"statement [{key}]" for key in keys)


def _changed(key: str, old: Json, new: Json) -> list[Cause]:
    causes = []
    came, went = (sorted({*a["flags"]} - {*b["flags"]}) for a, b in ((new, old), (old, new)))
    if came:
        causes.append(Cause(CauseCode.FLAGGED, f"statement [{key}] was flagged as {' and '.join(came)}", (key,)))
    if went:
        causes.append(
            Cause(CauseCode.UNFLAGGED, f"statement [{key}] is no longer flagged as {' and '.join(went)}", (key,))
        )
    figures = [{name: value for name, value in side.items() if name != "flags"} for side in (old, new)]
    if figures[0] != figures[1]:
        words = f"statement [{key}] was corrected: {_changes(*figures)}"
        causes.append(Cause(CauseCode.CHANGED, words, (key,)))
    return causes


def _composition_causes(old: Json, new: Json) -> list[Cause]:
    rows = [{row["id"]: row for row in side["elements"]} for side in (old, new)]
    ids = sorted(key for key in {*rows[0], *rows[1]} if rows[0].get(key) != rows[1].get(key))
    if not ids:
        return []
    words = f"its composition changed ({', '.join(ids)})"
    return [Cause(CauseCode.COMPOSITION, words, tuple(ids))]


def _others(slug: str, before: Json, after: Json, changed: dict[str, tuple[Cause, ...]]) -> Cause:
    """Others moved around it: those that passed it and whose own inputs changed first, by how far they moved."""

    def sides(results: Json, other: str) -> bool | None:
        ranks = results.get(slug, {}).get("rank"), results.get(other, {}).get("rank")
        if None in ranks:
            return None
        return bool(ranks[0] < ranks[1])

    passed = [
        other
        for other in sorted({*before["results"], *after["results"]})
        if other != slug and sides(before["results"], other) != sides(after["results"], other)
    ]
    passed.sort(key=lambda other: (not changed[other], other))
    names = passed[:NAMED_OTHERS]
    more = f" and {len(passed) - NAMED_OTHERS} more" if len(passed) > NAMED_OTHERS else ""
    words = f"others moved around it ({', '.join(names)}{more})" if names else "others moved around it"
    return Cause(CauseCode.OTHERS, words, tuple(names))
