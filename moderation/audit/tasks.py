"""The workers' part: closing a day, and what openings leave behind."""

from celery import shared_task

from accounts.members.services import forget_openings
from moderation.audit import services


@shared_task(name="audit.seal_day")
def seal_day() -> None:
    """Make yesterday's root; run twice, it is made once."""
    services.seal_day()
    forget_openings()
