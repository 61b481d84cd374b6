"""Keeps the parts running: what dies is named, and started again after a pause."""

import signal
import time
from dataclasses import dataclass

from forum.embedded.engines import Engines
from forum.embedded.processes import Process
from forum.embedded.stack import Stack

LOG_LIMIT = 5_000_000
"""Bytes of one log file; one older file is kept beside it."""

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
"""Seconds before a part that died is started again; doubled each time, and forgotten once it has run for `SETTLED`."""

SETTLED = 60.0


@dataclass
class Watch:
    """How a part has fared. `again` is when to start it, by the monotonic clock; None while it runs."""

    started: float
    pause: float = FIRST_PAUSE
    again: float | None = None


class Keeper:
    """Over the engines and Assay's own parts, all of which run when it begins."""

    def __init__(self, engines: Engines, stack: Stack) -> None:
        self.engines = engines
        self.stack = stack
        self._watches = {name: Watch(time.monotonic()) for name in self._processes()}

    def look(self) -> list[str]:
        """Start again what is due; a sentence on each part that died since the last look."""
        found = []
        for name, process in self._processes().items():
            process.trim_log(LOG_LIMIT)
            watch = self._watches[name]
            if watch.again is not None:
                if time.monotonic() >= watch.again:
                    self._start_again(name)
                    watch.again, watch.started = None, time.monotonic()
            elif not process.running:
                found.append(self._mourn(name, process, watch))
        return found

    def renew(self) -> None:
        """Start the parts that hold Python code anew."""
        names = [name for name in self.stack.parts if name != "caddy"]
        self.stack.stop(*names)
        for name in names:
            self.stack.launch(name)

    def _processes(self) -> dict[str, Process]:
        return {process.name: process for process in self.engines.processes()} | self.stack.parts

    def _mourn(self, name: str, process: Process, watch: Watch) -> str:
        now = time.monotonic()
        if now - watch.started > SETTLED:
            watch.pause = FIRST_PAUSE
        process.kill()
        watch.again = now + watch.pause
        words = f"{name} {how_it_ended(process)}; it starts again in {watch.pause:.0f} s. See {process.log}"
        watch.pause = min(watch.pause * 2, LONGEST_PAUSE)
        return words

    def _start_again(self, name: str) -> None:
        if name in self.stack.parts:
            self.stack.launch(name)
        else:
            self.engines.launch(name)


def how_it_ended(process: Process) -> str:
    """`ended (exit 1)` or `was ended by SIGKILL`."""
    status = process.exit_status
    if status is not None and status < 0:
        return f"was ended by {signal.Signals(-status).name}"
    return f"ended (exit {status})"
