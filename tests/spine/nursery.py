"""A process that has Django ready and forks: a relay or a sweep, on any database, with any broker.

Tests start relays by the dozen; a fresh interpreter each time would cost a second. A line of JSON on its input, with `work`,
`database` and `broker`, gives the new process's id; a line with a process's id gives its exit status.
"""

import json
import os
import signal
import sys

import django
from django.db import connection

django.setup()  # Before the imports below, which need the apps.

from forum import environment  # noqa: E402
from forum.celery import app, broker_url, key_prefix  # noqa: E402
from forum.kernel.events.relay import Relay  # noqa: E402
from forum.kernel.jobs.sweep import sweep  # noqa: E402
from tests.spine.happenings import consumers  # noqa: E402


def run_relay() -> None:
    """What a relay's process does; see `forum/management/commands/relay.py`."""
    relay = Relay(consumers(), waits=(0.01, 0.02, 0.03, 0.04))
    relay.stop_on_signals()
    relay.run()


def run_sweep() -> None:
    """What Beat has done every ten seconds, at once: all that is not done counts as due."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE forum_job SET due_at = now() WHERE due_at IS NOT NULL")
    sweep()


WORK = {"relay": run_relay, "sweep": run_sweep}


def fork(*, work: str, database: str, broker: str) -> int:
    pid = os.fork()
    if pid == 0:
        connection.settings_dict.update(environment.database(database))
        app.conf.broker_url = broker_url(broker)
        app.conf.broker_transport_options["global_keyprefix"] = key_prefix(broker)
        WORK[work]()
        os._exit(0)
    return pid


def main() -> None:
    # Answers go where our output went; what the relays log goes to the errors.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        asked = json.loads(line)
        if isinstance(asked, int):
            _, status = os.waitpid(asked, 0)
            print(os.waitstatus_to_exitcode(status), file=answers, flush=True)
        else:
            print(fork(**asked), file=answers, flush=True)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    main()
