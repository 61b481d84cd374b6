"""A worker killed before its commit, or between commit and acknowledgement: the effect is there once."""

import pytest

from forum.embedded import Valkey
from tests.spine import tasks
from tests.spine.stack import Relays, all_jobs_are_done, execute, numbers, queue_is_empty, wait_until, worker

pytestmark = pytest.mark.stack


def write_job(task: str, number: int) -> None:
    execute(
        "INSERT INTO forum_job (task, key, payload, cursor, sends, tries, error, due_at)"
        f""" VALUES ('{task}', '{task}:{number}', '{{"number": {number}}}', 0, 0, 0, '', now())"""
    )


def test_its_effect_happens_once(spine_url: str, broker: Valkey, relays: Relays) -> None:
    write_job(tasks.DIE_BEFORE, 1)
    write_job(tasks.DIE_AFTER, 2)
    write_job(tasks.NOTE, 3)
    relays.sweep()
    with worker(spine_url, broker.url):
        wait_until(all_jobs_are_done)
        wait_until(queue_is_empty(broker))
    assert sorted(numbers("worker")) == [1, 2, 3]


def test_a_fan_out_reaches_everybody_once(spine_url: str, broker: Valkey, relays: Relays) -> None:
    write_job(tasks.SPREAD, 3000)
    relays.sweep()
    with worker(spine_url, broker.url):
        wait_until(all_jobs_are_done)
    assert sorted(numbers("worker")) == list(range(1, 3001))
