"""The workers' part: the slow checks."""

from celery import shared_task

from forum.kernel.jobs import claimed
from moderation.rules import slow
from moderation.rules.services import LOOK


@shared_task(name=LOOK)
def look_at_post(job_id: int) -> None:
    """Look at one post."""
    with claimed(job_id) as claim:
        if claim is not None:
            slow.look_at_post(post_id=int(claim.payload["post"] or 0))
