"""Make `.venv` from the lock, `requirements.txt`. Run by path, with the standard library only.

`--ready` answers by its exit status whether `.venv` is whole and as the lock says. A stamp is written last of all, so
an interrupted installation counts as none and begins anew; packages already fetched come from pip's cache.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements.txt"
VENV = ROOT / ".venv"
STAMP = VENV / "assay-lock"
UNDER_WAY = VENV / "assay-under-way"


def fingerprint() -> str:
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()


def ready() -> bool:
    return not UNDER_WAY.exists() and STAMP.exists() and STAMP.read_text() == fingerprint()


def whole() -> bool:
    """Whether a `.venv` is there that runs and that no interrupted installation left behind."""
    python = VENV / "bin" / "python"
    if UNDER_WAY.exists() or not python.exists():
        return False
    return subprocess.run([python, "-I", "-c", "import pip"], capture_output=True, check=False).returncode == 0


def install() -> None:
    """Bring `.venv` to what the lock says; CalledProcessError when pip or uv could not."""
    if not whole():
        print(f"Making .venv with Python {sys.version.split()[0]}", flush=True)
        shutil.rmtree(VENV, ignore_errors=True)
        VENV.mkdir()
        UNDER_WAY.touch()
        venv.create(VENV, symlinks=True, with_pip=True)
    UNDER_WAY.touch()
    print("Installing what requirements.txt locks; the first time takes a minute or two", flush=True)
    python = str(VENV / "bin" / "python")
    locked = ["--require-hashes", "-r", str(LOCK)]
    # Most of what is installed is never imported, so compiling is left to those who import.
    pip = [python, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "-qq", "--no-compile", *locked]
    uv = [shutil.which("uv") or "", "pip", "install", "--quiet", "--python", python, *locked]
    if not uv[0] or subprocess.run(uv, check=False).returncode != 0:
        # uv does not read pip's settings, and so may not reach an index that pip reaches.
        subprocess.run(pip, check=True, env={**os.environ, "PIP_ROOT_USER_ACTION": "ignore"})
    STAMP.write_text(fingerprint())
    UNDER_WAY.unlink()


def main() -> int:
    if "--ready" in sys.argv:
        return 0 if ready() else 1
    with LOCK.open() as lock:
        # Two first starts at once: the second waits, and finds it done.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if ready():
            return 0
        try:
            install()
        except subprocess.CalledProcessError as error:
            print(f"The packages could not be installed (exit {error.returncode}).", file=sys.stderr)
            print("Run ./dev again to start over; it needs the package index within reach.", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            print("\nInterrupted. The next ./dev starts the installation over.", file=sys.stderr)
            return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
