"""The workers' part: learning from what was decided."""

from celery import shared_task

from moderation.queue import selectors
from moderation.rules import slow


@shared_task(name="queue.learn")
def learn() -> None:
    """A new version of the model from all decisions so far."""
    decided = selectors.decisions()
    slow.train(texts=[said for said, _acted in decided], acted_on=[acted for _said, acted in decided])
