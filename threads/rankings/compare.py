"""The difference between two snapshots in words, with the input that caused it.

Takes the JSON of two snapshots (`scoring.snapshot.snapshot_of`) and nothing else. A deposit's own causes come first
(its statements, their flags and figures, its composition), then what touches everybody (prices, weights); where none
of its own inputs changed, it moved because others did, and they are named.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

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
        causes = _and([cause.words for cause in self.causes])
        moved = {"slug": self.slug, "places": _places(self.before, self.after), "causes": causes}
        return _("%(slug)s: %(places)s, since %(causes)s") % moved


def _places(before: int | None, after: int | None) -> str:
    ranks = {"before": before, "after": after}
    if before is None:
        return _("not ranked") if after is None else _("new at %(after)s") % ranks
    return (_("from %(before)s to not ranked") if after is None else _("from %(before)s to %(after)s")) % ranks


def _and(parts: list[str]) -> str:
    """ "a", "a and b", "a and b and c"."""
    whole, *others = parts
    for part in others:
        whole = _("%(one)s and %(other)s") % {"one": whole, "other": part}
    return whole


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
        names = {"old": before["deck"]["name"], "new": after["deck"]["name"]}
        words = _("prices went from deck %(old)s to deck %(new)s") % names
        if names["old"] == names["new"]:
            changes = _changes(before["deck"]["usd_per_kg"], after["deck"]["usd_per_kg"])
            words = _("prices of deck %(deck)s changed: %(changes)s") % {"deck": names["new"], "changes": changes}
        causes.append(Cause(CauseCode.PRICES, words))
    if before["weights"] != after["weights"]:
        words = _("weights changed: %(changes)s") % {"changes": _changes(before["weights"], after["weights"])}
        causes.append(Cause(CauseCode.WEIGHTS, words))
    return tuple(causes)


def _changes(old: Json, new: Json) -> str:
    """Figures that differ, as "Nd 56 to 60"."""
    parts = [
        _("%(name)s %(old)s to %(new)s") % {"name": key, "old": _figure(old.get(key)), "new": _figure(new.get(key))}
        for key in sorted({*old, *new})
        if old.get(key) != new.get(key)
    ]
    return ", ".join(parts) or _("what stands in for what")


def _figure(value: object) -> str:
    if value is None or value == "":
        return _("none")
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or _("none")
    return str(value)


def _own_causes(slug: str, before: Json, after: Json) -> tuple[Cause, ...]:
    """Causes among a deposit's own inputs; none where they are equal."""
    old, new = before["inputs"].get(slug), after["inputs"].get(slug)
    if old == new:
        return ()
    if old is None:
        return (Cause(CauseCode.DEPOSIT_ADDED, _("the deposit is new in the catalogue"), (slug,)),)
    if new is None:
        return (Cause(CauseCode.DEPOSIT_REMOVED, _("the deposit left the catalogue"), (slug,)),)
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
        words = _("%(new)s replaced %(old)s") % {"new": _named(came), "old": _named(went)}
        causes.append(Cause(CauseCode.REPLACED, words, (*came, *went)))
    elif came:
        causes.append(
            Cause(CauseCode.ADDED, _("%(statement)s came into force") % {"statement": _named(came)}, tuple(came))
        )
    elif went:
        causes.append(
            Cause(
                CauseCode.REMOVED, _("%(statement)s is no longer in force") % {"statement": _named(went)}, tuple(went)
            )
        )
    if not causes:
        causes += _arrivals(sorted({*new} - {*old}), CauseCode.ADDED, _("%(statement)s was added"))
        causes += _arrivals(sorted({*old} - {*new}), CauseCode.REMOVED, _("%(statement)s was removed"))
    return causes


def _arrivals(keys: list[str], code: CauseCode, words: str) -> list[Cause]:
    return [Cause(code, words % {"statement": _named(keys)}, tuple(keys))] if keys else []


def _named(keys: Iterable[str]) -> str:
    return _and([_("statement [%(key)s]") % {"key": key} for key in keys])


def _changed(key: str, old: Json, new: Json) -> list[Cause]:
    causes = []
    came, went = (sorted({*a["flags"]} - {*b["flags"]}) for a, b in ((new, old), (old, new)))
    for code, flags, words in (
        (CauseCode.FLAGGED, came, _("statement [%(key)s] was flagged as %(flags)s")),
        (CauseCode.UNFLAGGED, went, _("statement [%(key)s] is no longer flagged as %(flags)s")),
    ):
        if flags:
            causes.append(Cause(code, words % {"key": key, "flags": _and(flags)}, (key,)))
    figures = [{name: value for name, value in side.items() if name != "flags"} for side in (old, new)]
    if figures[0] != figures[1]:
        words = _("statement [%(key)s] was corrected: %(changes)s") % {"key": key, "changes": _changes(*figures)}
        causes.append(Cause(CauseCode.CHANGED, words, (key,)))
    return causes


def _composition_causes(old: Json, new: Json) -> list[Cause]:
    rows = [{row["id"]: row for row in side["elements"]} for side in (old, new)]
    ids = sorted(key for key in {*rows[0], *rows[1]} if rows[0].get(key) != rows[1].get(key))
    if not ids:
        return []
    words = _("its composition changed (%(rows)s)") % {"rows": ", ".join(ids)}
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
    listed = ", ".join(names)
    if len(passed) > NAMED_OTHERS:
        listed = _("%(names)s and %(n)s more") % {"names": listed, "n": len(passed) - NAMED_OTHERS}
    words = _("others moved around it (%(names)s)") % {"names": listed} if names else _("others moved around it")
    return Cause(CauseCode.OTHERS, words, tuple(names))
