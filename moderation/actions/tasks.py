"""The workers' part: ending what has a term, mailing statements, destroying what was sealed."""

from celery import shared_task

from forum.kernel.jobs import claimed, leased
from moderation.actions import services
from moderation.actions.services.force import END
from moderation.actions.services.stating import MAIL


@shared_task(name=END)
def end(job_id: int) -> None:
    """End one action; run twice, it ends once."""
    with claimed(job_id) as claim:
        if claim is not None:
            services.end_action(action_id=int(claim.payload["action"] or 0))


@shared_task(name=MAIL)
def mail(job_id: int) -> None:
    """Mail one statement."""
    with leased(job_id) as claim:
        if claim is not None:
            services.mail_statement(statement_id=int(claim.payload["statement"] or 0), delivery_id=claim.id)
