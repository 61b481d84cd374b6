"""The workers' part: pictures made anew, and files that nobody shows."""

from datetime import timedelta

from celery import shared_task

from forum.kernel.jobs import leased
from threads.discussion.attachments import services

LEASE = timedelta(minutes=4)


@shared_task(name=services.ENCODE)
def encode_picture(job_id: int) -> None:
    """Make one picture anew."""
    with leased(job_id, lease=LEASE) as job:
        if job is not None:
            services.encode_picture(attachment_id=str(job.payload["attachment"]))


@shared_task(name="discussion.clean_files")
def clean_files() -> None:
    """Remove what no post shows, until there is none left."""
    while services.clean_orphans() == services.BATCH:
        pass
