"""Short private folders for Unix sockets: the kernel takes some 107 bytes for a socket's whole path."""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

LONGEST = 100
"""Bytes a socket's path may have; 108 with the closing zero on Linux, 104 on macOS."""


class UnsafeFolder(Exception):
    """Somebody else owns the folder our sockets would lie in."""


def private(folder: Path) -> Path:
    """Make `folder` so that its owner alone can enter it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or (os.geteuid() != 0 and found.st_uid != os.geteuid()):
        raise UnsafeFolder(f"{folder} belongs to somebody else; move it away and start again.")
    folder.chmod(0o700)
    return folder


def socket_folder(data: Path) -> Path:
    """Where the sockets of a data folder lie: inside it, or under the temporary folder when its path is too long."""
    inside = data.absolute() / "run"
    if len(os.fsencode(inside)) + len("/.s.PGSQL.5432") <= LONGEST:
        return private(inside)
    name = hashlib.sha256(os.fsencode(data.absolute())).hexdigest()[:12]
    return private(Path(tempfile.gettempdir()) / f"assay-{os.geteuid()}-{name}")
