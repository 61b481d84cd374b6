"""Every operation does what the published schema says, with good data and bad, asked by a tool that knows nothing else."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

from forum.environment import ROOT
from forum.http.reference import METHODS, document
from tests.running import bearer
from tests.walk.conftest import Front

pytestmark = pytest.mark.stack

# `outside.py` says instead which good data may be refused, and why.
CONFIG = """
seed = 7
[generation]
max-examples = 2
database = "none"
"""


# What a viewer does not ask, for the other does. A newcomer: what would answer nothing but 403 or 404, and tests/matrix asks
# that. An administrator: what each member does in the same way.
KEEPING = (
    "/(archive|pin|closure|timers|location|splits|summary|changes|undo|start-level|snapshots|decision)(/|$)|/v1/boards"
)
EDITING = (
    "/(case|contacts|terms|transitions|approach|guest-checks|corrections|recording|risk|takedown)(/|$)"
    "|/(admission|selection|merger|refusal|answer|state)$"
)
ALIKE = (
    "/(reports|bookmark|reactions|reading|follow|support|previews|attachments)(/|$)|/proposals$"
    "|/questions/.*/(vote|following|follow-ups)$"
)
LEFT_OUT = {
    "newcomer": f"/moderation/|/verification/cases|/attestations/|{KEEPING}|{EDITING}",
    "admin": f"/v1/me(/|$)|/webhooks|/sync|{ALIKE}",
}


def chosen(who: str) -> list[str]:
    """What the tool asks as somebody: nobody asks all that needs no sign-in, the others what is left and what is written."""
    every = [(m, one[m]) for one in document()["paths"].values() for m in METHODS if m in one]
    public = [(method, one["operationId"]) for method, one in every if {} in one["security"]]
    if who == "nobody":
        return [word for _, name in public for word in ("--include-operation-id", name)]
    reads = [word for method, name in public if method == "get" for word in ("--exclude-operation-id", name)]
    return ["--exclude-path-regex", LEFT_OUT[who], *reads]


def test_every_operation_is_asked_by_somebody() -> None:
    left_by_all = [
        path
        for path, one in document()["paths"].items()
        if all(re.search(left, path) for left in LEFT_OUT.values())
        and any({} not in one[method]["security"] for method in METHODS if method in one)
    ]
    assert left_by_all == []


@pytest.mark.parametrize("who", ["nobody", "newcomer", "admin"])
def test_every_operation_keeps_to_the_schema(
    front: Front, django_db_blocker: DjangoDbBlocker, tmp_path: Path, who: str
) -> None:
    (tmp_path / "schemathesis.toml").write_text(CONFIG)
    headers: list[str] = []
    if who != "nobody":
        with django_db_blocker.unblock(), front.forum.inside():
            headers = ["--header", f"Authorization: {bearer(front.world.viewers[who])['authorization']}"]  # type: ignore[arg-type]
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        "--config-file",
        str(tmp_path / "schemathesis.toml"),
        "run",
    ]
    command += [
        f"{front.forum.url}/api/v1/schema/",
        "--checks",
        "all",
        "--exclude-checks",
        "positive_data_acceptance",
        "--warnings",
        "off",
        "--phases",
        "coverage,fuzzing,stateful",
        *chosen(who),
        *headers,
    ]
    hooks = {**os.environ, "SCHEMATHESIS_HOOKS": "tests.walk.outside", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=hooks, capture_output=True, text=True, timeout=900, check=False)

    assert done.returncode == 0, done.stdout.partition("FAILURES")[2][:12_000] + done.stderr[-2000:]
