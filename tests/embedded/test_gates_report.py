"""Each gate is one line; only a failed one is heard in full."""

import sys

import pytest

from forum.embedded.gates import run_gates, summary

PASSES = ("layers", [sys.executable, "-c", "print('all is well')"])
FAILS = ("types", [sys.executable, "-c", "import sys; print('line 3: not a deposit'); sys.exit(1)"])


def test_a_failed_gate_is_named_and_shows_what_it_said(capfd: pytest.CaptureFixture[str]) -> None:
    outcomes = run_gates((PASSES, FAILS))

    shown = capfd.readouterr().out
    assert "--- types ---\nline 3: not a deposit" in shown
    assert "all is well" not in shown
    assert summary(outcomes) == "1 of 2 gates FAILED: types"


def test_passed_gates_are_counted() -> None:
    assert summary(run_gates((PASSES, PASSES))) == "2 gates passed"
