"""Print a new API token for a member: `manage.py issue_token HANDLE --scope threads:read --scope threads:write`."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.members import scopes, selectors, services
from forum.kernel.errors import AssayError


class Command(BaseCommand):
    help = "Print a new API token for a member. It is shown this once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("handle")
        parser.add_argument("--scope", action="append", required=True, choices=[*scopes.SCOPES, "all"], dest="scopes")
        parser.add_argument("--days", type=int, default=90, help="how long it lives (1 to 366)")
        parser.add_argument("--name", default="command line")

    def handle(self, *args: Any, **options: Any) -> None:
        member = selectors.member_by_handle(options["handle"])
        if member is None:
            raise CommandError(f"Nobody here is called {options['handle']}.")
        granted = scopes.SCOPES if "all" in options["scopes"] else options["scopes"]
        try:
            _, secret = services.issue_token(
                member=member, name=options["name"], granted=granted, lifetime=timedelta(days=options["days"])
            )
        except AssayError as refusal:
            raise CommandError(str(refusal.detail)) from refusal
        self.stdout.write(secret)
