"""A part that dies is named on the screen and started again."""

import os
import signal
from pathlib import Path

import psycopg
import pytest

from forum.embedded.instance import Instance
from tests.embedded.cast import gone, until, up

pytestmark = pytest.mark.stack


def test_a_part_that_dies_is_named_and_started_again(data: Path) -> None:
    with up(data) as running:
        running.shows("Assay runs at")
        part = running.pid("sleep 3600")
        os.kill(part, signal.SIGKILL)

        running.shows(r"part ended \(exit 0\); it starts again in 1 s\. See .*part\.log")

        assert gone([part])
        assert running.pid("sleep 3600")


def test_a_database_that_dies_is_named_and_recovers(data: Path) -> None:
    with up(data) as running:
        running.shows("Assay runs at")
        os.kill(running.pid("bin/postgres -D"), signal.SIGKILL)

        running.shows(r"postgres was ended by SIGKILL; it starts again in 1 s")

        note = Instance(running.data).running()
        assert note is not None
        assert until(lambda: answers(note.database_url))


def answers(url: str) -> bool:
    try:
        with psycopg.connect(url) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False
