"""The gates: what must hold before any test is worth its time. A table, run side by side."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from forum.embedded.instance import ROOT

BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
PATIENCE = 300

GATES: tuple[tuple[str, list[str]], ...] = (
    ("types", [str(BIN / "mypy")]),
    ("layers", [str(BIN / "lint-imports")]),
    ("interface", [*MANAGE, "spectacular", "--validate", "--fail-on-warn", "--file", os.devnull]),
    ("settings", [*MANAGE, "check", "--fail-level", "WARNING"]),
    ("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"]),
    ("lint", [str(BIN / "ruff"), "check", "."]),
    ("format", [str(BIN / "ruff"), "format", "--check", "."]),
)
"""Name and command, the longest first. What mypy and the layers cover stands in pyproject.toml."""


@dataclass(frozen=True)
class Outcome:
    name: str
    passed: bool
    seconds: float
    output: str


def run_gate(name: str, command: list[str]) -> Outcome:
    began = time.monotonic()
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        passed, output = done.returncode == 0, done.stdout
    except subprocess.TimeoutExpired:
        passed, output = False, f"not done within {PATIENCE} s"
    outcome = Outcome(name, passed, time.monotonic() - began, output)
    print(f"  {name:<12} {'ok' if passed else 'FAILED':<6} {outcome.seconds:5.1f} s", flush=True)
    return outcome


def run_gates(gates: tuple[tuple[str, list[str]], ...] = GATES) -> list[Outcome]:
    """Run all gates, as many at once as there are cores; print a line each, then what the failed ones said."""
    print("Gates", flush=True)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        outcomes = list(pool.map(lambda gate: run_gate(*gate), gates))
    for outcome in outcomes:
        if not outcome.passed:
            print(f"\n--- {outcome.name} ---\n{outcome.output.rstrip()}", flush=True)
    return outcomes


def summary(outcomes: list[Outcome]) -> str:
    """`7 gates passed`, or which failed."""
    failed = [outcome.name for outcome in outcomes if not outcome.passed]
    if failed:
        return f"{len(failed)} of {len(outcomes)} gates FAILED: {', '.join(failed)}"
    return f"{len(outcomes)} gates passed"
