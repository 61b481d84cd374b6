"""Under which user PostgreSQL can run: it refuses root, and must reach its own files.

An ordinary user simply runs it. Root first tries a user namespace, in which it bears another number: nothing is copied
and every file stays root's. Where namespaces are forbidden, as in most containers, PostgreSQL runs as `nobody`, or as
`postgres` where there is one; initdb wants a user with a name.
"""

import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DROPPED_USERS = ("postgres", "nobody")

LAUNCH = Path(__file__).parent / "launch.py"


@dataclass(frozen=True)
class Identity:
    """`arguments` are for launch.py; `owner` is the uid that must own the files, None for whoever we are."""

    arguments: tuple[str, ...]
    owner: int | None

    def can_run(self, command: Sequence[str]) -> bool:
        """Whether `command` ends well under this identity."""
        launch = [
            sys.executable,
            "-I",
            "-S",
            str(LAUNCH),
            "--parent",
            str(os.getpid()),
            "--death",
            str(int(signal.SIGKILL)),
        ]
        done = subprocess.run([*launch, *self.arguments, "--", *command], capture_output=True, check=False)
        return done.returncode == 0


SELF = Identity((), None)
MAPPED = Identity(("--mapped",), 0)


def dropped() -> Identity:
    """The ordinary user that root drops to."""
    known = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall()}
    uid = next(known[name] for name in DROPPED_USERS if name in known)
    return Identity(("--uid", str(uid)), uid)


@cache
def choose(binary: Path, folder: Path) -> Identity:
    """Who shall run PostgreSQL's `binary` on an existing `folder`."""
    if os.geteuid() != 0:
        return SELF
    if MAPPED.can_run([str(binary), "--version"]) and MAPPED.can_run(["test", "-w", str(folder)]):
        return MAPPED
    return dropped()
