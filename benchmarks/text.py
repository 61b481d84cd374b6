"""What a text costs to read and render, at its longest: ordinary posts, and every hostile source of the tests.

    ./dev bench text            or: python -m benchmarks.text

Prints milliseconds (best of three) at 10,000, 20,000 and 40,000 characters, the characters of HTML, and `>2.6` where
doubling the text cost more than 2.6 times as much.
"""

import time

from forum.kernel.text import TextTooComplex, parse, render
from forum.kernel.text.limits import MAX_SOURCE
from tests.kernel.text.hostile import HOSTILE
from tests.kernel.text.rendering import NAMES

ORDINARY = (
    "The *clays* at [[pangwa]] hold **dysprosium**, says @geologist, at $10^{-3}$ of the rock (https://a.example/x?y=1).\n\n"
    "> [@geologist](/threads/5/12):\n> It is clay.\n\n- one\n- two\n\n"
    + "Nobody has published a statement for it, and what the wire reports say goes back to one unnamed source. " * 3
    + "\n\n"
)


def cost(source: str) -> tuple[float, str]:
    """Milliseconds, and the characters of HTML or the code of the refusal."""
    best, outcome = float("inf"), ""
    for _ in range(3):
        began = time.perf_counter()
        try:
            outcome = str(len(render(parse(source), names=NAMES).html))
        except TextTooComplex as refusal:
            outcome = refusal.code
        best = min(best, time.perf_counter() - began)
    return best * 1000, outcome


def main() -> None:
    """Print the table."""
    sources = {"an ordinary post": lambda n: (ORDINARY * (n // len(ORDINARY) + 1))[:n], **HOSTILE}
    for name, make in sources.items():
        costs = [cost(make(length)[:MAX_SOURCE]) for length in (10_000, 20_000, 40_000)]
        steep = ">2.6" if costs[2][0] > max(2.6 * costs[1][0], 20) else ""
        print(f"{name:34}", *(f"{milliseconds:8.1f}" for milliseconds, _ in costs), f"{costs[2][1]:>18}", steep)


if __name__ == "__main__":
    main()
