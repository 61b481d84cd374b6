"""The list by resource at the console: computed from the catalogue as it stands, explained, or kept as a snapshot."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from threads.rankings import files, selectors, services
from threads.rankings.explain import explain
from threads.rankings.scoring import rank_by_resource
from threads.rankings.scoring.snapshot import snapshot_of


class Command(BaseCommand):
    help = "Rank the deposits by resource."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--explain", metavar="SLUG", help="every number on the way to one deposit's rank")
        parser.add_argument("--csv", action="store_true", help="the whole list as CSV")
        parser.add_argument("--json", action="store_true", help="the whole list with its inputs as JSON")
        parser.add_argument("--snapshot", action="store_true", help="keep the list for good")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["snapshot"]:
            self.stdout.write(f"Snapshot {services.take_snapshot(actor_id=None)} is taken.")
            return
        ranking = rank_by_resource(selectors.current_inputs())
        if slug := options["explain"]:
            if slug not in {result.slug for result in ranking.results}:
                raise CommandError(f"There is no deposit {slug!r}.")
            self.stdout.write("\n".join(explain(ranking, slug)))
        elif options["csv"]:
            self.stdout.write(files.as_csv(snapshot_of(ranking)), ending="")
        elif options["json"]:
            self.stdout.write(files.as_json(snapshot_of(ranking)).decode())
        else:
            for result in ranking.ranked:
                low, high = result.interval or (0, 0)
                self.stdout.write(f"{result.rank:>4}  {result.slug:<28} {result.score:6.2f}  {low} to {high}")
            left = len(ranking.results) - len(ranking.ranked)
            self.stdout.write(f"{len(ranking.ranked)} ranked, {left} not ranked.")
