"""Which statements of a deposit are in force, and why the others are not (DOMAIN: "Rankings", point 1).

docs/ranking.md says in words how each phrase of the rule is read. Order of the sieve: what is no resource, what is
flagged, what no code stands behind while another has one, what is older, and last the split by category against the
total.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from forum.kernel.errors import Words
from threads.deposits.reporting import KIND, OUT_OF_FORCE, PARTS, Category, Flag, Kind
from threads.rankings.scoring.inputs import CATEGORY_FACTOR, DepositInput, Statement

COVER_TOLERANCE = 0.05


class Reason(StrEnum):
    """Why a statement is in force or is not."""

    SPLIT = "split"
    TOTAL = "total"
    HEADLINE = "headline"
    RESERVE = "reserve"
    TARGET = "exploration_target"
    STATE_CLASS = "state_class"
    MISPRINT = "misprint"
    DISPUTED = "disputed_arithmetic"
    UNCODED = "uncoded_beside_coded"
    OLDER = "older"
    SPLIT_COVERS = "split_covers_total"
    SPLIT_SHORT = "split_does_not_cover_total"
    OVERLAP = "overlaps_another_category"
    OTHER_TOTAL = "another_total_of_the_date"
    WHOLE = "zone_of_a_whole"
    STATEMENTS = "statements_in_force"


WORDS: dict[Reason, Words] = {
    Reason.SPLIT: _("in force: part of the split by category"),
    Reason.TOTAL: _("in force: the total"),
    Reason.HEADLINE: _("in force: the headline figure, since no statement is"),
    Reason.RESERVE: _("not in force: a reserve, not a resource"),
    Reason.TARGET: _("not in force: an exploration target, not a resource"),
    Reason.STATE_CLASS: _("not in force: a state's class, which is never converted"),
    Reason.MISPRINT: _("not in force: flagged as a misprint"),
    Reason.DISPUTED: _("not in force: flagged as disputed arithmetic"),
    Reason.UNCODED: _("not in force: no CRIRSCO-family code, and another statement has one"),
    Reason.OLDER: _("not in force: older than the latest effective date"),
    Reason.SPLIT_COVERS: _("not in force: the split by category covers this total within 5 %"),
    Reason.SPLIT_SHORT: _("not in force: the split by category does not cover the total within 5 %"),
    Reason.OVERLAP: _("not in force: its tonnes are counted in another category of the date"),
    Reason.OTHER_TOTAL: _("not in force: another total of the same date is smaller"),
    Reason.WHOLE: _("not in force: a zone of what is stated for the whole deposit"),
    Reason.STATEMENTS: _("not in force: a headline figure, and statements are"),
}
IN_FORCE = frozenset({Reason.SPLIT, Reason.TOTAL, Reason.HEADLINE})


@dataclass(frozen=True, slots=True)
class Use:
    """A statement and what became of it."""

    statement: Statement
    reason: Reason

    @property
    def in_force(self) -> bool:
        """Whether it counts."""
        return self.reason in IN_FORCE


def _canonical(statement: Statement) -> tuple[object, ...]:
    """An order that does not depend on how the rows arrive, so that sums are the same to the last digit."""
    return statement.zone, list(Category).index(statement.category), statement.id, statement.tonnes or 0.0


def _no_resource(statement: Statement) -> Reason | None:
    kind = KIND[statement.category]
    if kind is Kind.RESERVE:
        return Reason.RESERVE
    if kind is Kind.TARGET or Flag.EXPLORATION_TARGET in statement.flags:
        return Reason.TARGET
    if statement.category not in CATEGORY_FACTOR:
        return Reason.STATE_CLASS
    if flagged := statement.flags & OUT_OF_FORCE:
        return Reason.MISPRINT if Flag.MISPRINT in flagged else Reason.DISPUTED
    return None


def _usable_mt(statements: Iterable[Statement]) -> float:
    """Metric Mt of those that carry both tonnes and grade: a part without a grade covers nothing."""
    return sum(mt for s in statements if (mt := s.tonnes_mt) is not None and s.grade_pct is not None)


def _covers(parts: Sequence[Statement], total: Statement) -> bool:
    stated = total.tonnes_mt
    if stated is None:
        return True
    # The last term forgives the rounding of binary fractions at exactly 5 %, nothing that a source could print.
    return abs(_usable_mt(parts) - stated) <= COVER_TOLERANCE * stated + 1e-12 * stated


def _smallest(totals: Sequence[Statement]) -> Statement:
    """Of several totals of one date and zone, the one that holds the least oxide; those without figures come last."""

    def contained(statement: Statement) -> float:
        mt = statement.tonnes_mt
        return float("inf") if mt is None or statement.grade_pct is None else mt * statement.grade_pct

    return min(totals, key=contained)


def _without_overlap(parts: Sequence[Statement]) -> tuple[list[Statement], list[Use]]:
    """Tonnes counted once: a sum gives way when all of its parts are stated, else the parts give way to the sum."""
    stated = {s.category for s in parts}
    hidden: set[Category] = set()
    for merged, pieces in PARTS.items():
        if merged in stated and pieces & stated:
            hidden |= {merged} if pieces <= stated else set(pieces)
    kept = [s for s in parts if s.category not in hidden]
    return kept, [Use(s, Reason.OVERLAP) for s in parts if s.category in hidden]


def _of_one_date(statements: Sequence[Statement]) -> list[Use]:
    """Split or total, for statements of one date.

    Zones stand for the split where the whole is given as a total only.
    """
    whole = [s for s in statements if not s.zone]
    zones: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.zone:
            zones[statement.zone].append(statement)
    parts, uses = _without_overlap([s for s in whole if s.category is not Category.TOTAL])
    if parts:
        uses += [Use(s, Reason.WHOLE) for members in zones.values() for s in members]
        chosen = [Use(s, Reason.SPLIT) for s in parts]
    else:
        chosen = []
        for zone in sorted(zones):
            for use in _of_one_zone(zones[zone]):
                (chosen if use.in_force else uses).append(use)
    return uses + _against_total(chosen, [s for s in whole if s.category is Category.TOTAL])


def _of_one_zone(statements: Sequence[Statement]) -> list[Use]:
    parts, uses = _without_overlap([s for s in statements if s.category is not Category.TOTAL])
    totals = [s for s in statements if s.category is Category.TOTAL]
    return uses + _against_total([Use(s, Reason.SPLIT) for s in parts], totals)


def _against_total(split: list[Use], totals: Sequence[Statement]) -> list[Use]:
    if not totals:
        return split
    total = _smallest(totals)
    others = [Use(s, Reason.OTHER_TOTAL) for s in totals if s is not total]
    if split and _covers([use.statement for use in split], total):
        return [*split, Use(total, Reason.SPLIT_COVERS), *others]
    return [*(Use(use.statement, Reason.SPLIT_SHORT) for use in split), Use(total, Reason.TOTAL), *others]


def _sieve(statements: Sequence[Statement]) -> list[Use]:
    uses: list[Use] = []
    standing: list[Statement] = []
    for statement in sorted(statements, key=_canonical):
        if reason := _no_resource(statement):
            uses.append(Use(statement, reason))
        else:
            standing.append(statement)
    if any(s.coded for s in standing):
        uses += [Use(s, Reason.UNCODED) for s in standing if not s.coded]
        standing = [s for s in standing if s.coded]
    if standing:
        latest = max(s.date_key for s in standing)
        uses += [Use(s, Reason.OLDER) for s in standing if s.date_key != latest]
        uses += _of_one_date([s for s in standing if s.date_key == latest])
    return uses


def uses_of(deposit: DepositInput) -> tuple[Use, ...]:
    """Every statement of a deposit with the reason why it is in force or not; the headline last."""
    uses = _sieve(deposit.statements)
    if deposit.headline is not None:
        if any(use.in_force for use in uses):
            uses.append(Use(deposit.headline, Reason.STATEMENTS))
        else:
            uses.append(Use(deposit.headline, _no_resource(deposit.headline) or Reason.HEADLINE))
    return tuple(uses)
