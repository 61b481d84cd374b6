"""One data folder: who uses it, its key, its addresses."""

import fcntl
import json
import os
import secrets
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from forum.embedded.sockets import socket_folder

ROOT = Path(__file__).resolve().parents[2]
"""The checkout."""

LOOK_AGAIN = 0.2
"""Seconds between two looks at a folder in use."""


class FolderInUse(Exception):
    """Another process works on the data folder."""


@dataclass(frozen=True)
class Running:
    """What a running instance tells others: its process, and where its parts are reached."""

    pid: int
    origin: str
    database_url: str
    redis_url: str


class Instance:
    """The data folder `data`. One process at a time may hold it."""

    def __init__(self, data: Path) -> None:
        self.data = data.absolute()
        self._lock: IO[str] | None = None

    @property
    def logs(self) -> Path:
        return self.data / "log"

    @property
    def mails(self) -> Path:
        return self.data / "mail"

    @property
    def accounts(self) -> Path:
        """Demo accounts as [{"handle", "email", "password", "role"}], written by `manage.py load_demo`."""
        return self.data / "demo-accounts.json"

    @property
    def sockets(self) -> Path:
        return socket_folder(self.data)

    def hold(self) -> None:
        """Take the folder until this process ends, or raise FolderInUse."""
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (self.data / "lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.close()
            raise FolderInUse(str(self.data)) from error
        self._lock = lock
        self._note.unlink(missing_ok=True)

    def release(self) -> None:
        """Give the folder back."""
        if self._lock is not None:
            self._note.unlink(missing_ok=True)
            self._lock.close()
            self._lock = None

    def announce(self, running: Running) -> None:
        """Let `./dev manage` find the parts that we run. Only while we hold the folder."""
        making = self._note.with_suffix(".making")
        making.write_text(json.dumps(asdict(running)))
        making.rename(self._note)

    def join(self) -> Running | None:
        """The instance that holds the folder, or None once we hold it ourselves."""
        while True:
            try:
                self.hold()
                return None
            except FolderInUse:
                if (running := self.running()) is not None:
                    return running
            time.sleep(LOOK_AGAIN)

    def running(self) -> Running | None:
        """What the holder has announced. A note that nobody stands behind is removed by the next holder."""
        try:
            return Running(**json.loads(self._note.read_text()))
        except FileNotFoundError:
            return None

    def secret_key(self) -> str:
        """This folder's signing key, made once; readable by its owner only."""
        path = self.data / "secret-key"
        if not path.exists():
            making = path.with_suffix(".making")
            making.unlink(missing_ok=True)
            with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(48))
            making.rename(path)
        return path.read_text()

    def environment(self, *, origin: str, database_url: str, redis_url: str) -> dict[str, str]:
        """What every part finds in its environment. What the caller's own environment says wins."""
        return {
            "ASSAY_SECRET_KEY": os.environ.get("ASSAY_SECRET_KEY") or self.secret_key(),
            "ASSAY_ORIGIN": origin,
            "ASSAY_TRUSTED_HOPS": "1",
            **os.environ,
            "ASSAY_DATA": str(self.data),
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "DJANGO_SETTINGS_MODULE": "forum.settings",
            "PYTHONUNBUFFERED": "1",
        }

    @property
    def _note(self) -> Path:
        return self.data / "running.json"
