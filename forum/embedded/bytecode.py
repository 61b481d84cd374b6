"""Where Python keeps what it compiled."""

import os
import sys

from forum.embedded.instance import ROOT

FOLDER = ROOT / ".venv" / "bytecode"


def keep() -> None:
    """Where Python is told to leave no bytecode beside its sources, keep it in `.venv`, for this process and all it starts.

    Otherwise each process compiles some three thousand modules anew, which takes seconds, and the forum is made of seven.
    """
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ.setdefault("PYTHONPYCACHEPREFIX", str(FOLDER))
        sys.pycache_prefix = os.environ["PYTHONPYCACHEPREFIX"]
        sys.dont_write_bytecode = False
