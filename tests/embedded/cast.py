"""A supervisor in a process of its own, over real engines and a stand-in part, and a look at who runs."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from forum.embedded.instance import ROOT
from forum.embedded.stack import Address, free_port
from forum.embedded.supervisor import Options, Supervisor

PATIENCE = 30.0

PART = [sys.executable, "-c", "import subprocess; subprocess.run(['sleep', '3600'])"]
"""A part with a child of its own, as web and worker have."""


class Up:
    """One `./dev up` on `data`; `screen` is what it has printed so far."""

    def __init__(self, data: Path, port: int) -> None:
        self.data, self.port = data, port
        self._screen = data.with_name(f"screen-{port}.txt")
        ours = ("ASSAY_", "DATABASE_URL", "REDIS_URL")
        environment = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
        with self._screen.open("w") as screen:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.embedded.cast", str(data), str(port)],
                cwd=ROOT,
                env=environment,
                stdout=screen,
                stderr=screen,
                start_new_session=True,
            )

    @property
    def screen(self) -> str:
        return self._screen.read_text()

    def shows(self, pattern: str) -> None:
        """Wait until the screen shows `pattern`."""
        assert until(lambda: re.search(pattern, self.screen)), f"no {pattern!r} on the screen:\n{self.screen}"

    def end(self, signum: int = signal.SIGTERM) -> int:
        self.process.send_signal(signum)
        return self.process.wait(PATIENCE)

    def family(self) -> dict[int, str]:
        """Every living process that works for this data folder or descends from one that does: id to command line."""
        everyone = processes()
        found = {pid for pid, (_, words) in everyone.items() if str(self.data) in words}
        while more := {pid for pid, (parent, _) in everyone.items() if parent in found} - found:
            found |= more
        return {pid: everyone[pid][1] for pid in found}

    def pid(self, words: str) -> int:
        """Wait for the first of the family whose command line has `words`."""
        return until(lambda: min((pid for pid, line in self.family().items() if words in line), default=0))


def processes() -> dict[int, tuple[int, str]]:
    """All living processes: id to parent and command line. One that is dead but not yet buried does not count."""
    columns = ["ps", "-A", "-ww", "-o", "pid=,ppid=,stat=,args="]
    table = subprocess.run(columns, capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 3) for line in table.splitlines()]
    return {int(row[0]): (int(row[1]), row[3]) for row in rows if len(row) > 3 and not row[2].startswith("Z")}


def until[Found](look: Callable[[], Found]) -> Found:
    """What `look` finds, as soon as it finds something; its last answer when patience ends."""
    deadline = time.monotonic() + PATIENCE
    while not (found := look()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


def gone(pids: Iterable[int]) -> bool:
    """Wait until none of `pids` lives."""
    return until(lambda: not processes().keys() & set(pids))


@contextmanager
def up(data: Path, port: int | None = None) -> Iterator[Up]:
    """A supervisor that runs, and is gone afterwards."""
    started = Up(data, port or free_port())
    try:
        yield started
    finally:
        if started.process.poll() is None:
            started.end()


if __name__ == "__main__":
    chosen = Options(Path(sys.argv[1]), Address(port=int(sys.argv[2])))
    sys.exit(Supervisor(chosen, commands={"part": PART}).run())
