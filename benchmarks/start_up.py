"""How long ./dev up takes to its first page: on an empty data folder, and again on the same one.

    ./dev bench start_up

Both times are wall-clock seconds from the command to the first whole answer of `/` through Caddy.
"""

import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from forum.embedded.instance import ROOT
from forum.embedded.stack import free_port

PATIENCE = 180.0


class NeverAnswered(Exception):
    """No page within `PATIENCE` seconds; the text is what the screen showed."""


def first_page(data: Path) -> float:
    """Seconds from `./dev up` to the first page; everything is ended again."""
    port = free_port()
    environment = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL"}}
    environment.pop("ASSAY_ORIGIN", None)
    began = time.monotonic()
    with (data.parent / "screen.txt").open("w+") as screen:
        command = [ROOT / "dev", "up", "--data", str(data), "--port", str(port)]
        started = subprocess.Popen(command, env=environment, stdout=screen, stderr=screen)
        try:
            while started.poll() is None and time.monotonic() - began < PATIENCE:
                try:
                    with urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE) as page:
                        page.read()
                    return time.monotonic() - began
                except (URLError, ConnectionError):
                    time.sleep(0.05)
        finally:
            started.send_signal(signal.SIGTERM)
            started.wait()
        screen.seek(0)
        raise NeverAnswered(screen.read())


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        print(f"first page on an empty folder  {first_page(data):6.1f} s")
        print(f"first page the second time     {first_page(data):6.1f} s")


if __name__ == "__main__":
    main()
