"""Read a catalogue from CSV or JSON files and add what is new.

Every problem is listed with its file and row. With an error among them nothing is written; warnings are kept beside the
figures. Rows that stand already are left to the editors.
"""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.parties import selectors as parties
from forum.kernel import clock
from threads.deposits import selectors, services
from threads.deposits.importing import Catalogue, Occurrences, Problem, read_catalogue, read_occurrences


class Command(BaseCommand):
    help = "Add deposits, statements, element grades, prices, parties and output from CSV or JSON files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files",
            nargs="*",
            type=Path,
            help="deposits.csv, resource_statements.csv, element_grades.csv, price_deck.csv, faults.csv, positions.csv,"
            " parties.csv, control.csv, outputs.csv (each also as .json), catalogue.json, or a folder of them",
        )
        parser.add_argument("--occurrences", type=Path, help="a CSV file of occurrences, kept as a layer of its own")
        parser.add_argument("--dry-run", action="store_true", help="list every problem and write nothing")
        parser.add_argument("--quiet-warnings", action="store_true", help="count the warnings instead of listing them")

    def handle(self, *args: Any, **options: Any) -> None:
        files, layer = _files(options["files"]), options["occurrences"]
        if not files and layer is None:
            raise CommandError("Name at least one file.")
        if files:
            self._catalogue(files, dry_run=options["dry_run"], quiet=options["quiet_warnings"])
        if layer is not None:
            self._layer(layer, dry_run=options["dry_run"], quiet=options["quiet_warnings"])

    def _catalogue(self, files: dict[str, bytes], *, dry_run: bool, quiet: bool) -> None:
        catalogue = read_catalogue(
            files, today=clock.today(), known_slugs=selectors.slugs(), known_parties=parties.all_slugs()
        )
        self._list(catalogue.problems, quiet=quiet)
        self._stop_on(catalogue)
        counts = (
            f"{len(catalogue.deposits)} deposits, {len(catalogue.statements)} statements, "
            f"{len(catalogue.elements)} element rows, {len(catalogue.prices)} prices, {len(catalogue.parties)} parties"
        )
        if dry_run:
            self.stdout.write(f"Read {counts}. Nothing was written.")
            return
        stored = services.store_catalogue(catalogue=catalogue)
        self.stdout.write(f"Read {counts}. {stored.total} rows are new.")

    def _layer(self, path: Path, *, dry_run: bool, quiet: bool) -> None:
        found = read_occurrences(path.name, _read(path), today=clock.today(), known=selectors.named_deposits())
        self._list(found.problems, quiet=quiet)
        self._stop_on(found)
        counts = f"{len(found.records)} occurrences, {len(found.doubles)} likely doubles"
        if dry_run:
            self.stdout.write(f"Read {counts}. Nothing was written.")
            return
        new = services.store_occurrences(occurrences=found)
        self.stdout.write(f"Read {counts}. {new} occurrences are new.")

    def _list(self, problems: tuple[Problem, ...], *, quiet: bool) -> None:
        shown = [problem for problem in problems if not quiet or problem.severity == "error"]
        for problem in shown:
            self.stderr.write(str(problem))
        if quiet and len(shown) < len(problems):
            self.stderr.write(f"{len(problems) - len(shown)} warnings; leave out --quiet-warnings to read them.")

    def _stop_on(self, read: Catalogue | Occurrences) -> None:
        errors = sum(problem.severity == "error" for problem in read.problems)
        if errors:
            sys.stdout.flush()
            raise CommandError(f"{errors} errors. Nothing was written.")


def _files(paths: list[Path]) -> dict[str, bytes]:
    """Files by name; a folder stands for the CSV and JSON files in it."""
    found: dict[str, bytes] = {}
    for path in paths:
        inside = sorted(p for p in path.iterdir() if p.suffix in (".csv", ".json")) if path.is_dir() else [path]
        for file in inside:
            if file.name in found:
                raise CommandError(f"{file.name} was named twice.")
            found[file.name] = _read(file)
    return found


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}.") from error
