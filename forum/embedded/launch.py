"""Start a program so that it cannot outlive whoever asked for it, under another user where need be.

Run by path (`python -I -S launch.py ...`), so it may import nothing of ours. In the end it *becomes* the program.
"""

import argparse
import ctypes
import os
import sys
from pathlib import Path

PR_SET_PDEATHSIG = 1
"""From <linux/prctl.h>: the signal this process gets when its parent dies."""

MAPPED_ID = 1000
"""What root is called inside its own user namespace. Any number but 0 serves."""


def become(uid: int) -> None:
    """Drop to `uid` for good."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def map_root() -> None:
    """Enter a user namespace in which root bears an ordinary number; files stay root's own."""
    uid, gid = os.geteuid(), os.getegid()
    os.unshare(os.CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{MAPPED_ID} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{MAPPED_ID} {gid} 1")


def die_with_parent(signum: int, parent: int) -> None:
    """Ask the kernel for `signum` on the parent's death. Must come after any change of user, which clears it."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signum, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("the parent is gone")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--death", type=int, required=True)
    parser.add_argument("--uid", type=int)
    parser.add_argument("--mapped", action="store_true")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    try:
        if options.uid is not None:
            become(options.uid)
        if options.mapped:
            map_root()
        die_with_parent(options.death, options.parent)
        os.execvp(options.command[0], options.command)  # noqa: S606 - no shell is wanted
    except OSError as error:
        sys.exit(f"cannot start {options.command[0]}: {error}")


if __name__ == "__main__":
    main()
