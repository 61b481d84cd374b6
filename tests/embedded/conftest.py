"""One data folder for all supervisors of a test process: making a cluster takes longer than any of these tests."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that earlier tests may have used, and left in whatever way they ended."""
    return tmp_path_factory.mktemp("supervised") / "data"
