"""What ./dev up brings up, it takes down again, however it is ended."""

import signal
from pathlib import Path

import pytest

from tests.embedded.cast import gone, up

pytestmark = pytest.mark.stack


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_everything_in_order(data: Path, signum: signal.Signals) -> None:
    with up(data) as running:
        running.shows("Assay runs at http://127.0.0.1:")
        family = running.family()
        assert len(family) > 5

        assert running.end(signum) == 0

        assert gone(family)
        assert "Stopping" in running.screen
        assert "database system is shut down" in (running.data / "log" / "postgres.log").read_text()


def test_killing_the_supervisor_leaves_nothing_behind(data: Path) -> None:
    with up(data) as running:
        running.shows("Assay runs at")
        family = running.family()

        running.end(signal.SIGKILL)

        assert gone(family)


def test_the_folder_of_a_killed_run_serves_again_at_once(data: Path) -> None:
    with up(data) as killed:
        killed.shows("Assay runs at")
        family = killed.family()
        killed.end(signal.SIGKILL)

        with up(data) as again:
            again.shows("Assay runs at")
        assert gone(family)
