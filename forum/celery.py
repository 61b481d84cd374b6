"""Celery: the queues, the limits and the one timetable."""

import os
from urllib.parse import parse_qs, urlsplit

from celery import Celery
from celery.schedules import crontab, schedule
from django.conf import settings
from kombu.entity import Exchange, Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")

QUEUES = ("default", "fanout", "mail", "slow", "outside")
EXCHANGE = Exchange("assay")

TASK_TIME = 240
"""Seconds after which a task is asked to end; twenty more, and its process is killed."""

VISIBILITY = 600
"""Seconds after which a message that nobody acknowledged goes to another worker. Above the longest task's time."""

BEAT = {
    "sweep jobs": {"task": "forum.sweep_jobs", "schedule": schedule(10.0)},
    "release what is due": {"task": "discussion.release_due", "schedule": schedule(60.0)},
    "remind of bookmarks": {"task": "discussion.remind_due", "schedule": schedule(60.0)},
    "rank threads": {"task": "discussion.rank_threads", "schedule": schedule(300.0)},
    "tidy discussion": {"task": "discussion.tidy", "schedule": crontab(hour="4", minute="5")},
    "interviews' clocks": {"task": "interviews.look_at_clocks", "schedule": schedule(10.0)},
    "interviews that lapse": {"task": "interviews.let_lapse", "schedule": crontab(hour="0", minute="10")},
    "interviews' reminders": {"task": "interviews.remind", "schedule": crontab(hour="7", minute="20")},
    "take ranking snapshot": {"task": "rankings.take_snapshot", "schedule": crontab(hour="2", minute="10")},
    "verification by night": {"task": "verification.nightly", "schedule": crontab(hour="0", minute="10")},
    **{
        f"retention of {name}": {
            "task": "privacy.retention",
            "schedule": crontab(hour="2", minute="40"),
            "args": (name,),
        }
        for name in settings.RETENTION
    },
    "audit: close the day": {"task": "audit.seal_day", "schedule": crontab(minute="15")},
    "moderation: destroy what was sealed": {
        "task": "appeals.destroy_sealed",
        "schedule": crontab(hour="2", minute="40"),
    },
    "moderation: learn": {"task": "queue.learn", "schedule": crontab(hour="4", minute="10")},
    "digests": {"task": "notifications.look_at_hours", "schedule": crontab(minute="*/15")},
    "saved searches that tell": {"task": "notifications.begin_renewing", "schedule": crontab(hour="3", minute="55")},
    "reconcile counters": {"task": "discussion.begin_reconciling", "schedule": crontab(hour="3", minute="20")},
    "search catches up": {"task": "search.begin_catching_up", "schedule": crontab(hour="3", minute="40")},
    "tidy webhooks": {"task": "webhooks.tidy", "schedule": crontab(hour="4", minute="20")},
    "clean files": {"task": "discussion.clean_files", "schedule": crontab(hour="4", minute="0")},
}
"""All periodic work, in UTC."""

ROUTES = {
    "notifications.tell": {"queue": "fanout"},
    "notifications.mail": {"queue": "mail"},
    "notifications.digest": {"queue": "mail"},
    "notifications.push": {"queue": "mail"},
    "notifications.*": {"queue": "fanout"},
    "discussion.*": {"queue": "slow"},
    "search.*": {"queue": "slow"},
    "webhooks.deliver": {"queue": "outside"},
    "webhooks.*": {"queue": "slow"},
    "privacy.*": {"queue": "slow"},
    "rankings.*": {"queue": "slow"},
    "verification.nightly": {"queue": "slow"},
    "rules.*": {"queue": "slow"},
    "queue.*": {"queue": "slow"},
    "appeals.*": {"queue": "slow"},
    "audit.*": {"queue": "slow"},
    "actions.mail_statement": {"queue": "mail"},
    "members.mail_notice": {"queue": "mail"},
}
"""The queue of each task that does not go to the first."""


def broker_url(url: str) -> str:
    """`REDIS_URL` as Celery spells it: `unix:///path?db=3` becomes `redis+socket:///path?virtual_host=3`."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    return f"redis+socket://{parts.path}?virtual_host={database_number(url)}"


def database_number(url: str) -> int:
    """Which of the server's numbered databases `REDIS_URL` names."""
    parts = urlsplit(url)
    named = parse_qs(parts.query).get("db") or [parts.path.lstrip("/") if parts.scheme != "unix" else ""]
    return int(named[0] or 0)


def key_prefix(url: str) -> str:
    """Before every key and channel of Celery's: channels are shared by all of a server's databases, so it names ours."""
    return f"celery:{database_number(url)}:"


app = Celery("assay")
app.conf.update(
    broker_url=broker_url(settings.REDIS_URL),
    broker_connection_retry_on_startup=True,
    # For whoever sends: a second or two at most, then the job's row waits for the sweep. A worker waits for messages on its
    # event loop, where the timeout does not count.
    broker_transport_options={
        "visibility_timeout": VISIBILITY,
        "global_keyprefix": key_prefix(settings.REDIS_URL),
        "socket_connect_timeout": 1,
        "socket_timeout": 1,
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0.1,
        "interval_max": 0.1,
    },
    task_publish_retry=False,
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_soft_time_limit=TASK_TIME,
    task_time_limit=TASK_TIME + 20,
    worker_prefetch_multiplier=1,
    # Remote control stays on, for its listening connection is what notices that a busy worker has lost the broker. Without
    # it a failed acknowledgement is logged, counts as outstanding, and with a prefetch of one the worker takes nothing more.
    worker_enable_remote_control=True,
    worker_hijack_root_logger=False,
    task_queues=[Queue(name, EXCHANGE, routing_key=name) for name in QUEUES],
    task_default_exchange=EXCHANGE.name,
    task_default_routing_key=QUEUES[0],
    task_default_queue=QUEUES[0],
    task_routes=ROUTES,
    task_create_missing_queues=False,
    include=list(settings.TASK_MODULES),
    beat_schedule=BEAT,
    beat_schedule_filename=str(settings.DATA / "celerybeat-schedule"),
    timezone="UTC",
)
