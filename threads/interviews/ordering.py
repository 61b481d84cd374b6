"""The order of questions. Pure: numbers in, an order out; docs/interviews.md explains it to readers.

**Support.** Votes are counted by camp, the camp being the role in which a voter is attested. With n_c votes in camp c and
n_0 votes without a camp,

    support = (sum over camps of sqrt(n_c)) ** 2 + n_0

the plural rule of Buterin, Hitzig and Weyl ("A Flexible Design for Funding Public Goods", Management Science 65(11), 2019),
used on heads instead of coins. One camp alone counts as many as it is: 9 geologists give 9. Two camps that want the same
thing count double: 9 votes as 4 + 5 give 17.9. So a question that opposing sides both want answered stands above one that a
single side, however loud, wants answered.

**A fair look.** Every fourth place goes to the newest question that is younger than a day and has fewer than ten votes, so
that what comes late is seen before it is judged. Ties go to the older question.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt
from typing import Final

CAMPS: Final[Mapping[str, str]] = {
    "operator": "company",
    "investor": "company",
    "official": "state",
    "resident": "ground",
    "armed_group": "armed group",
    "geologist": "study",
    "analyst": "study",
    "journalist": "press",
}
"""The camp of each attested role. Roles of one camp tend to want the same answers; camps do not."""

FRESH = timedelta(hours=24)
FEW = 10
EVERY = 4


@dataclass(frozen=True, slots=True)
class Standing:
    """What the order needs of a question: its votes by camp, "" for voters without one."""

    id: int
    asked_at: datetime
    votes: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.votes.values())


def camp_of(roles: Iterable[str]) -> str:
    """The camp for which somebody attested in `roles` votes; the first by name where there are several, "" for none."""
    return min((CAMPS[role] for role in roles if role in CAMPS), default="")


def support(votes: Mapping[str, int]) -> float:
    """The support that `votes` by camp amount to; never below 0, never more than camps times the number of votes."""
    camps = sum(sqrt(count) for camp, count in votes.items() if camp and count > 0)
    return camps * camps + max(0, votes.get("", 0))


def arrange(questions: Iterable[Standing], *, now: datetime) -> list[int]:
    """The ids of `questions` in the order of reading. Every id once; the same input gives the same order."""
    ranked = sorted(questions, key=lambda one: (-support(one.votes), one.id))
    fresh = sorted(
        (one for one in ranked if one.total < FEW and timedelta(0) <= now - one.asked_at < FRESH),
        key=lambda one: (one.asked_at, one.id),
    )
    order: list[int] = []
    placed: set[int] = set()
    queue = iter(ranked)
    while len(order) < len(ranked):
        while fresh and fresh[-1].id in placed:
            fresh.pop()
        if (len(order) + 1) % EVERY == 0 and fresh:
            chosen = fresh.pop().id
        else:
            chosen = next(one.id for one in queue if one.id not in placed)
        placed.add(chosen)
        order.append(chosen)
    return order
