"""What Celery does for privacy."""

from uuid import UUID

from celery import shared_task

from forum.kernel.jobs import claimed, leased
from forum.privacy import retention, services


@shared_task(name="privacy.export")
def export(job_id: int) -> None:
    """Gather everything about a member."""
    with leased(job_id) as job:
        if job is not None:
            services.run_export(export_id=UUID(str(job.payload["export_id"])))


@shared_task(name="privacy.erase")
def erase(job_id: int) -> None:
    """Erase a member whose day has come."""
    with claimed(job_id) as job:
        if job is not None:
            services.run_erasure(erasure_id=UUID(str(job.payload["erasure_id"])))


@shared_task(name="privacy.retention")
def keep(name: str) -> None:
    """Delete what one rule no longer keeps."""
    retention.keep(name)
