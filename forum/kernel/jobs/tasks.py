"""The jobs' own Celery task."""

from celery import shared_task

from forum.kernel.jobs.sweep import sweep


@shared_task(name="forum.sweep_jobs", expires=30)
def sweep_jobs() -> int:
    """Send what is due. Beat runs it every ten seconds; one that waited too long is not worth running."""
    return sweep()
