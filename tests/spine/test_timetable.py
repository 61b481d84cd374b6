"""Routes and the timetable name tasks and queues that exist, and Celery finds the broker where the settings say."""

import fnmatch

import pytest

from forum.celery import BEAT, QUEUES, ROUTES, app, broker_url, key_prefix


@pytest.mark.parametrize("name", sorted({*ROUTES, *(str(entry["task"]) for entry in BEAT.values())}))
def test_every_task_that_is_named_is_registered(name: str) -> None:
    app.loader.import_default_modules()
    assert fnmatch.filter(app.tasks, name) != []


def test_every_route_leads_to_a_queue_that_workers_read() -> None:
    assert {route["queue"] for route in ROUTES.values()} <= set(QUEUES)
    assert [queue.name for queue in app.conf.task_queues] == list(QUEUES)


@pytest.mark.parametrize(
    ("ours", "celerys", "prefix"),
    [
        ("unix:///run/valkey.sock?db=3", "redis+socket:///run/valkey.sock?virtual_host=3", "celery:3:"),
        ("unix:///run/valkey.sock", "redis+socket:///run/valkey.sock?virtual_host=0", "celery:0:"),
        ("redis://valkey:6379/5", "redis://valkey:6379/5", "celery:5:"),
        ("redis://valkey:6379", "redis://valkey:6379", "celery:0:"),
    ],
)
def test_the_brokers_address_follows_the_setting(ours: str, celerys: str, prefix: str) -> None:
    assert broker_url(ours) == celerys
    assert key_prefix(ours) == prefix


def test_a_message_is_out_of_sight_for_longer_than_a_task_may_take() -> None:
    assert (
        app.conf.task_soft_time_limit
        < app.conf.task_time_limit
        < app.conf.broker_transport_options["visibility_timeout"]
    )
