"""`manage.py replay`: what was set aside, once its cause is mended."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forum.kernel.events import Consumer
from forum.kernel.events.attempt import describe
from forum.kernel.events.parking import NotFirst, NotParked, parked, replay
from forum.kernel.jobs.sweep import take_up_again
from forum.wiring import CONSUMERS


class Command(BaseCommand):
    help = "List the parked events of a consumer, and run them again in their order."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("consumer", nargs="?", help="a consumer of forum/wiring.py")
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--seq", type=int, help="run this event only")
        which.add_argument("--all", action="store_true", help="run all of them")
        which.add_argument("--jobs", action="store_true", help="have the jobs that were given up tried anew")

    def handle(self, *args: Any, consumer: str | None, seq: int | None, **options: Any) -> None:
        if options["jobs"]:
            self.stdout.write(f"{take_up_again()} jobs are due again.")
            return
        table = {known.name: known for known in CONSUMERS}
        if consumer not in table:
            raise CommandError(f"Name a consumer: {', '.join(sorted(table)) or 'the table is empty'}.")
        if seq is None and not options["all"]:
            self._list(table[consumer])
        elif not self._run(table[consumer], seq):
            raise CommandError("Some events still fail; they stay parked.")

    def _list(self, consumer: Consumer) -> None:
        rows = parked(consumer.name)
        for row in rows:
            self.stdout.write(
                f"{row.seq:>12}  {row.parked_at:%Y-%m-%d %H:%M}  {row.aggregate:<32}  {row.tries} tries  {row.error}"
            )
        self.stdout.write(f"{len(rows)} parked.")

    def _run(self, consumer: Consumer, seq: int | None) -> bool:
        """Run one or all; the later events of an aggregate that fails again are left alone."""
        failed: set[str] = set()
        for row in parked(consumer.name):
            if (seq is not None and row.seq != seq) or row.aggregate in failed:
                continue
            try:
                error = replay(consumer, row.seq)
            except (NotFirst, NotParked) as refusal:
                raise CommandError(str(refusal)) from refusal
            if error is not None:
                failed.add(row.aggregate)
            self.stdout.write(f"{row.seq:>12}  {row.aggregate:<32}  {describe(error) if error else 'done'}")
        return not failed
