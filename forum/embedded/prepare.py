"""What is done before the parts start, each only when due: tables, static files, the starter catalogue, the demo community."""

import hashlib
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import psycopg

from forum.embedded.instance import ROOT, Instance
from forum.embedded.processes import Interrupted, Process

APPS = ("forum", "accounts", "threads", "moderation")
STEP_GRACE = 5.0


def prepare(
    instance: Instance,
    environment: dict[str, str],
    *,
    demo: bool,
    say: Callable[[str], None],
    stopping: Callable[[], bool],
) -> None:
    """Run the steps that are due; StartFailed if one fails, Interrupted once `stopping()` says so."""
    migrated = instance.data / "migrated"
    static = instance.data / "static-collected"
    catalogue = instance.data / "catalogue-loaded"
    loaded = instance.data / "demo-loaded"
    wanted, collected = _migrations_wanted(), _files_fingerprint(_static_sources())
    steps: list[str] = []
    if not (migrated.exists() and migrated.read_text() == wanted + _migrations_applied(environment)):
        say("Bringing the tables up to date")
        steps.append("migrate")
    if not catalogue.exists() or _has_no_deposits(environment):
        say("Loading the starter catalogue")
        steps.append("sync_catalogue")
    if demo and not loaded.exists():
        say("Loading the demo community")
        steps.append("load_demo")
    if "migrate" in steps:
        steps.append("ship_rules")
    due = [_process("prepare", steps, instance, environment)] if steps else []
    if not (static.exists() and static.read_text() == collected):
        due.append(_process("collectstatic", ["collectstatic"], instance, environment))
    _run(due, stopping)
    static.write_text(collected)
    migrated.write_text(wanted + _migrations_applied(environment))
    catalogue.touch()
    if demo:
        loaded.touch()


def _process(name: str, steps: list[str], instance: Instance, environment: dict[str, str]) -> Process:
    command = [sys.executable, "-m", "forum.embedded.steps", *steps]
    log = instance.logs / f"{name}.log"
    return Process(name, command, log=log, env=environment, cwd=ROOT, grace=STEP_GRACE)


def _run(steps: list[Process], stopping: Callable[[], bool]) -> None:
    """Run steps side by side to their end."""
    try:
        for step in steps:
            step.start()
        while any(step.running for step in steps):
            if stopping():
                raise Interrupted
            time.sleep(0.05)
        for step in steps:
            if step.exit_status != 0:
                raise step.failed(f"failed (exit {step.exit_status})")
    finally:
        for step in steps:
            step.stop()


def _static_sources() -> Iterable[Path]:
    """Everything that the collected files depend on: sources, and the lock for those of packages."""
    for app in APPS:
        yield from (ROOT / app).glob("**/static/**/*")
    yield from (ROOT / "requirements.txt", ROOT / "forum" / "settings.py")


def _migrations_wanted() -> str:
    """What the tables depend on: our migrations, the apps installed, and the lock for those of packages."""
    files = [path for app in APPS for path in (ROOT / app / "migrations").glob("*.py")]
    return _files_fingerprint([*files, ROOT / "forum" / "settings.py", ROOT / "requirements.txt"])


def _migrations_applied(environment: dict[str, str]) -> str:
    """What the database itself says has been applied; a restored or emptied one says something else."""
    with psycopg.connect(environment["DATABASE_URL"]) as connection:
        if connection.execute("SELECT to_regclass('django_migrations')").fetchone() == (None,):
            return "none"
        rows = connection.execute("SELECT app, name, applied FROM django_migrations ORDER BY id").fetchall()
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def _has_no_deposits(environment: dict[str, str]) -> bool:
    """Whether the catalogue is empty: on a first start, or after the database was emptied."""
    with psycopg.connect(environment["DATABASE_URL"]) as connection:
        if connection.execute("SELECT to_regclass('threads_deposit')").fetchone() == (None,):
            return True
        return connection.execute("SELECT EXISTS (SELECT FROM threads_deposit)").fetchone() == (False,)


def _files_fingerprint(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in paths if path.is_file()):
        digest.update(f"{path.relative_to(ROOT)}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()
