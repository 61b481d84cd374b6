"""Sign everybody out: `manage.py end_sessions`. For the day on which keys or a backup got into wrong hands."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.members import services


class Command(BaseCommand):
    help = "End every session of everybody, in browsers and apps."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{services.end_everybodys_sessions()} sessions ended.")
