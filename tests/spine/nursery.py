"""A process that has Django ready and forks: `relay` or `sweep` on its input gives the process id, that its exit status.

Tests kill relays by the dozen; a fresh interpreter each time would cost a second.
"""

import os
import signal
import sys

import django
from django.db import connection

django.setup()  # Before the imports below, which need the apps.

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


def main() -> None:
    # Answers go where our output went; what the relays log goes to the errors.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        if line.strip() in WORK:
            pid = os.fork()
            if pid == 0:
                WORK[line.strip()]()
                os._exit(0)
            print(pid, file=answers, flush=True)
        else:
            pid = int(line)
            _, status = os.waitpid(pid, 0)
            print(os.waitstatus_to_exitcode(status), file=answers, flush=True)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    main()
