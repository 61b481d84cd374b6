"""A child process in a group of its own, which never outlives the process that started it."""

import atexit
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from forum.embedded.identity import SELF, Identity

HERE = Path(__file__).parent
GUARD_PATIENCE = 30.0
"""Seconds that the guard may take to clear up."""
LAUNCH = [sys.executable, "-I", "-S", str(HERE / "launch.py")]


class StartFailed(Exception):
    """A part did not come up; the text says which, and shows the end of its log."""


class Interrupted(Exception):
    """Somebody asked to stop while we waited for a part."""


class _Guard:
    """Our end of `guard.py`: started with the first process, and ended with this one, however this one ends."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._owner = 0

    def tell(self, line: str) -> None:
        if self._process is None or self._owner != os.getpid():
            self._owner = os.getpid()
            atexit.register(self._dismiss)
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", str(HERE / "guard.py")],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                text=True,
                start_new_session=True,
            )
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def _dismiss(self) -> None:
        """Our orderly end: what the guard clears up is gone before we are. A fork's end is none of its business."""
        if self._process is not None and self._owner == os.getpid():
            with suppress(subprocess.TimeoutExpired):
                self._process.communicate(timeout=GUARD_PATIENCE)


_guard = _Guard()


def remove_at_end(folder: Path) -> None:
    """Have `folder` removed when this process ends, killed or not."""
    _guard.tell(f"f {folder}")


class Process:
    """One program with its log.

    `stop_signal` ends it politely, `grace` is how many seconds it may take. `identity` says under which user it runs.
    Start it from the main thread: the kernel ties a child to the *thread* that made it.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        stop_signal: int = signal.SIGTERM,
        grace: float = 10.0,
        identity: Identity = SELF,
    ) -> None:
        self.name = name
        self.command = list(command)
        self.log = log
        self.env = env
        self.cwd = cwd
        self.stop_signal = stop_signal
        self.grace = grace
        self.identity = identity
        self._popen: subprocess.Popen[bytes] | None = None
        self._cleared = True
        self._log_start = 0

    @property
    def pid(self) -> int | None:
        """Its process id, which is its group's too; None when it is not running."""
        return self._popen.pid if self._popen is not None and self.running else None

    @property
    def running(self) -> bool:
        """Whether it runs. Reaps it when it has ended."""
        return self._popen is not None and self._popen.poll() is None

    @property
    def exit_status(self) -> int | None:
        """How the last run ended: the exit status, or minus the signal's number."""
        return None if self._popen is None else self._popen.poll()

    def start(self) -> None:
        """Start it, or do nothing when it runs."""
        if self.running:
            return
        self.log.parent.mkdir(parents=True, exist_ok=True)
        command = [*LAUNCH, "--parent", str(os.getpid()), "--death", str(int(self.stop_signal))]
        command += [*self.identity.arguments, "--", *self.command]
        with self.log.open("ab") as log:
            self._log_start = log.tell()
            self._popen = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=None if self.env is None else dict(self.env),
                cwd=self.cwd,
                process_group=0,
            )
        self._cleared = False
        _guard.tell(f"+ {self._popen.pid} {int(self.stop_signal)}")

    def wait(self) -> None:
        """Wait for it to end by itself, `grace` seconds at most, then clear up after it."""
        if self._popen is not None:
            with suppress(subprocess.TimeoutExpired):
                self._popen.wait(self.grace)
        self.kill()

    def ask_to_stop(self, signum: int | None = None) -> None:
        """Send the stop signal and return at once."""
        if self._popen is not None and self.running:
            self._signal(self.stop_signal if signum is None else signum)
            self._signal(signal.SIGCONT)

    def stop(self, signum: int | None = None) -> None:
        """Ask it to stop, wait `grace` seconds, then kill what is left of its group."""
        self.ask_to_stop(signum)
        self.wait()

    def kill(self) -> None:
        """SIGKILL to what is left of the group, and wait for it. Once only, since numbers are used again."""
        if self._popen is not None and not self._cleared:
            self._kill_group()
            self._popen.wait()
            self._cleared = True
            _guard.tell(f"- {self._popen.pid}")

    def pause(self) -> None:
        """Freeze the whole group (SIGSTOP), as a machine that hangs."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let a frozen group go on."""
        self._signal(signal.SIGCONT)

    def said(self, words: str) -> bool:
        """Whether its log has `words` since the last start."""
        with self.log.open("rb") as log:
            log.seek(min(self._log_start, self.log.stat().st_size))
            return words.encode() in log.read()

    def trim_log(self, limit: int) -> None:
        """Move the log aside once it has `limit` bytes. Copied and emptied: whoever writes it appends."""
        if self.log.exists() and self.log.stat().st_size > limit:
            shutil.copyfile(self.log, self.log.with_name(self.log.name + ".1"))
            os.truncate(self.log, 0)

    def tail(self, lines: int = 12) -> str:
        """The end of its log, for a message."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def failed(self, why: str) -> StartFailed:
        """The error to raise when it did not come up."""
        return StartFailed(f"{self.name} {why}. The end of {self.log}:\n{self.tail()}")

    def _signal(self, signum: int) -> None:
        if self._popen is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._popen.pid, signum)

    def _kill_group(self) -> None:
        """A child that forks while the signal is on its way needs a second one."""
        assert self._popen is not None
        for _ in range(100):
            try:
                os.killpg(self._popen.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                return
            self._popen.poll()
            time.sleep(0.01)
