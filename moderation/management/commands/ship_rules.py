"""`manage.py ship_rules`: the screening rules that a new forum begins with. Run again, it only adds."""

from typing import Any

from django.core.management.base import BaseCommand

from moderation.rules.shipped import ship


class Command(BaseCommand):
    help = "Write down the screening rules that come with the software, but for those that are there."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many there were."""
        self.stdout.write(f"{len(ship())} rules were added")
