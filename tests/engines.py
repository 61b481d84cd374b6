"""A pytest plugin (`-p tests.engines`): PostgreSQL and Valkey for the length of a test run.

They start before pytest-django reads the settings, in the one process that leads the run; xdist's workers inherit the
addresses, and each takes a Valkey database and a data folder of its own. A DATABASE_URL or REDIS_URL from outside wins.

Bringing the tables up to date takes longer than most tests. It is done once, in the engines' own database, which nothing
else touches: every database of the run is a copy of it.
"""

import gc
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from forum.embedded import bytecode
from forum.embedded.browser import MISSING, find_chromium
from forum.embedded.instance import ROOT
from forum.embedded.postgres import NAME, Postgres, wheel
from forum.embedded.processes import remove_at_end
from forum.embedded.valkey import Valkey
from tests.roomy import roomy

VALKEY_DATABASES = 64
FIXED = {"ASSAY_SECRET_KEY": "the tests' own key, which protects nothing", "ASSAY_ORIGIN": "http://testserver"}
TEMPLATE = "ASSAY_TEMPLATE"
"""The variable with the name of the database that all others are copies of; absent when the server is not ours."""
DUMP = "ASSAY_TEMPLATE_DUMP"
"""The variable with the path of the same as SQL, for servers of a test's own."""

# Looking through the models that each step makes for garbage takes a third of the time, and the process is short.
MIGRATE = "import gc; gc.disable(); from forum.embedded.steps import main; main(['migrate'])"

TOGETHER = ("spine", "browser", "walk", "live")
"""Folders of tests that start servers and browsers and wait for them."""
LONG = (*TOGETHER, "matrix", "embedded", "members", "sync", "audit", "contract", "interviews", "discussion")

MEMORY = "/dev/shm"
PLENTY = 4 * 2**30
"""Bytes; a run was seen to write 0.6 gigabytes."""

SERVER = {
    "max_connections": "200",
    "shared_buffers": "256MB",
    "jit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


def start_engines(config: pytest.Config) -> None:
    """Start what the environment does not name, and see that it ends with the run."""
    folder = Path(tempfile.mkdtemp(prefix="assay-tests-", dir=in_memory()))
    folder.chmod(0o711)
    remove_at_end(folder)
    postgres = valkey = None
    if "REDIS_URL" not in os.environ:
        valkey = Valkey(folder / "valkey", durable=False, databases=VALKEY_DATABASES)
        config.add_cleanup(valkey.stop)
        valkey.launch()
        os.environ["REDIS_URL"] = valkey.url
    if "DATABASE_URL" not in os.environ:
        postgres = Postgres(folder / "postgres", durable=False, settings=SERVER)
        config.add_cleanup(lambda: postgres.stop("immediate"))
        postgres.start()
        os.environ["DATABASE_URL"] = postgres.url
    if valkey is not None:
        valkey.wait()
    os.environ["ASSAY_DATA"] = str(folder)
    os.environ.update(FIXED)
    if postgres is not None:
        migrate(postgres.url)
        os.environ[TEMPLATE] = NAME
        os.environ[DUMP] = str(dump(postgres.url, folder / "template.sql"))


def in_memory() -> str | None:
    """Where files are kept in memory, if the machine has plenty: a database of a test's own is made in a quarter of the time."""
    free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return MEMORY if Path(MEMORY).is_dir() and min(free, shutil.disk_usage(MEMORY).free) > PLENTY else None


def migrate(database_url: str) -> None:
    """Bring a database up to date, in a process of its own."""
    command = [sys.executable, "-c", MIGRATE]
    environment = {**os.environ, "DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "forum.settings"}
    subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)


def dump(database_url: str, to: Path) -> Path:
    subprocess.run([wheel() / "bin" / "pg_dump", "--file", to, database_url], check=True)
    return to


def fill(server: Postgres) -> None:
    """Give an empty server all tables: those of the run's template, where there is one."""
    if DUMP not in os.environ:
        migrate(server.url)
        return
    silent = ["--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1", "--output", os.devnull, "--file", os.environ[DUMP]]
    subprocess.run([wheel() / "bin" / "psql", *silent, server.url], check=True)


def join_engines(worker: str) -> None:
    """Take this worker's share: database n + 1 of Valkey, for the leader has 0, and a folder."""
    number = int(worker.removeprefix("gw")) + 1
    os.environ["REDIS_URL"] = numbered(os.environ["REDIS_URL"], number)
    folder = Path(os.environ["ASSAY_DATA"]) / worker
    folder.mkdir(exist_ok=True)
    os.environ["ASSAY_DATA"] = str(folder)


def numbered(url: str, number: int) -> str:
    """The same Valkey, another database: `unix://path?db=n` or `redis://host:port/n`."""
    if url.startswith("unix:"):
        return re.sub(r"[?&]db=\d+", "", url) + f"?db={number}"
    return re.sub(r"^(\w+://[^/?]+)(/\d*)?", rf"\1/{number}", url)


def place_of(nodeid: str) -> int:
    """The place of a test's folder among those that take long; behind them all others."""
    return next((place for place, folder in enumerate(LONG) if nodeid.startswith(f"tests/{folder}/")), len(LONG))


class ByModule(LoadScopeScheduling):  # type: ignore[misc]
    """One worker does a module, or a folder of `TOGETHER`, whole: what its tests share is made once."""

    def _split_scope(self, nodeid: str) -> str:
        module: str = nodeid.partition("::")[0]
        return next((folder for folder in TOGETHER if module.startswith(f"tests/{folder}/")), module)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByModule:
    config.option.loadscopereorder = False
    return ByModule(config, log)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    bytecode.keep()
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        start_engines(early_config)
    else:
        join_engines(worker)
    return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> object:
    """The whole run, and that of each worker, is called where deep calls have room."""
    plugins = config.pluginmanager
    run = plugins.subset_hook_caller("pytest_cmdline_main", [plugins.get_plugin("tests.engines")])
    return roomy(run)(config=config)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: needs Chromium")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes long begins first, so that nobody waits for it at the end.

    Without a Chromium the browser tests are left out, and `pytest_terminal_summary` says so.
    """
    items.sort(key=lambda item: place_of(item.nodeid))
    if find_chromium() is None:
        left_out = [item for item in items if item.get_closest_marker("browser")]
        if left_out:
            config.hook.pytest_deselected(items=left_out)
            items[:] = [item for item in items if item not in left_out]


def pytest_collection_finish() -> None:
    """What is imported by now stays to the end; looking through all of it for garbage took a fifteenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What pytest itself does not know, before its last line: the gates of ./dev test, and tests that could not run."""
    if gates := os.environ.get("ASSAY_GATES"):
        terminalreporter.section("gates")
        terminalreporter.line(gates)
    if find_chromium() is None:
        terminalreporter.section("browser tests")
        terminalreporter.line(MISSING)
