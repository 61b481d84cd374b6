"""Add the shipped starter catalogue, as far as it is not there yet, and take a first snapshot of the ranking."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.parties import selectors as parties
from forum.kernel import clock
from threads.deposits import selectors, services, starter
from threads.deposits.importing import read_catalogue
from threads.rankings import selectors as rankings
from threads.rankings import services as ranking_services


class Command(BaseCommand):
    help = "Add the starter catalogue: deposits, statements, element grades, prices, parties, each with its source."
    # It runs before the other parts stand, and needs nothing but the database.
    requires_system_checks = ()

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        catalogue = read_catalogue(
            starter.files(), today=clock.today(), known_slugs=selectors.slugs(), known_parties=parties.all_slugs()
        )
        stored = services.store_catalogue(catalogue=catalogue)
        self.stdout.write(f"{stored.total} rows of the starter catalogue are new.")
        if rankings.latest_id() is None:
            ranking_services.take_snapshot(actor_id=None)
            self.stdout.write("The first snapshot of the ranking is taken.")
