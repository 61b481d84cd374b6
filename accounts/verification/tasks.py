"""What Celery does for verification."""

from uuid import UUID

from celery import shared_task

from accounts.verification import services
from forum.kernel.jobs import claimed


@shared_task(name="verification.destroy_evidence")
def destroy_evidence(job_id: int) -> None:
    """Destroy the evidence of a decided case."""
    with claimed(job_id) as job:
        if job is not None:
            services.destroy_evidence(request_id=UUID(str(job.payload["request_id"])))


@shared_task(name="verification.nightly")
def nightly() -> None:
    """End what has run out, remind of what will, and sweep up files that nobody knows."""
    services.end_due_attestations()
    services.remind_of_expiry()
    services.sweep_orphans()
