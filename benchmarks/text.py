"""What a text costs to read and render, at its longest: ordinary posts, every hostile source of the tests, and mixtures.

    ./dev bench text            or: python -m benchmarks.text [mixtures] [seed]

First, of each source by itself: milliseconds of CPU (best of three) at 5,000 to 40,000 characters, the characters of
HTML or the code of the refusal, and `>2.6` where the last doubling cost more than 2.6 times as much. Then the same of
`mixtures` random mixtures (120), from `seed` (8); only the steep and the dearest ten are printed. Each is rendered, cleaned,
cut to an excerpt, stripped of its quotes, and compared word by word with a text that differs in many places.
"""

import os
import random
import sys
import time
from collections.abc import Callable

import django

from forum.kernel.errors import Invalid
from forum.kernel.text import clean, excerpt, parse, render, without_quotes
from forum.kernel.text.limits import MAX_SOURCE
from tests.kernel.text.hostile import HOSTILE
from tests.kernel.text.rendering import NAMES
from threads.discussion.diffs import word_diff

ORDINARY = (
    "The *clays* at [[pangwa]] hold **dysprosium**, says @geologist, at $10^{-3}$ of the rock (https://a.example/x?y=1).\n\n"
    "> [@geologist](/threads/5/12):\n> It is clay.\n\n- one\n- two\n\n"
    + "Nobody has published a statement for it, and what the wire reports say goes back to one unnamed source. " * 3
    + "\n\n"
)
SCRIPTS = {
    "combining marks": "a" + "\u0301" * 12,
    "right to left": "\u05d0\u05d1 \u0627\u0644 ",
    "isolates": "\u2067a\u2069 ",
    "joiners": "\u1000\u200d\u1039 ",
    "astral": "\U0001f9ea\U00020000 ",
    "zero width": "a\u200b\u200c\ufeff",
}
LENGTHS = (5_000, 10_000, 20_000, 40_000)
STEEP, WORTH = 2.6, 20
"""More than this for twice the text, above so many milliseconds."""


def rendered(source: str) -> str:
    """The HTML."""
    return render(parse(source), names=NAMES).html


def compared(source: str) -> str:
    """The text against itself with every fortieth word changed, so that no beginning and no end is common."""
    words = source.split(" ")
    other = " ".join(f"{word}x" if at % 40 == 0 else word for at, word in enumerate(words))
    return "".join(one.text for one in word_diff(source, f"y {other} z"))


WORK: dict[str, Callable[[str], str]] = {
    "render": rendered,
    "clean": lambda source: clean(source, max_length=MAX_SOURCE),
    "excerpt": lambda source: excerpt(source, 200),
    "quotes": without_quotes,
    "diff": compared,
}


def cost(work: Callable[[str], str], source: str, *, tries: int = 3) -> tuple[float, str]:
    """Milliseconds, and the characters of what came out or the code of the refusal."""
    best, outcome = float("inf"), ""
    for _ in range(tries):
        began = time.process_time()
        try:
            outcome = str(len(work(source)))
        except Invalid as refusal:
            outcome = refusal.errors[0].code if refusal.errors else refusal.code
        best = min(best, time.process_time() - began)
    return best * 1000, outcome


def measured(work: Callable[[str], str], make: Callable[[int], str], *, tries: int = 3) -> tuple[list[float], str, str]:
    """Milliseconds at each of `LENGTHS`, what came out of the longest, and `>2.6` or nothing."""
    told = [cost(work, make(length)[:MAX_SOURCE], tries=tries) for length in LENGTHS]
    costs = [one for one, _ in told]
    return costs, told[-1][1], f">{STEEP}" if costs[-1] > max(STEEP * costs[-2], WORTH) else ""


def line(name: str, costs: list[float], outcome: str, steep: str) -> None:
    """Print one row of the tables."""
    print(f"{name:58}", *(f"{milliseconds:8.1f}" for milliseconds in costs), f"{outcome:>22}", steep)


def mixture(chance: random.Random, sources: dict[str, Callable[[int], str]]) -> tuple[str, Callable[[int], str]]:
    """Two to four sources: one behind the other, in turn piece by piece, or all in a quote."""
    names = chance.sample(sorted(sources), chance.randint(2, 4))
    way = chance.choice(("behind", "woven", "quoted"))

    def make(length: int) -> str:
        parts = [sources[name](length // len(names)) for name in names]
        if way == "woven":
            size = 40
            return "".join(part[at : at + size] for at in range(0, length, size) for part in parts)
        whole = "\n\n".join(parts)
        return whole if way == "behind" else "> " + whole.replace("\n", "\n> ")

    return f"{way}: {', '.join(names)}", make


def main() -> None:
    """Print both tables."""
    asked = [int(one) for one in sys.argv[1:3]]
    count, seed = (*asked, *(120, 8)[len(asked) :])
    scripts = {name: (lambda n, piece=piece: (piece * (n // len(piece) + 1))[:n]) for name, piece in SCRIPTS.items()}
    sources = {"an ordinary post": lambda n: (ORDINARY * (n // len(ORDINARY) + 1))[:n], **HOSTILE, **scripts}
    for name, make in sources.items():
        for what, work in WORK.items():
            costs, outcome, steep = measured(work, make)
            if what == "render" or steep or costs[-1] > 200:
                line(f"{what}: {name}", costs, outcome, steep)
    chance, dearest = random.Random(seed), []
    for _ in range(count):
        name, make = mixture(chance, sources)
        for what, work in WORK.items():
            costs, outcome, steep = measured(work, make, tries=1)
            if steep:
                costs, outcome, steep = measured(work, make)
            if steep:
                line(f"{what}: {name}", costs, outcome, steep)
            dearest.append((costs[-1], f"{what}: {name}", costs, outcome))
    print("\nthe dearest")
    for _, name, costs, outcome in sorted(dearest, reverse=True)[:10]:
        line(name, costs, outcome, "")


if __name__ == "__main__":
    # Refusals say in the reader's language what is wrong.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
    django.setup()
    main()
