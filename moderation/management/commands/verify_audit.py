"""`manage.py verify_audit`: is the audit log what was written?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forum.kernel.events.definition import definition_of
from forum.wiring import CONSUMERS
from moderation.audit import selectors
from moderation.audit.verification import CONSUMER, faults


class Command(BaseCommand):
    help = "Checks every row, link and daily root of the audit log; ends with 1 when something is wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each fault on a line of its own, or that there is none."""
        audited = next(one for one in CONSUMERS if one.name == CONSUMER)
        found = list(faults(names=sorted({definition_of(cls).name for cls in audited.reactions})))
        for fault in found:
            self.stderr.write(f"{fault.kind}\trow {fault.number}\t{fault.detail}")
        if found:
            raise CommandError(f"{len(found)} faults")
        last = selectors.last_row()
        self.stdout.write(f"{last.number if last else 0} rows, all as they were written")
