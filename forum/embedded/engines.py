"""The engines of one data folder: embedded ones, unless the environment names real ones."""

import os
from pathlib import Path

from forum.embedded.postgres import Postgres
from forum.embedded.processes import Process
from forum.embedded.valkey import Valkey

DATABASES = 16

QUIET = {"log_min_error_statement": "panic", "log_error_verbosity": "terse", "log_checkpoints": "off"}
"""An error's statement and detail carry what people wrote; the log does without."""


class Engines:
    """PostgreSQL and Valkey under `data`. DATABASE_URL and REDIS_URL turn off one each."""

    def __init__(self, data: Path, *, durable: bool = True) -> None:
        logs = data / "log"
        self.postgres: Postgres | None = None
        self.valkey: Valkey | None = None
        if not os.environ.get("DATABASE_URL"):
            self.postgres = Postgres(data / "postgres", log=logs / "postgres.log", durable=durable, settings=QUIET)
        if not os.environ.get("REDIS_URL"):
            self.valkey = Valkey(data / "valkey", log=logs / "valkey.log", durable=durable, databases=DATABASES)

    @property
    def database_url(self) -> str:
        return self.postgres.url if self.postgres is not None else os.environ["DATABASE_URL"]

    @property
    def redis_url(self) -> str:
        return self.valkey.url if self.valkey is not None else os.environ["REDIS_URL"]

    def start(self) -> None:
        """Start both at once, and return when both answer."""
        found = [engine for engine in (self.valkey, self.postgres) if engine is not None]
        for engine in found:
            engine.launch()
        for engine in found:
            engine.wait()

    def launch(self, name: str) -> None:
        """Start one of them by its process's name, without waiting."""
        for engine in (self.valkey, self.postgres):
            if engine is not None and engine.process.name == name:
                engine.launch()

    def stop(self) -> None:
        """End both."""
        for engine in (self.valkey, self.postgres):
            if engine is not None:
                engine.stop()

    def processes(self) -> list[Process]:
        """The running servers, for whoever watches them."""
        return [engine.process for engine in (self.postgres, self.valkey) if engine is not None]
