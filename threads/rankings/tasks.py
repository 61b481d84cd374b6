"""The nightly snapshot."""

from celery import shared_task

from threads.rankings import services


@shared_task(name="rankings.take_snapshot", expires=3600)
def take_ranking_snapshot() -> int:
    """Take one. Twice in a night makes two snapshots of the same inputs, which agree."""
    return services.take_snapshot(actor_id=None)
