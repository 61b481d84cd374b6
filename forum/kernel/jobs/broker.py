"""Ringing the workers. A message that cannot be sent is no loss: the job's row is there, and the sweep sends it again."""

from collections.abc import Sequence
from time import monotonic

import structlog
from celery import Task, current_app
from kombu.exceptions import OperationalError

log = structlog.get_logger(__name__)

REST = 10.0
"""Seconds in which nobody in this process tries a broker that has just been away: requests do not wait for it in turn."""

_away_until = 0.0


class UnknownTask(LookupError):
    """No task of this name is registered: neither `TASK_MODULES` in the settings nor the beat lists it."""


def task_named(name: str) -> Task:
    """The registered task. Raises `UnknownTask`."""
    if name not in current_app.tasks:
        current_app.loader.import_default_modules()
    if name not in current_app.tasks:
        raise UnknownTask(name)
    return current_app.tasks[name]


def send(jobs: Sequence[tuple[int, str]]) -> None:
    """Send the (id, task name) of `jobs` to the workers. When the broker is away, say so in the log and leave it to the sweep."""
    global _away_until
    if monotonic() < _away_until:
        return
    try:
        for job_id, name in jobs:
            task_named(name).apply_async((job_id,))
    except OperationalError as error:
        _away_until = monotonic() + REST
        log.warning("broker_away", error=type(error).__qualname__, unsent=len(jobs))
