"""The workers' part of webhooks."""

from datetime import datetime, timedelta

from celery import shared_task

from forum.kernel.jobs import Claim, leased, run_chunks
from forum.webhooks import services
from forum.webhooks.reactions import TELL

LEASE = timedelta(minutes=2)
TIME = 30
"""Seconds after which a delivery is cut whatever it waits for: looking the name up can take longer than `sending.WHOLE`."""


def tell_chunk(claim: Claim) -> int | None:
    told = claim.payload
    return services.tell_chunk(
        kind=str(told["kind"]), seq=int(told["seq"] or 0), at=datetime.fromisoformat(str(told["at"])),
        thread_id=int(told["thread"] or 0), post_id=None if told["post"] is None else int(told["post"]), after=claim.cursor,
    )  # fmt: skip


@shared_task(name=TELL)
def tell(job_id: int) -> None:
    """Write down the deliveries of one event."""
    run_chunks(job_id, tell_chunk, task=TELL)


@shared_task(name=services.DELIVER, soft_time_limit=TIME)
def deliver(job_id: int) -> None:
    """Try one delivery once."""
    with leased(job_id, lease=LEASE) as job:
        if job is not None:
            told = job.payload
            services.deliver(
                delivery_id=int(told["delivery"] or 0), turn=int(told["turn"] or 0), tries=int(told["tries"] or 0)
            )


@shared_task(name="webhooks.tidy")
def tidy() -> int:
    """Forget what is old."""
    return services.tidy()
