"""The commands of ./dev besides `up`: they need the engines only, and for their own length."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from forum.embedded import gates, screen
from forum.embedded.engines import Engines
from forum.embedded.instance import ROOT, Instance
from forum.embedded.processes import StartFailed, remove_at_end
from forum.embedded.stack import Address

GATES_RESULT = "ASSAY_GATES"
"""How the run of pytest hears what the gates said, to say it again in its summary."""


class Terminated(Exception):
    """SIGTERM or SIGHUP arrived."""


def _terminate(*_: object) -> None:
    raise Terminated


def run(command: list[str], environment: dict[str, str]) -> int:
    """Run a command in the foreground: Ctrl-C is its to answer; a SIGTERM to us reaches it too. Its exit status."""
    earlier = {signum: signal.signal(signum, _terminate) for signum in (signal.SIGTERM, signal.SIGHUP)}
    earlier[signal.SIGINT] = signal.signal(signal.SIGINT, signal.SIG_IGN)
    child = subprocess.Popen(
        command, cwd=ROOT, env=environment, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)
    )
    try:
        return child.wait()
    except Terminated:
        child.terminate()
        child.wait()
        return 128 + signal.SIGTERM
    finally:
        for signum, handler in earlier.items():
            signal.signal(signum, handler)


def manage(data: Path, arguments: list[str]) -> int:
    """`manage.py` on a running instance's stores, or on engines started for its length."""
    instance = Instance(data)
    command = [sys.executable, "manage.py", *arguments]
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        return run(command, dict(os.environ))
    running = instance.join()
    if running is not None:
        environment = instance.environment(
            origin=running.origin, database_url=running.database_url, redis_url=running.redis_url
        )
        return run(command, environment)
    engines = Engines(instance.data)
    try:
        engines.start()
        environment = instance.environment(
            origin=os.environ.get("ASSAY_ORIGIN") or Address().origin,
            database_url=engines.database_url,
            redis_url=engines.redis_url,
        )
        return run(command, environment)
    except StartFailed as error:
        screen.complain(str(error))
        return 1
    finally:
        engines.stop()
        instance.release()


@contextmanager
def passing_engines() -> Iterator[dict[str, str]]:
    """The environment with engines in a temporary folder, gone afterwards."""
    data = Path(tempfile.mkdtemp(prefix="assay-"))
    data.chmod(0o711)
    remove_at_end(data)
    engines = Engines(data, durable=False)
    try:
        engines.start()
        yield Instance(data).environment(
            origin=Address().origin, database_url=engines.database_url, redis_url=engines.redis_url
        )
    finally:
        engines.stop()


def check() -> int:
    """The gates alone."""
    with passing_engines() as environment:
        os.environ.update(environment)
        outcomes = gates.run_gates()
    screen.say(f"\n{gates.summary(outcomes)}")
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def test(arguments: list[str]) -> int:
    """The gates, then the tests: one more at a time than there are cores, since many wait for processes that they started.

    The last line is pytest's own.
    """
    before = dict(os.environ)
    with passing_engines() as environment:
        os.environ.update(environment)
        outcomes = gates.run_gates()
        os.environ.clear()
        os.environ.update(before)
    screen.say("\nTests")
    spread = [] if any(argument.startswith("-n") for argument in arguments) else ["-n", str((os.cpu_count() or 1) + 1)]
    command = [sys.executable, "-m", "pytest", *spread, *arguments]
    status = run(command, {**before, GATES_RESULT: gates.summary(outcomes)})
    return status or (0 if all(outcome.passed for outcome in outcomes) else 1)


def bench(words: list[str]) -> int:
    """Run `benchmarks/<name>.py`, or all, on engines of their own that keep what they are given. Numbers and options behind
    a name are the benchmark's own: `./dev bench requests 50000 1000000`.
    """
    own = [word for word in words if word.startswith("-") or word.isdecimal()]
    names = [word for word in words if word not in own]
    known = sorted(path.stem for path in (ROOT / "benchmarks").glob("*.py") if path.stem != "__init__")
    unknown = sorted(set(names) - set(known))
    if unknown:
        screen.complain(f"No benchmark named {', '.join(unknown)}. There are: {', '.join(known)}.")
        return 2
    failed = []
    for name in names or known:
        screen.say(f"\n{name}")
        with passing_engines() as environment:
            if run([sys.executable, "-m", f"benchmarks.{name}", *own], environment):
                failed.append(name)
    if failed:
        screen.complain(f"\nFailed: {', '.join(failed)}")
    return 1 if failed else 0
