"""What Celery does for members."""

from celery import shared_task

from accounts.members import services
from accounts.members.services.telling import MAIL
from forum.kernel.jobs import leased


@shared_task(name=MAIL)
def mail_notice(job_id: int) -> None:
    """Mail one notice."""
    with leased(job_id) as job:
        if job is not None:
            services.mail_notice(
                member_id=int(job.payload["member"] or 0), notice=str(job.payload["notice"]), delivery_id=job.id
            )
