"""The catalogue as files: read, checked row by row and together, every problem listed. Nothing is written here.

`read_catalogue` takes the files by name: deposits, resource_statements, element_grades, price_deck, faults,
positions, parties, control and outputs, each as .csv or .json, or all in one catalogue.json as an object of lists. None is
required: statements alone can be read against the deposits that are already known.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from threads.deposits.importing import checks, tables
from threads.deposits.importing.fields import Fields
from threads.deposits.importing.parties import read_control, read_output, read_party
from threads.deposits.importing.problems import Problem, Severity
from threads.deposits.importing.reading import Reading, each_row, parse_json, read_csv, rows_of_json, shorten
from threads.deposits.importing.records import (
    ControlRecord,
    DepositRecord,
    ElementRecord,
    OutputRecord,
    PartyRecord,
    PriceRecord,
    StatementRecord,
)
from threads.deposits.reporting import Flag

WHOLE = "catalogue.json"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Checked records, and all problems in the order of file and row.

    With an error among them nothing may be written.
    """

    deposits: tuple[DepositRecord, ...]
    statements: tuple[StatementRecord, ...]
    elements: tuple[ElementRecord, ...]
    prices: tuple[PriceRecord, ...]
    problems: tuple[Problem, ...]
    parties: tuple[PartyRecord, ...] = ()
    controls: tuple[ControlRecord, ...] = ()
    outputs: tuple[OutputRecord, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Problems that refuse the import."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """Problems that are kept and shown."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.WARNING)


def read_catalogue(
    files: Mapping[str, bytes],
    *,
    today: date,
    known_slugs: frozenset[str] = frozenset(),
    known_parties: frozenset[str] = frozenset(),
) -> Catalogue:
    """Read and check files by name. `known_slugs` are deposits that stand already, `known_parties` parties; `today`
    bounds every date."""
    return _Import(today, known_slugs, known_parties).run(files)


class _Import:
    """One run: readings by table, records, problems."""

    def __init__(self, today: date, known_slugs: frozenset[str], known_parties: frozenset[str]) -> None:
        self.today = today
        self.known = known_slugs
        self.known_parties = known_parties
        self.problems: list[Problem] = []
        self.readings: dict[str, list[Reading]] = defaultdict(list)

    def run(self, files: Mapping[str, bytes]) -> Catalogue:
        for file, data in files.items():
            self._read(file, data)
        deposits = self._records("deposits", tables.read_deposit)
        statements = self._records("resource_statements", tables.read_statement)
        elements = self._records("element_grades", tables.read_elements)
        prices = self._records("price_deck", tables.read_price)
        parties = self._records("parties", read_party)
        controls = self._records("control", read_control)
        outputs = self._records("outputs", read_output)
        statements = self._with_faults(statements)
        deposits = self._with_positions(deposits)
        self._check_together(deposits, statements, elements, prices)
        self._check_parties(parties, controls, outputs)
        order = {file: place for place, file in enumerate(files)}
        self.problems.sort(key=lambda p: (order[p.file], p.row, p.severity, p.field, p.code))
        return Catalogue(
            deposits=tuple(deposits),
            statements=tuple(statements),
            elements=tuple(elements),
            prices=tuple(prices),
            problems=tuple(self.problems),
            parties=tuple(parties),
            controls=tuple(controls),
            outputs=tuple(outputs),
        )

    def _read(self, file: str, data: bytes) -> None:
        name, _, ending = file.rpartition(".")
        if file == WHOLE:
            self._read_whole(data)
        elif name in tables.TABLES and ending == "csv":
            self._keep(read_csv(file, tables.TABLES[name], data))
        elif name in tables.TABLES and ending == "json":
            reading, value = parse_json(file, tables.TABLES[name], data)
            self._keep(reading if value is None else rows_of_json(reading, value))
        else:
            detail = f"no such table; known are {', '.join(tables.TABLES)}, as .csv or .json, and {WHOLE}"
            self.problems.append(Problem(file, 0, "", "unknown_file", Severity.ERROR, detail))

    def _read_whole(self, data: bytes) -> None:
        reading, value = parse_json(WHOLE, tables.DEPOSITS, data)
        if isinstance(value, dict):
            for name, rows in value.items():
                if name in tables.TABLES:
                    self._keep(rows_of_json(Reading(WHOLE, tables.TABLES[name]), rows))
                else:
                    reading.refuse(0, shorten(name), "unknown_column", f"no table {shorten(name)!r} is known")
        elif not reading.problems:
            reading.refuse(0, "", "bad_json", "an object with a list for each table is needed")
        self.problems += reading.problems

    def _keep(self, reading: Reading) -> None:
        if earlier := self.readings[reading.table.name]:
            reading.refuse(0, "", "table_twice", f"{reading.table.name} was already read from {earlier[0].file}")
        self.readings[reading.table.name].append(reading)
        self.problems += reading.problems

    def _records[R](self, table: str, read: Callable[[Fields], R | None]) -> list[R]:
        records = []
        for reading, row in each_row(self.readings[table]):
            record = read(Fields(reading.file, row, self.problems, self.today))
            if record is not None:
                records.append(record)
        return records

    def _file(self, table: str) -> str:
        readings = self.readings[table]
        return readings[0].file if readings else ""

    def _with_faults(self, statements: list[StatementRecord]) -> list[StatementRecord]:
        """Statements with the flags of faults.csv; a fault must name a statement exactly as it is stated."""
        places = {self._fault_key(r): number for number, r in enumerate(statements)}
        for reading, row in each_row(self.readings["faults"]):
            fields = Fields(reading.file, row, self.problems, self.today)
            category, effective, slug = fields.category(), fields.date("effective"), fields.slug()
            tonnes, grade = fields.number("tonnes"), fields.percent("treo_grade_pct")
            stated = fields.number("stated_oxide_kt", above_zero=True)
            reason, flag = fields.text("reason", required=True), fields.text("flag", required=True)
            url = fields.url()
            if flag and flag not in list(Flag):
                fields.error("flag", "unknown_flag", f"{shorten(flag)!r}: known are {', '.join(Flag)}")
            if not fields.sound or category is None:
                continue
            place = places.get((slug, effective.iso if effective else "", category.value, tonnes, grade))
            if place is None:
                fields.error("slug", "unknown_statement", f"no statement of {slug} has this date, category and figures")
                continue
            statements[place] = tables.flagged(
                statements[place], Flag(flag), stated=stated, reason=reason, source_url=url
            )
            if stated is not None:
                tables.check_stated(fields, statements[place])
        return statements

    @staticmethod
    def _fault_key(record: StatementRecord) -> tuple[str, str, str, Decimal | None, Decimal | None]:
        return record.slug, record.date_text, record.category.value, record.tonnes, record.grade_pct

    def _with_positions(self, deposits: list[DepositRecord]) -> list[DepositRecord]:
        """Deposits with the precision of positions.csv."""
        places = {record.slug: number for number, record in enumerate(deposits)}
        for reading, row in each_row(self.readings["positions"]):
            fields = Fields(reading.file, row, self.problems, self.today)
            slug = fields.slug()
            fields.text("reason", required=True)
            precision = tables.read_precision(fields, placed=True)
            if fields.sound and slug not in places:
                fields.error("slug", "unknown_deposit", f"no deposit {slug!r} stands in the deposits read")
            if fields.sound:
                record = deposits[places[slug]]
                if record.latitude is None:
                    fields.error("slug", "no_position", f"{slug} has no coordinates")
                else:
                    deposits[places[slug]] = replace(record, precision=precision)
        return deposits

    def _check_together(
        self,
        deposits: list[DepositRecord],
        statements: list[StatementRecord],
        elements: list[ElementRecord],
        prices: list[PriceRecord],
    ) -> None:
        known = self._known_deposits()
        of_deposits, of_statements = self._file("deposits"), self._file("resource_statements")
        of_elements, of_prices = self._file("element_grades"), self._file("price_deck")
        self.problems += checks.duplicate_deposits(of_deposits, deposits)
        self.problems += checks.shared_names(of_deposits, deposits)
        self.problems += checks.duplicate_statements(of_statements, statements)
        self.problems += checks.duplicate_elements(of_elements, elements)
        self.problems += checks.duplicate_prices(of_prices, prices)
        self.problems += checks.unknown_deposits(of_statements, [(r.row, r.slug) for r in statements], known)
        self.problems += checks.unknown_deposits(of_elements, [(r.row, r.slug) for r in elements], known)
        self.problems += checks.conflicting_figures(statements)
        self.problems += checks.tenfold_grades(statements)

    def _known_deposits(self) -> frozenset[str]:
        # A deposit whose own row was refused is not reported again by each of its statements.
        return self.known | {row.values["slug"] for _, row in each_row(self.readings["deposits"])}

    def _check_parties(
        self, parties: list[PartyRecord], controls: list[ControlRecord], outputs: list[OutputRecord]
    ) -> None:
        of_parties, of_control, of_outputs = self._file("parties"), self._file("control"), self._file("outputs")
        named = self.known_parties | {row.values["slug"] for _, row in each_row(self.readings["parties"])}
        known = self._known_deposits()
        self.problems += checks.duplicates(of_parties, parties, lambda r: r.slug, lambda r: r.row, "slug")
        self.problems += checks.duplicates(
            of_control, controls, lambda r: (r.slug, r.party, r.role, r.since), lambda r: r.row, "party"
        )
        self.problems += checks.duplicates(
            of_outputs, outputs, lambda r: (r.slug, r.year, r.source_url), lambda r: r.row, "year"
        )
        self.problems += checks.unknown_deposits(of_control, [(r.row, r.slug) for r in controls], known)
        self.problems += checks.unknown_deposits(of_outputs, [(r.row, r.slug) for r in outputs], known)
        self.problems += [
            Problem(of_control, r.row, "party", "unknown_party", Severity.ERROR, f"no party {r.party!r} is known")
            for r in controls
            if r.party not in named
        ]
