"""A log that has grown past its limit is moved aside, and its writer goes on in the emptied one."""

import sys
from pathlib import Path

from forum.embedded import Process
from tests.embedded.cast import until

WRITES = [sys.executable, "-uc", "import time\nfor _ in range(10**6): print('a line'); time.sleep(0.01)"]


def test_a_full_log_is_kept_once_and_begun_anew(tmp_path: Path) -> None:
    part = Process("part", WRITES, log=tmp_path / "part.log")
    part.start()
    try:
        assert until(lambda: part.log.stat().st_size > 70)

        part.trim_log(70)

        assert (tmp_path / "part.log.1").read_text().startswith("a line\na line\n")
        assert until(lambda: part.log.stat().st_size > 0)
        assert part.log.read_text().startswith("a line")
    finally:
        part.stop()
