"""What changed between two texts, word by word.

Myers' greedy algorithm (E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1, 1986) on words and
the white space between them. Its work grows with the number of differences, which is bounded, and with how often words meet their
like on the way, which is bounded, too; texts beyond either are shown as one taken out and the other put in.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

MOST = 600
"""Differences that are looked for, in words."""

PAIRS = 200_000
"""Words held against each other: the same few over and over meet their like on each of a thousand diagonals."""

_PIECES = re.compile(r"\s+|\w+|[^\w\s]")

type Kind = Literal["same", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some text that stands in both, only in the earlier (gone) or only in the later one (new)."""

    kind: Kind
    text: str


def word_diff(before: str, after: str) -> list[Stretch]:
    """`before` and `after` as stretches: all but the new ones make `before`, all but the gone ones `after`."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    steps = [*(("same", piece) for piece in old[:start]), *_steps(middle_old, middle_new)]
    steps += [("same", piece) for piece in old[len(old) - end :]]
    return list(_joined(steps))


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """How many pieces both begin with."""
    return next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))


def _steps(old: Sequence[str], new: Sequence[str]) -> list[tuple[Kind, str]]:
    trace = _trace(old, new)
    if trace is None:
        return [*(("gone", piece) for piece in old), *(("new", piece) for piece in new)]
    steps: list[tuple[Kind, str]] = []
    x, y = len(old), len(new)
    for depth in range(len(trace) - 1, -1, -1):
        reached = trace[depth]
        k = x - y
        down = k == -depth or (k != depth and reached.get(k - 1, -1) < reached.get(k + 1, -1))
        from_k = k + 1 if down else k - 1
        from_x = reached.get(from_k, 0)
        from_y = from_x - from_k
        while x > from_x and y > from_y and x > 0 and y > 0:
            x, y = x - 1, y - 1
            steps.append(("same", old[x]))
        if depth:
            if down:
                y -= 1
                steps.append(("new", new[y]))
            else:
                x -= 1
                steps.append(("gone", old[x]))
    return steps[::-1]


def _trace(old: Sequence[str], new: Sequence[str]) -> list[dict[int, int]] | None:
    """The farthest point on each diagonal, before each round; None beyond `MOST` different words or `PAIRS` alike."""
    reached: dict[int, int] = {1: 0}
    trace = []
    pairs = 0
    for depth in range(MOST + 1):
        if pairs > PAIRS:
            return None
        trace.append(dict(reached))
        for k in range(-depth, depth + 1, 2):
            down = k == -depth or (k != depth and reached.get(k - 1, -1) < reached.get(k + 1, -1))
            x = reached.get(k + 1, 0) if down else reached.get(k - 1, 0) + 1
            y, begun = x - k, x
            while x < len(old) and y < len(new) and old[x] == new[y]:
                x, y = x + 1, y + 1
            reached[k], pairs = x, pairs + x - begun
            if x >= len(old) and y >= len(new):
                return trace
    return None


def _joined(steps: Sequence[tuple[Kind, str]]) -> Iterator[Stretch]:
    """Neighbours of one kind as one stretch."""
    kind: Kind = "same"
    words: list[str] = []
    for step, piece in steps:
        if step != kind and words:
            yield Stretch(kind, "".join(words))
            words = []
        kind = step
        words.append(piece)
    if words:
        yield Stretch(kind, "".join(words))
