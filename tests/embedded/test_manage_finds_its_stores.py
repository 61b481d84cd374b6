"""./dev manage works on the running instance of a data folder, or brings its engines along."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from forum.embedded.instance import ROOT
from tests.embedded.cast import gone, processes, up

pytestmark = pytest.mark.stack

ASK = "from django.db import connection; connection.ensure_connection(); print('on', connection.settings_dict['HOST'])"


def manage(data: Path) -> subprocess.CompletedProcess[str]:
    ours = ("ASSAY_", "DATABASE_URL", "REDIS_URL")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    command = [
        sys.executable,
        "-m",
        "forum.embedded",
        "manage",
        "--data",
        str(data),
        "shell",
        "--no-imports",
        "-c",
        ASK,
    ]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_without_an_instance_engines_run_for_the_length_of_the_command(data: Path) -> None:
    assert f"on {data / 'run'}" in manage(data).stdout

    assert gone(pid for pid, (_, words) in processes().items() if str(data) in words)


def test_a_running_instance_is_joined_and_goes_on(data: Path) -> None:
    with up(data) as running:
        running.shows("Assay runs at")
        family = running.family()

        assert f"on {data / 'run'}" in manage(data).stdout

        assert running.family().keys() >= family.keys()
