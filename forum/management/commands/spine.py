"""`manage.py spine`: where every part of the spine stands."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forum.kernel.events.models import ConsumerState
from forum.kernel.events.status import Status, status
from forum.wiring import CONSUMERS


class Command(BaseCommand):
    help = "Show positions, lag, parked events, jobs and queues; pause or resume a consumer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument("--pause", metavar="CONSUMER", help="stop taking this consumer through the log")
        parser.add_argument("--resume", metavar="CONSUMER", help="let it go on where it stopped")

    def handle(self, *args: Any, **options: Any) -> None:
        for name, paused in ((options["pause"], True), (options["resume"], False)):
            if name is not None and not ConsumerState.objects.filter(name=name).update(paused=paused):
                raise CommandError(f"There is no consumer {name!r}.")
        seen = status([consumer.name for consumer in CONSUMERS])
        self.stdout.write(json.dumps(asdict(seen), indent=2) if options["json"] else "\n".join(lines(seen)))


def lines(seen: Status) -> list[str]:
    """The picture for people."""
    heads = f"{'consumer':<16}{'position':>12}{'lag':>10}{'seconds':>10}{'parked':>8}"
    told = [
        f"relay     {'leads' if seen.relay_leads else 'NOBODY LEADS'}",
        f"log       {seen.last_seq} events" + (f", {seen.strays} WITHOUT A MONTH" if seen.strays else ""),
        f"outbox    {seen.outbox} waiting, {seen.held} held for their hour",
        f"jobs      {seen.jobs.waiting} waiting, {seen.jobs.failing} failing, {seen.jobs.given_up} given up",
        "queues    "
        + (", ".join(f"{n} {c}" for n, c in seen.queues.items()) if seen.queues is not None else "BROKER AWAY"),
        "",
        heads,
    ]
    for row in seen.consumers:
        marks = [
            *(["paused"] if row.paused else []),
            *([] if row.declared else ["not in the table"]),
            *([f"failed {row.tries} times"] if row.tries else []),
        ]
        figures = f"{row.name:<16}{row.position:>12}{row.lag:>10}{row.lag_seconds:>10.1f}{row.parked:>8}"
        told.append(figures + ("  " + ", ".join(marks) if marks else ""))
    return told
