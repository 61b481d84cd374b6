"""Seal everything under the newest key: `manage.py rotate_keys`, after a new key was put in front of ASSAY_SEALING_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.members import services as members
from accounts.verification import services as verification
from forum.kernel import sealing


class Command(BaseCommand):
    help = "Seal evidence and second factors under the newest key. May run while the forum runs, and again at any time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--new", action="store_true", help="only print a fresh key, to be put in front as NAME:KEY")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["new"]:
            self.stdout.write(sealing.new_key())
            return
        evidence, factors = verification.rewrap_keys(), members.reseal_second_factors()
        self.stdout.write(
            f"Under the key {sealing.newest()!r} now: {evidence} pieces of evidence, {factors} second factors."
        )
