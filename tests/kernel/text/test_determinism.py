"""The same source and names give the same bytes, today and in another process."""

import os
import subprocess
import sys
from pathlib import Path

from forum.kernel.text import RENDERER_VERSION, parse, render
from tests.kernel.text.rendering import NAMES, show

SOURCE = (
    "# A\n\n@geologist [[pangwa]] https://a.example $x^2$ ||s||[^1]\n\n[^1]: n\n\n| a |\n|--:|\n| b |\n\n"
    "```python\nx = 1\n```\n\n![c](attachment:core1)\n"
)
PROGRAM = (
    "import sys; from tests.kernel.text.rendering import show; sys.stdout.buffer.write(show(sys.argv[1]).html.encode())"
)


def test_rendering_twice_from_one_reading_changes_nothing() -> None:
    parsed = parse(SOURCE)
    assert render(parsed, names=NAMES) == render(parsed, names=NAMES)


def test_another_process_with_other_hash_seeds_writes_the_same() -> None:
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, SOURCE],
            capture_output=True,
            check=True,
            cwd=Path(__file__).parents[3],
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        assert done.stdout.decode() == show(SOURCE).html


def test_a_rendering_says_which_version_made_it() -> None:
    assert show("a").version == RENDERER_VERSION
