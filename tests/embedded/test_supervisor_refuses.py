"""What stands in the way is said in one sentence, before anything starts."""

import socket
from pathlib import Path

import pytest

from tests.embedded.cast import up

pytestmark = pytest.mark.stack


def test_a_port_in_use_is_said_before_anything_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with up(tmp_path / "data", port) as refused:
            assert refused.process.wait(30) == 1

    assert (
        f"Cannot listen on 127.0.0.1, port {port}: Address already in use. Choose another with --port."
        in refused.screen
    )
    assert "Starting" not in refused.screen
    assert not (tmp_path / "data" / "postgres").exists()


def test_a_data_folder_in_use_is_said_with_the_address_of_its_user(data: Path) -> None:
    with up(data) as first:
        first.shows("Assay runs at")
        with up(data) as second:
            assert second.process.wait(30) == 1

        assert f"Another Assay uses {data}. It runs at http://127.0.0.1:{first.port}" in second.screen
        assert first.process.poll() is None


def test_two_instances_run_side_by_side(data: Path, tmp_path: Path) -> None:
    with up(data) as one, up(tmp_path / "two") as two:
        one.shows("Assay runs at")
        two.shows("Assay runs at")

        assert one.end() == 0

        assert two.process.poll() is None
        assert two.family()
