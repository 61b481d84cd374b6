"""Where no bytecode may lie beside the sources, what ./dev starts keeps it in a folder of its own."""

import os
import subprocess
import sys
from pathlib import Path

from forum.embedded.instance import ROOT

STARTS_ANOTHER = """
import subprocess, sys
from forum.embedded import bytecode
bytecode.keep()
subprocess.run([sys.executable, "-c", "import forum.embedded.mailbox"], check=True)
"""


def kept(folder: Path, **said: str) -> list[str]:
    """The modules of ours whose bytecode is in `folder` after a process that `said` so has started another."""
    given = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment = given | {"PYTHONPYCACHEPREFIX": str(folder)} | said
    subprocess.run([sys.executable, "-c", STARTS_ANOTHER], cwd=ROOT, env=environment, check=True)
    return [one.name.partition(".")[0] for one in folder.rglob("embedded/*.pyc")]


def test_what_is_started_keeps_its_bytecode_though_we_were_told_to_write_none(tmp_path: Path) -> None:
    assert "mailbox" in kept(tmp_path, PYTHONDONTWRITEBYTECODE="1")
