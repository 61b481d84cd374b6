"""What only shows when rows are seen together: duplicates, figures in conflict, a grade ten times off its neighbours.

Each check gathers rows in one pass and sorts within small groups, so the time grows with the number of rows.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from statistics import median

from threads.deposits.importing.problems import Problem, Severity
from threads.deposits.importing.records import DepositRecord, ElementRecord, PriceRecord, StatementRecord, plain
from threads.deposits.reporting import KIND, Category, Kind

CONFLICT = Decimal("0.02")
# "Ten times" as printed: the neighbours need not be equal to the last digit.
TENFOLD_LOW, TENFOLD_HIGH = Decimal(7), Decimal(14)


def _groups[K: Hashable, R](records: Iterable[R], key: Callable[[R], K]) -> dict[K, list[R]]:
    groups: dict[K, list[R]] = defaultdict(list)
    for record in records:
        groups[key(record)].append(record)
    return groups


def duplicates[R](
    file: str, records: Sequence[R], key: Callable[[R], Hashable], row: Callable[[R], int], field: str
) -> list[Problem]:
    """An error for every row whose key has stood before."""
    first: dict[Hashable, int] = {}
    problems = []
    for record in records:
        number, own = row(record), key(record)
        if own in first:
            detail = f"row {first[own]} already states the same"
            problems.append(Problem(file, number, field, "duplicate", Severity.ERROR, detail))
        else:
            first[own] = number
    return problems


def duplicate_deposits(file: str, records: Sequence[DepositRecord]) -> list[Problem]:
    """Two deposits with one slug."""
    return duplicates(file, records, lambda r: r.slug, lambda r: r.row, "slug")


def duplicate_statements(file: str, records: Sequence[StatementRecord]) -> list[Problem]:
    """The same statement twice: deposit, zone, date, category, figures and code."""
    return duplicates(file, records, lambda r: r.key, lambda r: r.row, "slug")


def duplicate_elements(file: str, records: Sequence[ElementRecord]) -> list[Problem]:
    """Two rows with one record id."""
    return duplicates(file, records, lambda r: r.record_id, lambda r: r.row, "weng_record_id")


def duplicate_prices(file: str, records: Sequence[PriceRecord]) -> list[Problem]:
    """Two prices of one oxide, purity and year."""
    return duplicates(file, records, lambda r: (r.oxide, r.purity, r.year), lambda r: r.row, "oxide")


def shared_names(file: str, records: Sequence[DepositRecord]) -> list[Problem]:
    """Two deposits of one country with one name: perhaps one place."""
    problems = []
    for members in _groups(records, lambda r: (r.country_iso2, r.name.casefold())).values():
        for record in members[1:]:
            detail = f"{members[0].slug} in row {members[0].row} has the same name and country"
            problems.append(Problem(file, record.row, "name", "likely_double", Severity.WARNING, detail))
    return problems


def unknown_deposits(file: str, rows: Iterable[tuple[int, str]], known: frozenset[str]) -> list[Problem]:
    """Rows, as (number, slug), that name a deposit the catalogue does not have."""
    return [
        Problem(file, row, "slug", "unknown_deposit", Severity.ERROR, f"no deposit {slug!r} is in the catalogue")
        for row, slug in rows
        if slug and slug not in known
    ]


def _same_time(a: StatementRecord, b: StatementRecord) -> bool:
    """Whether two dates may be one: equal, or one is the other's year or month. Undated agrees with undated alone."""
    if not a.date_text or not b.date_text:
        return a.date_text == b.date_text
    return a.date_text.startswith(b.date_text) or b.date_text.startswith(a.date_text)


def _differ(a: Decimal | None, b: Decimal | None) -> bool:
    return a is not None and b is not None and abs(a - b) > CONFLICT * max(a, b)


def _conflict(a: StatementRecord, b: StatementRecord) -> Problem:
    detail = (
        f"{plain(b.tonnes)} {b.unit} at {plain(b.grade_pct)} % here, {plain(a.tonnes)} {a.unit} at "
        f"{plain(a.grade_pct)} % in row {a.row}, both {b.category.value} of {b.date_text or 'no date'}"
    )
    return Problem(b.file, b.row, "treo_grade_pct", "conflicting_figures", Severity.WARNING, detail)


def _series(record: StatementRecord) -> tuple[str, str, Category]:
    return record.slug, record.zone, record.category


def conflicting_figures(records: Sequence[StatementRecord]) -> list[Problem]:
    """Statements of one deposit, zone and category that cannot both be right.

    Either the very same date with figures apart by more than 2 %, or dates that may be one with the same tonnage and
    grades apart (3,292 and 3,926 ppm for 2,630 Mt), or the same grade and tonnages apart.
    """
    problems: dict[tuple[str, int], Problem] = {}
    # Gathered by what must agree, so that only neighbours need be compared.
    gathered = (
        _groups(records, lambda r: (*_series(r), r.date_text)),
        _groups(records, lambda r: (*_series(r), r.tonnes_mt if r.grade_pct is not None else r.key)),
        _groups(records, lambda r: (*_series(r), r.grade_pct if r.grade_pct is not None else r.key)),
    )
    for groups in gathered:
        for members in groups.values():
            ordered = sorted(members, key=lambda r: (r.date_text, r.row))
            for a, b in pairwise(ordered):
                apart = _differ(a.tonnes_mt, b.tonnes_mt) or _differ(a.grade_pct, b.grade_pct)
                if apart and _same_time(a, b):
                    early, late = sorted((a, b), key=lambda r: r.row)
                    problems.setdefault((late.file, late.row), _conflict(early, late))
    return list(problems.values())


def tenfold_grades(records: Sequence[StatementRecord]) -> list[Problem]:
    """A resource's grade about ten times above or below the median of its neighbours: the other resources of its
    deposit, zone and date, or of its deposit where it stands alone on its date."""
    resources = [r for r in records if r.grade_pct is not None and KIND[r.category] is Kind.RESOURCE]
    problems = []
    for members in _groups(resources, lambda r: (r.slug, r.zone)).values():
        of_all = _medians_without(members)
        for same in _groups(members, lambda r: r.date_text).values():
            of_date = _medians_without(same) if len(same) > 1 else of_all
            for record in same:
                middle = of_date.get(record.row)
                if middle is not None and _is_tenfold(record, middle):
                    problems.append(_tenfold(record, middle))
    return problems


def _medians_without(pool: Sequence[StatementRecord]) -> dict[int, Decimal]:
    """For each row, the median grade of the others; of a large pool the median of all, which one row hardly moves.

    None for one row.
    """
    if len(pool) < 2:
        return {}
    grades = [record.grade_pct for record in pool if record.grade_pct is not None]
    if len(pool) > 20:
        whole = median(grades)
        return {record.row: whole for record in pool}
    return {
        record.row: median(grade for place, grade in enumerate(grades) if place != number)
        for number, record in enumerate(pool)
    }


def _is_tenfold(record: StatementRecord, middle: Decimal) -> bool:
    assert record.grade_pct is not None
    ratio = max(record.grade_pct / middle, middle / record.grade_pct)
    return TENFOLD_LOW <= ratio <= TENFOLD_HIGH


def _tenfold(record: StatementRecord, middle: Decimal) -> Problem:
    side = "a tenth" if record.grade_pct is not None and record.grade_pct < middle else "ten times"
    detail = f"{plain(record.grade_pct)} % is about {side} of its neighbours' {plain(middle)} %: a misprint?"
    return Problem(record.file, record.row, "treo_grade_pct", "tenfold_grade", Severity.WARNING, detail)
