"""The workers' part: destroying what was sealed when nobody can appeal any more, and learning from decisions."""

from celery import shared_task

from moderation.actions.services import destroy_due
from moderation.appeals import selectors


@shared_task(name="appeals.destroy_sealed")
def destroy_sealed() -> None:
    """Destroy sealed texts whose window has closed and against which no appeal is open; run twice, it does it once."""
    while destroy_due(held=selectors.open_actions()):
        pass
