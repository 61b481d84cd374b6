"""`manage.py take_bounce < message`: what a mail server sent back, handed on by ours (an alias that pipes)."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from forum.notifications import bounces, services

LONGEST = 10_000_000


class Command(BaseCommand):
    help = (
        "Read a returned mail (RFC 3464) and stop mail to an address that is not there. Anything else changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        delivery, addresses = bounces.returned(sys.stdin.buffer.read(LONGEST))
        stopped = bool(delivery) and services.take_bounce(delivery_id=delivery, addresses=addresses)
        self.stdout.write("Mail to this address is stopped." if stopped else "Nothing of ours came back for good.")
