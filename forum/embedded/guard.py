"""The one who stays when the supervisor is killed outright, and takes its processes with it.

Run by path. Reads lines on its standard input, which only the supervisor holds open:

    + <process group> <signal>     look after this group
    - <process group>              it has ended
    f <folder>                     remove this folder at the end

At the end of the input every group still listed gets its signal, the youngest first, and SIGKILL after `GRACE` seconds.
"""

import os
import shutil
import signal
import sys
import time

GRACE = 8.0


def send(group: int, signum: int) -> bool:
    """Signal a whole group; False when nobody is left in it."""
    try:
        os.killpg(group, signum)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def end(groups: dict[int, int]) -> None:
    """Each group gets its own signal and its share of the time, so that clients end before their database."""
    deadline = time.monotonic() + GRACE
    for group, signum in reversed(groups.items()):
        send(group, signum)
        send(group, signal.SIGCONT)
        while send(group, 0) and time.monotonic() < deadline:
            time.sleep(0.05)
    for group in groups:
        send(group, signal.SIGKILL)


def main() -> None:
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    groups: dict[int, int] = {}
    folders: list[str] = []
    for line in sys.stdin:
        word, _, rest = line.rstrip("\n").partition(" ")
        if word == "+":
            group, signum = rest.split()
            groups[int(group)] = int(signum)
        elif word == "-":
            groups.pop(int(rest), None)
        elif word == "f":
            folders.append(rest)
    end(groups)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
