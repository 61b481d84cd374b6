"""`manage.py relay`: number events and take the consumers through them, until told to stop."""

from typing import Any

from django.core.management.base import BaseCommand

from forum.kernel.events.relay import Relay
from forum.wiring import CONSUMERS


class Command(BaseCommand):
    help = "Run the relay: one leads, any others stand by. Ends on SIGTERM or SIGINT."

    def handle(self, *args: Any, **options: Any) -> None:
        relay = Relay(CONSUMERS)
        relay.stop_on_signals()
        relay.run()
