"""Who writes how much, where and when: a few threads and members have most of the posts, as in every forum. Pure."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LONGEST = 50_000
YEARS = 6
DAY = 86_400.0

type Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Shape:
    """A forum without its words, in order of time.

    `thread` names each post's thread (0 to topics - 1, by their beginning), `number` its number there, `second` when it was
    written, in seconds since 1970. `rank` is the author's place among all members by diligence, from 0 to 1.
    """

    thread: Whole
    number: Whole
    second: NDArray[np.float64]
    rank: NDArray[np.float64]


def shape(*, topics: int, posts: int, until: float, seed: int) -> Shape:
    """`posts` posts in `topics` threads over six years up to `until`. The longest thread has a quarter, at most 50,000."""
    if not 1 <= topics <= posts:
        raise ValueError("a thread has a post at least")
    dice = np.random.default_rng(seed)
    sizes = _sizes(topics, posts, dice)
    span = YEARS * 365 * DAY
    # More threads begin the older the forum grows.
    begins = until - span * (1 - np.sqrt(dice.random(topics)))
    begins[np.argmax(sizes)] = until - span
    pace = np.minimum(dice.exponential(4 * DAY, topics) * np.sqrt(sizes), until - begins)
    pace[np.argmax(sizes)] = span
    thread = np.repeat(np.arange(topics), sizes)
    first = np.cumsum(sizes) - sizes
    offset = np.minimum(dice.exponential(0.3, posts), 1.0)
    if posts > topics:
        longest = slice(first[np.argmax(sizes)], first[np.argmax(sizes)] + sizes.max())
        offset[longest] = np.linspace(0, 1, sizes.max())
    offset[first] = 0.0
    second = begins[thread] + offset * pace[thread]
    order = np.argsort(second, kind="stable")
    thread, second = thread[order], second[order]
    # Threads are named in the order in which they begin.
    names = np.empty(topics, dtype=np.int64)
    _, seen = np.unique(thread, return_index=True)
    names[np.argsort(seen)] = np.arange(topics)
    thread = names[thread]
    return Shape(thread=thread, number=_numbers(thread), second=second, rank=dice.random(posts) ** 4)


def _sizes(topics: int, posts: int, dice: np.random.Generator) -> Whole:
    """Posts of each thread: one at least, most few, one very many."""
    largest = max(1, min(LONGEST, posts // 4, posts - topics + 1))
    if topics == 1:
        return np.array([posts])
    weights = dice.lognormal(0, 1.3, topics - 1)
    spare = posts - largest - (topics - 1)
    sizes = np.ones(topics, dtype=np.int64)
    sizes[1:] += np.minimum(np.floor(weights / weights.sum() * spare).astype(np.int64), max(0, largest - 2))
    sizes[0] = largest
    lacking = posts - int(sizes.sum())
    sizes[1:] += lacking // (topics - 1)
    sizes[1 : 1 + lacking % (topics - 1)] += 1
    return dice.permutation(sizes)


def _numbers(thread: Whole) -> Whole:
    """Each post's number in its thread, from 1, for posts in order of time."""
    by_thread = np.argsort(thread, kind="stable")
    grouped = thread[by_thread]
    starts = np.flatnonzero(np.r_[True, grouped[1:] != grouped[:-1]])
    counts = np.diff(np.r_[starts, len(grouped)])
    numbers = np.empty(len(thread), dtype=np.int64)
    numbers[by_thread] = np.arange(len(grouped)) - np.repeat(starts, counts) + 1
    return numbers
